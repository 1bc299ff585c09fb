"""The answers that Flask has no word for: JSON as the RFCs want it, a bare redirect."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, abort, jsonify, request

from oauth_tutorial.practice.rules.token_request import FORM
from oauth_tutorial.text.readers import MOST_PARAMETERS, read_json

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


def has_too_many_parameters(body: str) -> bool:
    """Whether query and form of the request at hand have more than ``MOST_PARAMETERS``.

    Args:
        body: As it was sent. Of query and form none is taken apart for this.
    """
    return _number_of_parameters(body) > MOST_PARAMETERS


def refuse_too_many_parameters(body: str) -> None:
    """End the request with 400 where ``has_too_many_parameters``."""
    if has_too_many_parameters(body):
        abort(
            400,
            f"A request has at most {MOST_PARAMETERS} parameters here, and this one has "
            f"{_number_of_parameters(body):,}. Send each parameter once (RFC 6749 §3.1).",
        )


def _number_of_parameters(body: str) -> int:
    texts = [request.query_string.decode("latin-1"), body if request.mimetype == FORM else ""]
    return sum(text.count("&") + 1 for text in texts if text)
