"""The scope parameter (RFC 6749 §3.3)."""

import pytest
import requests

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.scopes import API_SCOPES, PERSON_SCOPES, SCOPES
from oauth_tutorial.practice.rules.scope import read_scope
from oauth_tutorial.practice.web.pages import HARMLESS_WORDS


def test_a_request_without_scope_gets_the_default(ask, alice, authorization_url):
    assert ask(alice.code(authorization_url(scope=None))).json()["scope"] == "photos.read"


def test_no_person_can_allow_the_scope_of_a_service(alice, authorization_url):
    location = alice.open(authorization_url(scope="shop.report")).headers["Location"]

    assert "error=invalid_scope" in location


ALLOWED = ("photos.read", "orders.write", "openid")


def read(scope, checks=None):
    checks = Checklist() if checks is None else checks
    return read_scope(scope, allowed=ALLOWED, default=("photos.read",), checks=checks)


def test_each_word_counts_once_and_their_order_is_kept():
    assert read("openid photos.read openid") == ("openid", "photos.read")
    assert read(None) == ("photos.read",)


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ("photos.read,openid", "'photos.read,openid'"),
        ("photos.read  openid", "''"),
        ("photos.read\topenid", r"'photos.read\topenid'"),
        ("Photos.read", "'Photos.read'"),
        ("photos.read shop.report x", "'shop.report'"),
        ("", "''"),
    ],
)
def test_the_first_unknown_word_is_named(scope, named):
    checks = Checklist()
    with pytest.raises(Refused) as refused:
        read(scope, checks)

    assert refused.value.error == "invalid_scope"
    assert checks.failed.received == named


def test_with_openid_a_word_that_nobody_knows_is_left_out(ask, alice, authorization_url):
    """OpenID Connect Core §3.1.2.1: it SHOULD be ignored; RFC 6749 §5.1: what is left is said."""
    page = alice.sign_in(authorization_url(scope="openid shop.report photos.read groups"))
    back = alice.submit(page, decision="approve")

    assert "groups" not in page.text
    assert "shop.report" not in page.text
    code = back.headers["Location"].partition("code=")[2].partition("&")[0]
    assert ask(code).json()["scope"] == "openid photos.read"


@pytest.mark.parametrize("scope", ["openid  photos.read", "openid x\ty", 'openid "x"', "openid "])
def test_with_openid_what_is_no_word_is_refused(scope):
    with pytest.raises(Refused):
        read(scope)


def test_unknown_words_count_where_openid_is_no_scope_of_the_client():
    with pytest.raises(Refused) as refused:
        read_scope("openid groups", allowed=("photos.read",), default=(), checks=Checklist())

    assert refused.value.error == "invalid_scope"


def test_a_device_may_ask_for_more_than_there_is(begin, photobox, alice, poll):
    codes = begin(scope="openid groups").json()
    page = alice.enter(photobox.verification_uri, codes["user_code"])
    alice.submit(page, decision="approve")

    assert poll(codes).json()["scope"] == "openid"
    assert begin(scope="photos.read groups").json()["error"] == "invalid_scope"


def test_every_scope_that_a_person_can_allow_has_words_and_is_listed(photobox):
    url = f"{photobox.issuer}/.well-known/oauth-authorization-server"

    assert requests.get(url, timeout=5).json()["scopes_supported"] == list(PERSON_SCOPES)
    assert set(HARMLESS_WORDS) == set(SCOPES) == set(PERSON_SCOPES)
    assert "shop.report" not in PERSON_SCOPES
    assert set(API_SCOPES) < set(PERSON_SCOPES)
