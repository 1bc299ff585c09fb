"""The unsafe options are off, say so when they are on, and do what an attacker hopes for."""

import dataclasses

import pytest
import requests

from oauth_tutorial.practice.model.people import SHARED_EMAIL
from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK, SCOPE


@pytest.mark.parametrize("name", ["loose_redirect_uri", "misleading_consent", "require_par"])
def test_every_option_is_off(photobox, name):
    assert getattr(photobox.options, name) is False


def test_an_option_that_does_not_exist_is_an_error(photobox):
    with pytest.raises(AttributeError):
        photobox.options.no_such_option = True


def test_each_option_has_a_safe_default(photobox):
    """What differs between providers has PhotoBox's own way; all else is off."""
    own = {
        "pkce": "default",
        "pkce_methods": ("S256",),
        "refresh": "always",
        "refresh_rotates": True,
        "refresh_returned": True,
        "send_iss": True,
        "response_mode": "query",
    }
    for field in dataclasses.fields(photobox.options):
        value = getattr(photobox.options, field.name)
        assert value == own[field.name] if field.name in own else not value


@pytest.mark.parametrize(
    "redirect_uri",
    [CALLBACK + "/../elsewhere", CALLBACK + ".evil", CALLBACK + "?next=http://127.0.0.1:1/"],
)
def test_a_loose_redirect_uri_is_taken_only_in_the_unsafe_mode(
    photobox, alice, authorization_url, redirect_uri
):
    """RFC 9700 §4.1: what a prefix match lets through."""
    url = authorization_url(redirect_uri=redirect_uri)
    assert alice.open(url).status_code == 400

    photobox.options.loose_redirect_uri = True
    page = alice.open(url)

    assert page.status_code == 200
    assert "Unsafe mode" in page.text
    assert "redirect_uri_begins_registered" in [c.name for c in photobox.log[-1].checks]


@pytest.mark.parametrize("redirect_uri", ["https://evil.example/callback", "not a URL", "http://["])
def test_the_loose_mode_still_refuses_another_host(
    photobox, alice, authorization_url, redirect_uri
):
    photobox.options.loose_redirect_uri = True

    assert alice.open(authorization_url(redirect_uri=redirect_uri)).status_code == 400


def test_one_address_for_everybody(photobox, alice, authorization_url, exchange):
    """OpenID Connect Core §5.7: an e-mail address names nobody."""
    photobox.options.same_email = True
    bob = Person("bob", "builder")
    seen = []
    for person in (alice, bob):
        code = person.code(authorization_url(scope=SCOPE))
        bearer = {"Authorization": f"Bearer {exchange(code).json()['access_token']}"}
        seen.append(requests.get(photobox.userinfo_endpoint, headers=bearer, timeout=5).json())
    bob.close()

    assert {one["email"] for one in seen} == {SHARED_EMAIL}
    assert len({one["sub"] for one in seen}) == 2


def test_who_did_not_ask_for_an_address_gets_none(photobox, alice, authorization_url, exchange):
    photobox.options.same_email = True
    code = alice.code(authorization_url(scope="openid"))
    bearer = {"Authorization": f"Bearer {exchange(code).json()['access_token']}"}

    userinfo = requests.get(photobox.userinfo_endpoint, headers=bearer, timeout=5).json()

    assert "email" not in userinfo


def test_a_function_of_ones_own_compares_redirect_uris(photobox, alice, authorization_url):
    """It is given both without their loopback ports, and the page says that it is no safe mode."""
    given = []

    def compare(registered, asked):
        given.append((registered, asked))
        return asked.endswith("/mine")

    photobox.options.compare_redirect_uri = compare
    taken = alice.open(authorization_url(redirect_uri="http://127.0.0.1:8123/mine"))
    rule = next(c for c in photobox.log[-1].checks if c.name == "redirect_uri_registered")
    refused = alice.open(authorization_url(redirect_uri=CALLBACK))

    assert (taken.status_code, refused.status_code) == (200, 400)
    assert "Unsafe mode" in taken.text
    assert "by the function that compares them" in rule.sentence
    assert given[0] == ("http://127.0.0.1/callback", "http://127.0.0.1/mine")
