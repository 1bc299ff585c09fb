"""The scope parameter (RFC 6749 §3.3)."""

import pytest

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.rules.scope import read_scope


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
