"""HTTP below the rules: what never reaches them is answered properly, too."""

import logging

import pytest
import requests

METADATA = "/.well-known/oauth-authorization-server"
FORM = "application/x-www-form-urlencoded"


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
    said = "A body may have at most 65,536 bytes here, but 70,000 were sent. Send less."
    assert answer.json["error_description"] == said
    assert service.log[-1].request_body == ""


def test_a_page_that_is_sent_too_much_says_so(client):
    answer = client.post("/sign-in", data="a" * 70_000, content_type=FORM)

    assert answer.status_code == 413
    assert "<h1>Too much was sent</h1>" in answer.text
    assert "at most 65,536 bytes" in answer.text


def test_a_view_that_fails_ends_one_request_and_tells_nothing(service, client, monkeypatch, caplog):
    def fail():
        raise RuntimeError("a secret")

    monkeypatch.setattr(service.keys, "jwks", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/jwks.json")

    assert (answer.status_code, "secret" in answer.text + caplog.text) == (500, False)
    assert "RuntimeError" in caplog.text
    assert "PhotoBox failed" in answer.text
    assert "Send it again" in answer.text
    assert service.log[-1].status == 500
    assert client.get(METADATA).status_code == 200


def test_bytes_that_are_no_utf8_are_refused_and_shown(service, client):
    answer = client.post("/token", data=b"grant_type=\xff&client_id=%FF", content_type=FORM)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert service.log[-1].request_body == "grant_type=\ufffd&client_id=%FF"


def test_the_first_value_counts_and_all_are_kept(service, client):
    client.post("/token", data="a=1&b=&a=2%263", content_type=FORM)

    assert service.log[-1].parameters == {"a": "1", "b": ""}
    assert service.log[-1].request_body == "a=1&b=&a=2%263"


def test_body_that_is_too_long_is_refused_and_logged(photobox):
    """RFC 9110 §15.5.14: 413, in the form that the endpoint's errors have."""
    response = requests.post(photobox.token_endpoint, data={"code": "x" * 100_000}, timeout=5)

    assert (response.status_code, response.json()["error"]) == (413, "invalid_request")
    assert (photobox.log[-1].status, photobox.log[-1].parameters) == (413, {})
