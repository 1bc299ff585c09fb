"""The answers that Flask has no word for: JSON as the RFCs want it, a bare redirect."""

from typing import Any
from urllib.parse import quote

from flask import Response, jsonify, request

from oauth_tutorial.text.readers import read_json

JSON = "application/json"
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


def json_of_request() -> Any:
    """Return the body of the request at hand as JSON, or None when it is none."""
    return read_json(request.get_data())
