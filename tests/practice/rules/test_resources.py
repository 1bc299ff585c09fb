"""RFC 8707: a token for one resource server opens nothing at another."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from oauth_tutorial.practice.rules.resources import ARCHIVE
from tests.practice.judges import part


def get(photobox, token, path="me"):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/{path}", headers=headers, timeout=5)


@pytest.fixture
def both(photobox, alice, authorization_url):
    """A code for the photo API and the archive."""
    url = authorization_url(resource=photobox.api) + f"&resource={ARCHIVE}"
    return alice.code(url)


def test_without_resource_the_token_is_for_the_photo_api(photobox, ask, alice, authorization_url):
    token = ask(alice.code(authorization_url())).json()

    assert get(photobox, token["access_token"]).status_code == 200


def test_a_token_for_the_archive_is_refused_by_the_photo_api(photobox, ask, introspect, both):
    token = ask(both, resource=ARCHIVE).json()["access_token"]
    answer = get(photobox, token)

    assert introspect(token).json()["aud"] == ARCHIVE
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert photobox.log.last("/api/me").checks.failed.name == "token_for_this_api"


def test_the_refresh_token_reaches_every_resource_of_the_grant(photobox, ask, introspect, both):
    first = ask(both, resource=ARCHIVE).json()
    renewed = ask(
        grant_type="refresh_token", refresh_token=first["refresh_token"], resource=photobox.api
    ).json()

    assert introspect(renewed["access_token"]).json()["aud"] == photobox.api
    assert introspect(renewed["refresh_token"]).json()["aud"] == [photobox.api, ARCHIVE]


@pytest.mark.parametrize(
    ("resource", "check"),
    [
        ("https://elsewhere.example", "resource_known"),
        ("archive", "resource_absolute"),
        (f"{ARCHIVE}#part", "resource_absolute"),
        ("https://[broken", "resource_absolute"),
    ],
)
def test_an_unknown_resource_travels_back_as_invalid_target(
    photobox, alice, authorization_url, resource, check
):
    page = alice.open(authorization_url(resource=resource))

    assert parse_qs(urlsplit(page.headers["Location"]).query)["error"] == ["invalid_target"]
    assert photobox.log[-1].checks.failed.name == check


def test_a_resource_beyond_the_grant_is_refused_and_the_code_lives(
    photobox, ask, alice, authorization_url
):
    code = alice.code(authorization_url())
    answer = ask(code, resource=ARCHIVE)

    assert answer.json()["error"] == "invalid_target"
    assert photobox.log.last("/token").checks.failed.name == "resource_granted"
    assert ask(code).status_code == 200


def test_client_credentials_take_a_resource(nightly, introspect):
    assert introspect(nightly(resource=ARCHIVE).json()["access_token"]).json()["aud"] == ARCHIVE
    assert nightly(resource="https://elsewhere.example").json()["error"] == "invalid_target"


TOOLS = "http://127.0.0.1:4714/mcp"


def test_a_resource_of_ones_own_gets_tokens_of_its_own(
    photobox, ask, alice, authorization_url, introspect, monkeypatch
):
    """RFC 8707 §2; RFC 9068 §2.2: a token that is a JWT names it as well."""
    refused = alice.open(authorization_url(resource=TOOLS)).headers["Location"]
    monkeypatch.setattr(photobox, "resources", (TOOLS,))
    answer = ask(alice.code(authorization_url(resource=TOOLS)), resource=TOOLS).json()

    assert "error=invalid_target" in refused
    assert introspect(answer["access_token"]).json()["aud"] == TOOLS
    assert get(photobox, answer["access_token"]).status_code == 401
    photobox.options.jwt_access_tokens = True
    renewed = ask(grant_type="refresh_token", refresh_token=answer["refresh_token"]).json()
    assert part(renewed["access_token"], 1)["aud"] == TOOLS
    assert ask(None, grant_type="refresh_token", refresh_token=renewed["refresh_token"],
        resource=photobox.api).json()["error"] == "invalid_target"  # fmt: skip


def test_a_service_asks_for_a_resource_of_ones_own(photobox, nightly, introspect, monkeypatch):
    monkeypatch.setattr(photobox, "resources", (TOOLS,))

    assert introspect(nightly(resource=TOOLS).json()["access_token"]).json()["aud"] == TOOLS
