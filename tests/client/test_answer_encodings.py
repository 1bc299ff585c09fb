"""The server's words arrive as they were written, in whatever encoding it says."""

import pytest
import requests

from oauth_tutorial.client.answer import Answer

SAID = '{"error": "invalid_grant", "error_description": "ungültig"}'


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "application/json"),
        ("utf-8", "text/html"),
        ("utf-8-sig", "application/json"),
        ("iso-8859-1", "application/json; charset=iso-8859-1"),
        ("utf-16", "application/json; charset=utf-16"),
    ],
)
def test_the_description_is_as_the_server_wrote_it(encoding, content_type):
    response = requests.Response()
    response.status_code, response._content = 400, SAID.encode(encoding)
    response.headers["Content-Type"] = content_type
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)

    assert Answer(response).parameters["error_description"] == "ungültig"
