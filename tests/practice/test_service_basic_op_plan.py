"""The basic plan of the OpenID conformance suite, where no other test walks as its module does.

``docs/conformance.md`` has all of its modules. The suite is a client with a secret that proves
itself by HTTP Basic, and without PKCE unless the module is about that.
"""

import json

import pytest
import requests

from tests.practice.browser import answer_of
from tests.practice.conftest import CALLBACK, CHALLENGE, SCOPE, VERIFIER
from tests.practice.judges import part

EVERY_SCOPE = "openid profile email address phone"
NAME = json.dumps({"userinfo": {"name": {"essential": True}}})
HEADER = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}, as the suite signs its request objects


@pytest.fixture
def renew(photobox):
    """Use a refresh token, as PrintShop does unless told otherwise."""

    def send(token, auth=("printshop", "printshop-secret")):
        body = {"grant_type": "refresh_token", "refresh_token": token}
        return requests.post(photobox.token_endpoint, data=body, auth=auth, timeout=5)

    return send


def userinfo(photobox, answer):
    header = {"Authorization": f"Bearer {answer['access_token']}"}
    return requests.get(photobox.userinfo_endpoint, headers=header, timeout=5).json()


@pytest.mark.parametrize(
    "optional",
    [
        {"nonce": None},
        {"display": "page"},
        {"display": "popup"},
        {"ui_locales": "se"},
        {"claims_locales": "se"},
        {"acr_values": "1 2"},
        {"claims": NAME},
        {"extra": "foobar"},
        {"scope": "email profile openid"},
        {"code_challenge": None, "code_challenge_method": None},
    ],
    ids=str,
)
def test_what_is_optional_changes_nothing_for_who_signs_in(alice, openid_url, exchange, optional):
    """oidcc-display-page and the others: the request succeeds, whatever the server makes of it."""
    answer = exchange(alice.code(openid_url(**optional))).json()

    assert part(answer["id_token"], 1)["sub"] == "alice"
    assert set(answer["scope"].split()) == set(SCOPE.split())


def test_every_scope_at_once_gives_every_claim(photobox, alice, openid_url, exchange):
    """oidcc-scope-all; with a code, the claims stand in UserInfo alone (Core §5.4)."""
    answer = exchange(alice.code(openid_url(scope=EVERY_SCOPE))).json()
    asked = {"name", "email", "email_verified", "address", "phone_number", "phone_number_verified"}

    assert asked < set(userinfo(photobox, answer))
    assert asked.isdisjoint(part(answer["id_token"], 1))


def test_a_silent_sign_in_is_about_the_same_person_and_moment(
    photobox, alice, openid_url, exchange
):
    """oidcc-prompt-none-logged-in, oidcc-max-age-10000: sub and auth_time stay."""
    first = exchange(alice.code(openid_url())).json()
    photobox.clock.advance(minutes=2)
    for wish in ({"prompt": "none"}, {"prompt": "none", "max_age": "10000"}):
        back = alice.open(openid_url(**wish)).headers["Location"]
        second = exchange(answer_of(back)["code"]).json()

        for claim in ("sub", "auth_time"):
            assert part(first["id_token"], 1)[claim] == part(second["id_token"], 1)[claim]


def test_max_age_1_signs_in_later(photobox, alice, openid_url, exchange):
    """oidcc-max-age-1: the second sign-in has a later auth_time."""
    first = exchange(alice.code(openid_url())).json()
    photobox.clock.advance(seconds=5)
    second = exchange(alice.code(openid_url(max_age="1"))).json()

    assert part(second["id_token"], 1)["auth_time"] > part(first["id_token"], 1)["auth_time"]


def test_a_code_that_comes_again_after_30_seconds_is_refused(photobox, alice, openid_url, exchange):
    """oidcc-codereuse-30seconds: invalid_grant, and the access token is worth nothing more."""
    code = alice.code(openid_url())
    first = exchange(code).json()
    assert userinfo(photobox, first)["sub"] == "alice"

    photobox.clock.advance(seconds=30)
    again = exchange(code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert "sub" not in userinfo(photobox, first)


@pytest.mark.parametrize("redirect_uri", [CALLBACK, "http://127.0.0.1:49152/bad"])
def test_a_request_object_is_refused_and_its_address_not_used(alice, openid_url, redirect_uri):
    """The two modules about request objects: told apart by where the error may travel."""
    page = alice.open(openid_url(redirect_uri=redirect_uri, request=f"{HEADER}.e30."))

    if redirect_uri == CALLBACK:
        assert answer_of(page.headers["Location"])["error"] == "request_not_supported"
    else:
        assert (page.status_code, "Location" in page.headers) == (400, False)


def test_a_refresh_is_about_the_same_person_and_for_the_same_client(
    photobox, alice, openid_url, exchange, renew
):
    """oidcc-refresh-token: Core §12.2, and the token of one client is nothing to another."""
    wish = {"redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "refresh_token"]}
    other = requests.post(photobox.registration_endpoint, json=wish, timeout=5).json()
    first = exchange(alice.code(openid_url())).json()
    foreign = renew(first["refresh_token"], (other["client_id"], other["client_secret"]))
    second = renew(first["refresh_token"]).json()

    assert (foreign.status_code, foreign.json()["error"]) == (400, "invalid_grant")
    for claim in ("iss", "sub", "aud", "auth_time"):
        assert part(second["id_token"], 1)[claim] == part(first["id_token"], 1)[claim]
    assert second["access_token"] != first["access_token"]


def test_a_client_with_a_secret_may_use_pkce(alice, openid_url, ask):
    """oidcc-ensure-request-with-valid-pkce-succeeds."""
    url = openid_url(code_challenge=CHALLENGE, code_challenge_method="S256")

    assert ask(alice.code(url), code_verifier=VERIFIER).status_code == 200
