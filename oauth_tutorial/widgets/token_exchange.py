"""The panel of notebook 03: five fields, the raw request and the raw response."""

import re
from urllib.parse import urlencode

import ipywidgets

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.no_answer import failure_without_answer
from oauth_tutorial.client.refusal import UNKNOWN
from oauth_tutorial.client.token_response import read_token
from oauth_tutorial.errors import TokenRequestFailed, TokenResponseUnreadable
from oauth_tutorial.network.bounded import post
from oauth_tutorial.notebook.region import Html
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, shape
from oauth_tutorial.widgets.panel import Panel, Word, secret_field, side_by_side, text_fields
from oauth_tutorial.widgets.raw_answer import raw_answer

FORM = "application/x-www-form-urlencoded"
SECONDS = 10  # for the whole exchange
_CODE = re.compile(r"[\w.:/-]{1,60}")  # of an error, as the server names it
_OURS = {TokenRequestFailed.error, TokenResponseUnreadable.error, UNKNOWN}
FIRST = {
    "grant_type": "authorization_code",
    "code": "",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "client_id": "printshop",
}


def token_exchange_panel(token_endpoint: str, **initial: str) -> Panel:
    """Return a panel that sends a token request (RFC 6749 §4.1.3).

    Args:
        token_endpoint: Absolute URL.
        **initial: Initial values, by parameter name; never a code or a secret.
    """
    fields = text_fields(**(FIRST | initial)) | {"client_secret": secret_field("client_secret")}
    button = ipywidgets.Button(description="Send the token request", layout={"width": "auto"})
    both, word = Html(), Word()
    panel = Panel("Token exchange", fields, button, word, both)

    def draw() -> None:
        request = _request(token_endpoint, panel.values())
        both.value = side_by_side(Request=request, Response="Nothing has been sent yet.")
        word.judge("Waiting: fill in the fields, then press Send the token request.")

    def send(_: object) -> None:
        values = panel.values()
        panel.put_away(*SECRET_PARAMETERS & values.keys())
        text, line, good = _ask(token_endpoint, values)
        both.value = side_by_side(Request=_request(token_endpoint, values), Response=text)
        word.judge(line, good)

    button.on_click(send)
    panel.on_typing(draw)
    return panel


def _request(endpoint: str, values: dict[str, str]) -> str:
    parts = split_url(endpoint)
    host = parts.netloc.rpartition("@")[2]  # before an @ is a password
    body = "\n&".join(
        f"{name}={shape(value)}" if name in SECRET_PARAMETERS else urlencode({name: value})
        for name, value in values.items()
    )
    return f"POST {parts.path} HTTP/1.1\nHost: {host}\nContent-Type: {FORM}\n\n{body}"


def _ask(endpoint: str, values: dict[str, str]) -> tuple[str, str, bool]:
    """Send the request; return the raw response, what it means in one line, and if it is good."""
    try:
        response = post(endpoint, values, headers={}, seconds=SECONDS)
    except Exception as error:  # requests lets some exceptions of other libraries through
        failure = failure_without_answer(error, Endpoint(), endpoint, SECONDS)
        start = "" if isinstance(failure, TokenResponseUnreadable) else "no answer. "
        return (
            "No complete answer came.",
            f"Refused: {start}{failure.message} {failure.hint}",
            False,
        )
    answer = Answer(response)
    try:
        read_token(answer)
    except TokenRequestFailed as failure:
        is_code = _CODE.fullmatch(failure.error) and failure.error not in _OURS
        said = f"{answer.status} {failure.error}" if is_code else failure.message
        return raw_answer(answer), f"Refused: {said}{_whole_address(values)}", False
    return raw_answer(answer), "Received: an access token.", True


def _whole_address(values: dict[str, str]) -> str:
    """Say so if somebody pasted the address of the redirect instead of its code."""
    code = values.get("code", "")
    if "://" not in code and "code=" not in code and "&" not in code:
        return ""
    return ". The field code holds more than the code: paste what is between code= and the next &."
