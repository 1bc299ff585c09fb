"""What each scope lets a client know (OpenID Connect Core §5.3, §5.4)."""

import re

import pytest
import requests

from oauth_tutorial.practice.rules.claims import CLAIMS, claims_about, one_or_all
from tests.practice.conftest import SCOPE
from tests.practice.judges import part


def userinfo(photobox, access_token, method="GET"):
    header = {"Authorization": f"Bearer {access_token}"}
    return requests.request(method, photobox.userinfo_endpoint, headers=header, timeout=5)


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", {"sub"}),
        ("openid profile", {"sub", "name", "preferred_username"}),
        ("openid email", {"sub", "email", "email_verified"}),
        ("openid address", {"sub", "address"}),
        ("openid phone", {"sub", "phone_number", "phone_number_verified"}),
        ("openid offline_access", {"sub"}),
        (SCOPE, {"sub", "name", "preferred_username", "email", "email_verified"}),
    ],
)
def test_userinfo_gives_what_the_scopes_allow(photobox, alice, openid_url, exchange, scope, claims):
    """Core §5.4; §5.3.2: sub MUST always be there."""
    token = exchange(alice.code(openid_url(scope=scope))).json()

    assert set(userinfo(photobox, token["access_token"]).json()) == claims


def test_userinfo_is_about_the_same_person(photobox, token):
    """Core §5.3.2: sub MUST be the one of the ID token; §5.3.1: GET and POST."""
    answers = [userinfo(photobox, token["access_token"], method) for method in ("GET", "POST")]

    assert {answer.json()["sub"] for answer in answers} == {part(token["id_token"], 1)["sub"]}


def test_a_word_that_is_no_scope_of_claims_adds_nothing():
    assert claims_about("bob", ["openid", "photos.read"]) == {"sub": "bob"}
    assert claims_about("bob", ["photos.read"]) == {}


def test_the_metadata_list_every_claim_that_is_given(token):
    about = claims_about("alice", [*SCOPE.split(" "), "address", "phone"])

    assert {*about, *part(token["id_token"], 1)} == set(CLAIMS)


def test_one_audience_is_a_string_and_two_are_a_list():
    """RFC 7519 §4.1.3."""
    assert one_or_all(("a",)) == "a"
    assert one_or_all(("a", "b")) == ["a", "b"]


@pytest.mark.parametrize("username", ["alice", "bob"])
def test_an_address_is_an_object_and_a_phone_number_can_be_dialled(username):
    """Core §5.1.1; §5.1: E.164."""
    about = claims_about(username, ["openid", "address", "phone"])
    address = about["address"]

    parts = [address[name] for name in ("street_address", "locality", "postal_code", "country")]
    assert address["formatted"] == "\n".join(parts)
    assert re.fullmatch(r"\+[0-9]{8,15}", about["phone_number"])
