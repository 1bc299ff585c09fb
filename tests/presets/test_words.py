"""Facts as sentences."""

from dataclasses import replace

import pytest

from oauth_tutorial import presets
from oauth_tutorial.presets.words import (
    auth_rule,
    field_of,
    menu,
    redirect_rule,
    refresh_rule,
    said,
    span,
)

GITHUB, SLACK = presets.load("github"), presets.load("slack")


def test_the_redirect_rule_says_what_is_taken_and_what_is_not():
    assert redirect_rule(SLACK.redirect).startswith("it must be https")
    exact = replace(GITHUB.redirect, loopback="exact", hosts=("localhost",), query=False)
    said = redirect_rule(exact)
    for part in (
        "match exactly",
        "accepted for localhost",
        "not for 127.0.0.1",
        "not have a query",
        "up to 10",
    ):
        assert part in said


def test_how_an_app_authenticates():
    assert auth_rule(GITHUB.app("web")) == "client_secret in the body or HTTP Basic"
    assert auth_rule(GITHUB.app("device")) == "no secret"


def test_when_there_is_a_refresh_token():
    assert refresh_rule(None) == "There is no refresh token."
    assert "the scope offline_access" in refresh_rule(GITHUB.refresh)
    assert "replaced" in refresh_rule(GITHUB.refresh)
    always = replace(GITHUB.refresh, when={}, setting="", rotates=False)
    assert refresh_rule(always) == "You always get a refresh token. It stays the same."


def test_the_form_is_named_by_its_own_words():
    assert menu(GITHUB).endswith("OAuth Apps → New OAuth App")
    assert field_of(GITHUB, "redirect_uri").label == "Authorization callback URL"
    assert field_of(SLACK, "device") is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 second"), (90, "90 seconds"), (60, "1 minute"), (7200, "2 hours"), (86400, "1 day")],
)
def test_a_span_is_said_in_the_largest_unit(seconds, said):
    assert span(seconds) == said


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("token.seconds", 0, "it does not expire"),
        ("refresh.seconds", 7200, "2 hours"),
        ("errors.status", 0, "the RFC's"),
        ("errors.status", 200, None),
        ("refresh.rotates", True, None),
        ("redirect.loopback", "none", "https only"),
        ("token.headers", {"Accept": "*"}, None),
    ],
)
def test_a_value_is_said_in_words(path, value, words):
    assert said(path, value) == words
