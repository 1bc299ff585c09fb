"""How a client proves who it is (RFC 6749 §2.3, §3.2.1)."""

import base64

import pytest
import requests

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Clients
from oauth_tutorial.practice.rules.client_authentication import authenticate, read_basic

PRINTSHOP = "printshop:printshop-secret"


def test_the_secret_may_come_by_basic_authentication(ask, code):
    answer = ask(code, auth=("printshop", "printshop-secret"), client_id=None, client_secret=None)

    assert answer.status_code == 200


def test_the_secret_twice_is_refused(ask, code):
    assert ask(code, auth=("printshop", "printshop-secret")).json()["error"] == "invalid_request"


def basic(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "Basic " + base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("header", "read"),
    [
        (basic("printshop:printshop-secret"), ("printshop", "printshop-secret")),
        (basic("printshop:"), ("printshop", "")),
        (basic("a%3Ab:c+d%25"), ("a:b", "c d%")),  # RFC 6749 §2.3.1: form-encoded before
        (basic("a:b:c"), ("a", "b:c")),
        (basic("a:b").replace("Basic", "bAsIc"), ("a", "b")),
        (basic("no colon"), None),
        (basic(b"a:\xff"), None),
        ("Basic a:b", None),
        ("Basic é", None),
        ("Basic YTpié", None),
        ("Basic \ud800", None),
        ("Basic", None),
        ("Bearer YTpi", None),
        (None, None),
    ],
)
def test_client_id_and_secret_are_read_from_the_header(header, read):
    assert read_basic(header) == read


@pytest.mark.parametrize(
    ("authorization", "parameters", "broken"),
    [
        (None, {}, "client_known"),
        (None, {"client_id": "printshop", "client_secret": "guess"}, "client_authenticated"),
        (None, {"client_id": "printshop"}, "client_authenticated"),
        (None, {"client_id": "printshop-public", "client_secret": "x"}, "client_authenticated"),
        (basic("printshop:guess"), {}, "client_authenticated"),
        ("Basic a:b", {"client_id": "printshop"}, "client_authenticated"),
        ("Basic é", {"client_id": "printshop"}, "client_authenticated"),
        (basic("printshop:x"), {"client_secret": "x"}, "one_client_authentication"),
        (
            basic(PRINTSHOP),
            {"client_id": "printshop-public"},
            "client_id_same",
        ),
        (basic("printshop-public:"), {"client_id": "printshop"}, "client_id_same"),
    ],
)
def test_who_has_not_proved_itself_is_refused_by_name(authorization, parameters, broken):
    checks = Checklist()
    with pytest.raises(Refused):
        authenticate(Clients(), authorization, parameters, checks)

    assert checks.failed.name == broken
    assert "guess" not in repr(checks)


@pytest.mark.parametrize(
    ("secret", "hint"), [("guess", "another one"), ("printshop-secret ", "a space or a quote")]
)
def test_a_secret_that_was_pasted_badly_is_told_apart(secret, hint):
    checks = Checklist()
    with pytest.raises(Refused):
        authenticate(Clients(), None, {"client_id": "printshop", "client_secret": secret}, checks)

    assert hint in checks.failed.received


def test_a_public_client_only_names_itself():
    client = authenticate(Clients(), None, {"client_id": "printshop-public"}, Checklist())

    assert client.is_public


def test_who_is_not_known_is_told_what_was_overlooked(photobox):
    """A developer's service was restarted, or the client_id was forgotten."""
    known = {"grant_type": "authorization_code", "client_secret": "x"}
    gone = requests.post(photobox.token_endpoint, known | {"client_id": "client-gone"}, timeout=5)
    without = requests.post(photobox.token_endpoint, known, timeout=5)

    assert "registrations end with the service" in gone.json()["error_description"]
    assert "in an Authorization: Basic header" in without.json()["error_description"]


@pytest.mark.parametrize(
    "path", ["/token", "/par", "/revoke", "/introspect", "/device_authorization"]
)
def test_a_header_of_no_letters_of_base64_is_refused_everywhere(client, path):
    body = {"grant_type": "authorization_code", "token": "x"}
    answer = client.post(path, data=body, headers={"Authorization": "Basic \xe9"})

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="PhotoBox"'


@pytest.mark.parametrize(
    "path", ["/token", "/par", "/revoke", "/introspect", "/device_authorization"]
)
def test_two_names_are_refused_everywhere_and_both_are_said(client, path):
    body = {"grant_type": "authorization_code", "token": "x", "client_id": "printshop-public"}
    answer = client.post(path, data=body, headers={"Authorization": basic(PRINTSHOP)})
    again = client.post(
        path, data=body | {"client_id": "printshop"}, headers={"Authorization": basic(PRINTSHOP)}
    )

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert "'printshop', as the Authorization header" in answer.json["error_description"]
    assert "'printshop-public' in the body" in answer.json["error_description"]
    assert "client that authenticated" not in again.text
