"""What each endpoint says to a body that it cannot use: the RFC's error, a named check, a true log.

Every endpoint meets every kind of body. What an endpoint does not look at is no error there: a
body of GET and DELETE has no meaning (RFC 9110 §9.3.1, §9.3.5), but it is bounded all the same.
"""

import re
import socket
from base64 import b64encode

import pytest
import requests

from tests.flood import WAIT

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FORGED = "\n99. POST /token → 200\r\n\x1b[2J  ✓ \u202e"
PART = b'--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\nprintshop\r\n--x--\r\n'
REGISTERED = "/register/<client>"

OF_FORMS = ["/par", "/token", "/revoke", "/introspect", "/device_authorization"]
PAGES = ["/authorize", "/end_session"]
OF_JSON = [("POST", "/register"), ("PUT", REGISTERED), ("POST", "/api/orders")]
WITHOUT_BODY = [
    ("GET", REGISTERED),
    ("DELETE", REGISTERED),
    ("GET", "/userinfo"),
    ("GET", "/api/photos"),
    ("GET", "/api/me"),
    ("GET", "/authorize"),
    ("GET", "/end_session"),
]
WITH_BODY = [
    *(("POST", path) for path in OF_FORMS + PAGES),
    *OF_JSON,
    ("POST", "/userinfo"),
]
ENDPOINTS = WITH_BODY + WITHOUT_BODY
OTHER_TYPES = {
    "text": (b"client_id=printshop", "text/plain"),
    "json": (b'{"client_id": "printshop"}', JSON),
    "multipart": (PART, "multipart/form-data; boundary=x"),
    "none": (b"client_id=printshop", None),
    "forged": (b"client_id=printshop", FORGED.replace("\r", "").replace("\n", " ")),
}


@pytest.fixture
def send(service, client):
    """Send a body as somebody who may: the answer, and the entry of the log that it made."""
    made = client.post("/register", json={"redirect_uris": ["http://127.0.0.1:1/cb"]}).json
    basic = b64encode(b"printshop:printshop-secret").decode()
    tokens = {REGISTERED: made["registration_access_token"]}

    def token():
        form = {
            "grant_type": "client_credentials",
            "client_id": "printshop-nightly",
            "client_secret": "printshop-nightly-secret",
        }
        return client.post("/token", data=form).json["access_token"]

    def ask(method, path, **sent):
        headers = {}
        if path in OF_FORMS:
            headers["Authorization"] = f"Basic {basic}"
        elif path.startswith("/api"):
            headers["Authorization"] = f"Bearer {tokens.get(path) or token()}"
        elif path in tokens:
            headers["Authorization"] = f"Bearer {tokens[path]}"
        where = path.replace("<client>", made["client_id"])
        number = service.log[-1].number
        answer = client.open(where, method=method, headers=headers, **sent)
        assert answer.headers["X-Request-Id"] == str(service.log[-1].number)
        assert service.log[-1].number > number
        assert is_true(service)
        return answer, service.log[-1]

    return ask


def is_true(service):
    """Whether each line of the log is the service's own."""
    lines = repr(service.log).splitlines()
    shown = [repr(entry).splitlines() for entry in service.log]
    return (
        len(lines) == len(service.log)
        and not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", repr(service.log) + repr(shown))
        and all(line.startswith(("    ", "  ✓ ", "  ✗ ")) for entry in shown for line in entry[1:])
    )


def told(answer):
    """The error code that was told; a page tells it in words."""
    return answer.json.get("error") if answer.is_json else "invalid_request"


def refused(answer, entry, status, error, name):
    assert (answer.status_code, told(answer)) == (status, error)
    assert (entry.checks.failed.name, entry.error) == (name, error)
    assert entry.checks.failed.sentence in repr(entry)


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_a_body_that_is_too_large(send, method, path):
    """RFC 9110 §15.5.14."""
    answer, entry = send(method, path, data=b"a=" + b"x" * 65_536, content_type=FORM)

    refused(answer, entry, 413, "invalid_request", "body_within_bounds")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_body_of_which_half_is_missing(send, method, path):
    """RFC 9112 §8. A server with sockets hands over none: see below."""
    half = {"data": b"client_id=pri", "environ_overrides": {"CONTENT_LENGTH": "1000"}}
    answer, entry = send(method, path, content_type=FORM, **half)

    refused(answer, entry, 400, "invalid_request", "body_whole")


