"""The answers that Flask has no word for: JSON as the RFCs want it, a bare redirect."""

from typing import Any, NoReturn
from urllib.parse import quote, urlencode

from flask import Response, abort, jsonify, request

from oauth_tutorial.practice.model.checks import Refused, Rule
from oauth_tutorial.practice.rules.parameters import (
    PARAMETERS_ARE_UTF8,
    PARAMETERS_COME_AS_FORM,
    PARAMETERS_FEW,
    are_utf8,
)
from oauth_tutorial.practice.rules.token_request import FORM
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.text.readers import MOST_PARAMETERS, read_json, why_no_json

JSON = "application/json"
_MOST_OF_A_QUERY = 32_000  # the server takes 64 KiB of a request's first line and headers
_OF_A_URL = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986 §2.2, and what is encoded already


def json_response(document: object, status: int = 200) -> Response:
    """Answer with JSON; the keys are sorted, so that the same answer looks the same."""
    response = jsonify(document)
    response.status_code = status
    return response


def redirect(location: str) -> Response:
    """Send the browser on with GET, whatever it sent (RFC 9110 §15.4.4).

    There is no page with a link: the address may hold a code. A client chooses what stands in
    it, so whatever is no character of a URL is percent-encoded.
    """
    return Response(status=303, headers={"Location": quote(location, safe=_OF_A_URL)})


def go_on_by_get(path: str) -> Response:
    """Let the browser send the form at hand once more, as a query.

    The cookie does not come with the form of another site (SameSite=Lax). So nothing is decided
    here, and no cookie set: that would take the place of the one which did not come.

    Args:
        path: Where to, as the page at hand names it.
    """
    query = urlencode(list(request.form.items(multi=True)))
    if len(query) > _MOST_OF_A_QUERY:
        abort(
            413,
            f"The parameters have {_MOST_OF_A_QUERY:,} characters at most here, and these have "
            f"{len(query):,}. Leave out what is not needed, or push the request (RFC 9126).",
        )
    return redirect(f"{path}?{query}")


def json_of_request() -> Any:
    """Return the body of the request at hand as JSON, or None when it is none."""
    return read_json(request.get_data())


def why_no_json_of_request() -> str:
    """Say what the body of the request at hand is, where it is no JSON; else nothing."""
    body = request.get_data()
    return why_no_json(body) if body.strip() else "an empty body"


def has_too_many_parameters(body: str) -> bool:
    """Whether query and form of the request at hand have more than ``MOST_PARAMETERS``.

    Args:
        body: As it was sent. Of query and form none is taken apart for this.
    """
    return _number_of_parameters(body) > MOST_PARAMETERS


def refuse_too_many_parameters(body: str) -> None:
    """End the request with 400 where ``has_too_many_parameters``."""
    if has_too_many_parameters(body):
        refuse(
            PARAMETERS_FEW,
            f"A request may have at most {MOST_PARAMETERS} parameters here, and this one has "
            f"{_number_of_parameters(body):,}. Send each parameter once (RFC 6749 §3.1).",
        )


def refuse_what_is_no_utf8() -> None:
    """End the request with 400 where a character would be guessed: no value is that which came."""
    sent = [request.query_string, request.get_data() if request.mimetype == FORM else b""]
    if not all(map(are_utf8, sent)):
        refuse(PARAMETERS_ARE_UTF8)


def require_form() -> None:
    """Check that the body is a form, at an endpoint that reads query or form.

    Raises:
        Refused: When it is something else.
    """
    received = request.mimetype[:60] or "no Content-Type"
    notes.checks.require(
        PARAMETERS_COME_AS_FORM, request.mimetype == FORM, expected=FORM, received=received
    )


def refuse(rule: Rule, text: str = "") -> NoReturn:
    """End the request, before any endpoint has looked at it, by a rule that it breaks.

    Args:
        rule: Which one.
        text: What is answered. Default: made of the rule.
    """
    try:
        notes.checks.require(rule, False, description=text)
    except Refused as refused:
        notes.error = refused.error
        abort(refused.status, refused.description)
    raise AssertionError(rule)  # require() raises


def why_too_large(most: int) -> str:
    """Say how much may be sent, what came, and what to do (RFC 9110 §15.5.14).

    Args:
        most: How many bytes a body may have.
    """
    length = request.content_length
    if length is not None and length <= most:
        return (
            f"A form may have at most {MOST_PARAMETERS} parts here, "
            "and this one has more. Send fewer."
        )
    came = "more" if length is None else f"{length:,}"
    return f"A body may have at most {most:,} bytes here, but {came} were sent. Send less."


def _number_of_parameters(body: str) -> int:
    texts = [request.query_string.decode("latin-1"), body if request.mimetype == FORM else ""]
    return sum(text.count("&") + 1 for text in texts if text)
