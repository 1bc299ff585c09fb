"""Pushed authorization requests, RFC 9126 §2. Each MUST is named in the docstring of its test."""

from base64 import urlsafe_b64decode
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup

from tests.practice.conftest import CALLBACK


@pytest.fixture
def push(photobox):
    """Push an authorization request, as PrintShop does; None leaves a parameter out."""

    def send(auth=("printshop", "printshop-secret"), **changes):
        body = {
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "photos.read",
            "state": "xyz",
        } | changes
        body = {name: value for name, value in body.items() if value is not None}
        return requests.post(
            photobox.pushed_authorization_request_endpoint, data=body, auth=auth, timeout=5
        )

    return send


@pytest.fixture
def reference(photobox):
    """Make the address that the browser opens."""

    def build(request_uri, client_id="printshop", **more):
        query = {"client_id": client_id, "request_uri": request_uri} | more
        return f"{photobox.authorization_endpoint}?{urlencode(query)}"

    return build


def test_a_pushed_request_gives_a_reference(push):
    """§2.2: 201 with request_uri and expires_in; the reference cannot be guessed."""
    answer = push()

    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["expires_in"] == 60
    assert answer.json()["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    assert push().json()["request_uri"] != answer.json()["request_uri"]


def test_the_reference_completes_the_flow(alice, push, reference, exchange):
    """§4: what was pushed counts, and not what the browser carries besides."""
    url = reference(push().json()["request_uri"], scope="orders.write", state="mallory")
    answer = parse_qs(urlsplit(alice.decide(url)).query)
    token = exchange(answer["code"][0]).json()

    assert answer["state"] == ["xyz"]
    assert token["scope"] == "photos.read"


def test_the_browser_cannot_read_what_was_pushed(alice, push, reference):
    """§1: not in the form of the sign-in page either, which carries the request."""
    page = alice.open(reference(push(state="a secret state").json()["request_uri"]))
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "request"})

    for part in str(field["value"]).split("."):
        assert b"a secret state" not in urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.mark.parametrize(
    ("auth", "changes", "status", "error", "check"),
    [
        (("printshop", "guess"), {}, 401, "invalid_client", "client_authenticated"),
        (None, {"client_id": "printshop"}, 401, "invalid_client", "client_authenticated"),
        (None, {"client_id": "printshop-public"}, 400, "invalid_request", "code_challenge_present"),
        (..., {"request_uri": "urn:x"}, 400, "invalid_request", "request_uri_absent"),
        (..., {"client_id": "printshop-public"}, 400, "invalid_request", "client_id_same"),
        (..., {"redirect_uri": "https://evil.example/"}, 400, "invalid_request", None),
        (..., {"response_type": "token"}, 400, "unsupported_response_type", None),
        (..., {"scope": "everything"}, 400, "invalid_scope", "scope_known"),
        (..., {"request": "a.b.c"}, 400, "request_not_supported", "request_absent"),
    ],
)
def test_the_request_is_judged_before_the_browser_sees_it(
    photobox, push, auth, changes, status, error, check
):
    """§2.1: authenticate the client, reject request_uri, validate as for a browser."""
    answer = push(**({} if auth is ... else {"auth": auth}), **changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    if check:
        assert photobox.log.last("/par").checks.failed.name == check


def test_only_post_is_taken(photobox):
    """§2.3: 405 for any other method."""
    url = photobox.pushed_authorization_request_endpoint

    assert requests.get(url, timeout=5).status_code == 405


def test_a_reference_works_once(alice, push, reference):
    """§2.2, §7.3: one use."""
    url = reference(push().json()["request_uri"])
    first, second = alice.open(url), alice.open(url)

    assert (first.status_code, second.status_code) == (200, 400)
    assert "invalid_request_uri" in second.text


def test_a_reference_lives_a_minute(photobox, alice, push, reference):
    """§2.2: it expires."""
    url = reference(push().json()["request_uri"])
    photobox.clock.advance(seconds=61)

    assert alice.open(url).status_code == 400
    assert photobox.log[-1].checks.failed.name == "request_uri_known"


def test_a_reference_belongs_to_its_client(photobox, alice, push, reference):
    """§2.2: request_uri MUST be bound to the client that posted it."""
    page = alice.open(reference(push().json()["request_uri"], client_id="printshop-public"))

    assert page.status_code == 400
    assert photobox.log[-1].checks.failed.name == "request_uri_of_this_client"


def test_a_foreign_reference_is_not_fetched(photobox, alice, authorization_url):
    """OpenID Connect Core §6.2: request_uri_not_supported, and no request goes out."""
    location = alice.open(authorization_url(request_uri="https://evil.example/r")).headers

    assert "error=request_uri_not_supported" in location["Location"]


def test_the_service_can_insist_on_it(photobox, alice, authorization_url, push, reference):
    """§5: require_pushed_authorization_requests, in the metadata and in effect."""
    metadata_url = f"{photobox.issuer}/.well-known/oauth-authorization-server"

    def required():
        document = requests.get(metadata_url, timeout=5).json()
        return document["require_pushed_authorization_requests"]

    assert required() is False
    photobox.options.require_par = True
    location = alice.open(authorization_url()).headers["Location"]

    assert required() is True
    assert "error=invalid_request" in location
    assert photobox.log.last("/authorize").checks.failed.name == "request_pushed"
    assert "code=" in alice.decide(reference(push().json()["request_uri"]))