@pytest.mark.parametrize("body", [b"client_id=\xff", b"client_id=%FF", b"%C3=1", b"x=%ED%A0%80"])
@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_form_that_is_no_utf8(send, method, path, body):
    """RFC 6749 App. B. A guessed character would change what a client said."""
    answer, entry = send(method, path, data=body, content_type=FORM)

    refused(answer, entry, 400, "invalid_request", "parameters_are_utf8")


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_a_query_that_is_no_utf8(send, method, path):
    answer, entry = send(method, path, query_string="state=%E9")

    refused(answer, entry, 400, "invalid_request", "parameters_are_utf8")


@pytest.mark.parametrize("text", ["é", "\ufffd", "日本", FORGED])
def test_what_is_utf8_is_read(send, text):
    """The character that stands for an unknown one too, where it was sent itself."""
    answer, entry = send("POST", "/token", data={"grant_type": text})

    assert told(answer) == "unsupported_grant_type"
    assert entry.parameters["grant_type"] == text


@pytest.mark.parametrize(("body", "media_type"), OTHER_TYPES.values(), ids=OTHER_TYPES)
@pytest.mark.parametrize("path", OF_FORMS + PAGES)
def test_a_form_of_another_type(send, path, body, media_type):
    """RFC 6749 §4.1.3, OpenID Connect Core §13.2."""
    answer, entry = send("POST", path, data=body, content_type=media_type)
    name = "parameters_come_as_form" if path in PAGES else "body_is_form"

    refused(answer, entry, 400, "invalid_request", name)


@pytest.mark.parametrize(
    ("body", "media_type", "name"),
    [
        (b'{"redirect_uris": ["http://127.0.0.1:1/cb"]}', "text/plain", "metadata_comes_as_json"),
        (b"redirect_uris=http://127.0.0.1:1/cb", FORM, "metadata_comes_as_json"),
        (PART, "multipart/form-data; boundary=x", "metadata_comes_as_json"),
        (b'{"redirect_uris": ["http', JSON, "metadata_is_json"),
        (b'{"client_name": "\xff"}', JSON, "metadata_is_json"),
        (b"", JSON, "metadata_is_json"),
    ],
)
@pytest.mark.parametrize(("method", "path"), OF_JSON[:2])
def test_metadata_that_cannot_be_read(send, method, path, body, media_type, name):
    """RFC 7591 §3.2.2."""
    answer, entry = send(method, path, data=body, content_type=media_type)

    refused(answer, entry, 400, "invalid_client_metadata", name)


@pytest.mark.parametrize("path", OF_FORMS + PAGES)
@pytest.mark.parametrize("name", ["client_id", "redirect_uri" + FORGED])
def test_a_parameter_twice(send, path, name):
    """RFC 6749 §3.1."""
    known = {"client_id": "printshop", "redirect_uri": "http://127.0.0.1:49152/callback"}
    sent = {"response_type": "code"} | known | {name: ["1", "2"]}
    answer, entry = send("POST", path, data=sent)
    if path == "/authorize":  # it goes on by GET, and is judged there
        query = answer.headers["Location"].partition("?")[2]
        answer, entry = send("GET", path, query_string=query)

    if path == "/authorize" and name != "client_id":  # the client is known: it is told
        assert "error=invalid_request" in answer.headers.get("Location", answer.text)
        assert entry.checks.failed.name == "parameters_once"
    else:
        refused(answer, entry, 400, "invalid_request", "parameters_once")


@pytest.mark.parametrize(
    "sent", [{"data": {"access_token": ["1", "2"]}}, {"query_string": "access_token=1"}]
)
def test_a_token_in_two_places_or_in_the_wrong_one(send, sent):
    """RFC 6750 §2, §3.1."""
    answer, entry = send("POST", "/userinfo", **sent)
    name = "token_sent_once" if "data" in sent else "token_not_in_the_query"

    refused(answer, entry, 400, "invalid_request", name)
    assert 'error="invalid_request"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "path"), [("GET", REGISTERED), ("DELETE", REGISTERED)])
def test_a_body_that_has_no_meaning_is_not_read(send, method, path):
    answer, _ = send(method, path, data=b'{"client_name": ', content_type=JSON)

    assert answer.status_code == (204 if method == "DELETE" else 200)


@pytest.mark.sockets
@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_half_a_body_on_a_socket_is_no_request(photobox, method, path):
    """RFC 9112 §8: it may go without an answer. Nothing is done, and nothing is in the log."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
    port = int(photobox.issuer.rpartition(":")[2])
    heard = len(photobox.log)
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as half:
        half.sendall(f"{head}Content-Length: 1000\r\n\r\nclient_id=pri".encode())
        half.shutdown(socket.SHUT_WR)
        assert half.makefile("rb").read() == b""

    assert len(photobox.log) == heard
    assert requests.get(photobox.jwks_uri, timeout=WAIT).status_code == 200
