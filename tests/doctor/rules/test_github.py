"""GitHub answers an unknown client_id with its 404 page; in public threads people show it so."""

import pytest
import requests

from oauth_tutorial import diagnose

URL = "https://github.com/login/oauth/authorize?client_id={}&redirect_uri=http%3A%2F%2Flocalhost"
SECRET = "0123456789abcdef0123456789abcdef01234567"


def response(client_id: str) -> requests.Response:
    request = requests.Request("GET", URL.format(client_id)).prepare()
    answer = requests.Response()
    answer.status_code, answer.request, answer.url = 404, request, str(request.url)
    answer.headers["Content-Type"] = "text/html"
    answer._content = b"<title>Page not found</title>"
    return answer


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (["GitHub 404 at /login/oauth/authorize"], "says 404"),
        (["404 on https://github.com/login/oauth/authorize"], "says 404"),
        ([f"It sends me to {URL.format('undefined')} which is a 404."], "client_id is undefined"),
        ([f"Page not found: {URL.format('')}"], "client_id is missing or empty"),
        ([f"404 Client Error: Not Found for url: {URL.format(SECRET)}"], "40 characters long"),
        ([URL.format("None"), "404: This is not the web page you are looking for."], "is none"),
        ([response("Ov23liAAAAAAAAAAAAAA")], "says 404"),
        ([response("")], "client_id is missing or empty"),
    ],
)
def test_the_unknown_client_is_named(given, seen):
    diagnosis = diagnose(*given)

    assert diagnosis.cause == "unknown_client"
    assert "GitHub shows its 404 page" in diagnosis.summary
    assert seen in " ".join(diagnosis.evidence)
    assert SECRET not in repr(diagnosis)


@pytest.mark.parametrize(
    "given",
    [
        "404 Client Error: Not Found for url: https://api.github.com/repos/a/b",
        "GET /callback 404 after the sign-in at GitHub",
        "If the client_id is not known, GitHub's /login/oauth/authorize shows a 404 page.",
        "Open https://github.com/login/oauth/authorize and sign in.",
    ],
)
def test_another_404_is_not(given):
    assert diagnose(given).cause != "unknown_client"
