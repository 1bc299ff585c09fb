"""HTTP below the rules: what never reaches them is answered properly, too."""

import logging

import pytest
from werkzeug.test import Client

from oauth_tutorial import practice
from oauth_tutorial.practice.web.http import redirect

METADATA = "/.well-known/oauth-authorization-server"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def service():
    return practice.PhotoBox("http://photobox.example")


@pytest.fixture
def client(service):
    return Client(service.app)


def test_an_unknown_path_is_a_page(client):
    answer = client.get("/nothing")

    assert (answer.status, answer.mimetype) == ("404 Not Found", "text/html")
    assert "<h1>Not Found</h1>" in answer.text


def test_an_unknown_path_of_the_api_is_json(client):
    answer = client.get("/api/nothing")

    assert (answer.status_code, answer.json["error"]) == (404, "invalid_request")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("GET", "/token", "POST"), ("DELETE", "/consent", "GET, HEAD, POST")],
)
def test_another_method_is_told_which_there_are(client, method, path, allow):
    answer = client.open(path, method=method)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allow)


def test_head_is_get_without_a_body(client):
    """The server sends what it gets: a body would be taken for the next answer."""
    head, get = client.head(METADATA), client.get(METADATA)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.data))


def test_a_body_that_is_too_long_is_not_read(service, client):
    answer = client.post("/token", data="a" * 70_000, content_type=FORM)

    assert answer.status_code == 413
    assert service.log[-1].request_body == ""


def test_a_view_that_fails_ends_one_request_and_tells_nothing(service, client, monkeypatch, caplog):
    def fail():
        raise RuntimeError("a secret")

    monkeypatch.setattr(service.keys, "jwks", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/jwks.json")

    assert (answer.status_code, "secret" in answer.text + caplog.text) == (500, False)
    assert "RuntimeError" in caplog.text
    assert service.log[-1].status == 500
    assert client.get(METADATA).status_code == 200


def test_bytes_that_are_no_utf8_are_refused_and_shown(service, client):
    answer = client.post("/token", data=b"grant_type=\xff&client_id=%FF", content_type=FORM)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert service.log[-1].request_body == "grant_type=\ufffd&client_id=%FF"


def test_half_a_character_in_a_name_is_replaced(client):
    """JSON can carry a lone surrogate, UTF-8 cannot."""
    uri = "http://127.0.0.1/callback"
    wish = {"client_name": "a\ud800b", "redirect_uris": [uri], "token_endpoint_auth_method": "none"}
    client_id = client.post("/register", json=wish).json["client_id"]
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": uri,
        "code_challenge": "a" * 43,
        "code_challenge_method": "S256",
    }

    assert "a?b" in client.get("/authorize", query_string=asked).text


def test_a_form_of_another_type_is_no_form(service, client):
    answer = client.post("/token", data={"grant_type": "authorization_code"}, content_type="text/x")

    assert "application/x-www-form-urlencoded" in answer.json["error_description"]
    assert service.log[-1].parameters == {}


def test_the_first_of_two_cookies_counts(service, client):
    """RFC 6265 §5.4: it is the one whose path fits best."""
    client.get("/device")
    (session_id,) = service.store.sessions
    twice = f"{service.cookie}={session_id}; {service.cookie}=another"
    Client(service.app, use_cookies=False).get("/device", headers={"Cookie": twice})

    assert list(service.store.sessions) == [session_id]


def test_the_first_value_counts_and_all_are_kept(service, client):
    client.post("/token", data="a=1&b=&a=2%263", content_type=FORM)

    assert service.log[-1].parameters == {"a": "1", "b": ""}
    assert service.log[-1].request_body == "a=1&b=&a=2%263"


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("http://[::1]:1/cb?a=%20&b=c+d", "http://[::1]:1/cb?a=%20&b=c+d"),
        ("http://127.0.0.1/\r\nSet-Cookie: a=b", "http://127.0.0.1/%0D%0ASet-Cookie:%20a=b"),
        ("http://127.0.0.1/é", "http://127.0.0.1/%C3%A9"),
    ],
)
def test_a_location_is_one_line_of_ascii(location, sent):
    assert redirect(location).headers["Location"] == sent
