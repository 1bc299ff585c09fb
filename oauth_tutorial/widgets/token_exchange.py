"""The panel of notebook 03: five fields, the raw request and the raw response."""

import json
from urllib.parse import urlencode

import ipywidgets
import requests

from oauth_tutorial.notebook.region import Html
from oauth_tutorial.text.readers import read_json, split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, redact, shape
from oauth_tutorial.widgets.panel import Panel, Word, secret_field, side_by_side, text_fields

FORM = "application/x-www-form-urlencoded"
MOST_CHARACTERS = 600  # of an answer that is no JSON: an error page may be long
SHORTEST_SECRET = 8  # characters; a shorter value may be a word of the message
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
        **initial: First values, by parameter name; never a code or a secret.
    """
    fields = text_fields(**(FIRST | initial)) | {"client_secret": secret_field("client_secret")}
    button = ipywidgets.Button(description="Send the token request", layout={"width": "auto"})
    both, word = Html(), Word()
    panel = Panel("Token exchange", fields, button, word, both)

    def draw() -> None:
        request = _request(token_endpoint, panel.values())
        both.value = side_by_side(Request=request, Response="Nothing was sent yet.")
        word.judge("Waiting: fill in the fields and press Send.")

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
    body = "\n&".join(
        f"{name}={shape(value)}" if name in SECRET_PARAMETERS else urlencode({name: value})
        for name, value in values.items()
    )
    return f"POST {parts.path} HTTP/1.1\nHost: {parts.netloc}\nContent-Type: {FORM}\n\n{body}"


def _ask(endpoint: str, values: dict[str, str]) -> tuple[str, str, bool]:
    """Send the request: the raw response, what it means in a line, whether it is good."""
    try:
        answer = requests.post(endpoint, data=values, timeout=10, allow_redirects=False)
    except requests.RequestException:
        return "Nothing came.", "Refused: no answer. Is the practice service running?", False
    body = _json_object(answer)
    if body is None:
        text = answer.text[:MOST_CHARACTERS] or "(nothing)"
        return _response(answer, text, values), "Refused: the answer is no JSON object.", False
    text = json.dumps({name: _shown(name, value) for name, value in body.items()}, indent=2)
    line, good = f"Refused: {answer.status_code} {body.get('error', 'without an error')}", False
    if "access_token" in body:
        line, good = "Received: an access token.", True
    return _response(answer, text, values), line, good


def _response(answer: requests.Response, text: str, sent: dict[str, str]) -> str:
    """The raw response; a server may repeat what was sent, so that is taken out again."""
    for name in SECRET_PARAMETERS & sent.keys():
        if len(sent[name]) >= SHORTEST_SECRET:
            text = text.replace(sent[name], shape(sent[name]))
    kind = answer.headers.get("Content-Type", "none")
    return f"HTTP/1.1 {answer.status_code} {answer.reason}\nContent-Type: {kind}\n\n{text}"


def _json_object(answer: requests.Response) -> dict[str, object] | None:
    body = read_json(answer.text)
    return body if isinstance(body, dict) else None


def _shown(name: str, value: object) -> object:
    return redact(name, value) if isinstance(value, str) else value
