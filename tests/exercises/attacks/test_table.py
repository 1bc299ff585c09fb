"""The table of notebook 07: who wins against which PrintShop, by the log of PhotoBox."""

import pytest

from oauth_tutorial.exercises.attacks import (
    ATTACKS,
    PrintShop,
    login_csrf,
    stolen_refresh_token,
)

NOTHING = "no request at PhotoBox"
BROKEN_RULE = {  # what PhotoBox itself refuses against the fixed client
    "Login CSRF": NOTHING,
    "Code interception": "code_verifier_present",
    "Code injection": "code_verifier_right",
    "Replay of a code": "code_unused",
    "Loose redirect URI": "redirect_uri_registered",
    "Mix-up": NOTHING,
    "Leaked token": NOTHING,
    "Stolen refresh token": "refresh_token_unused",
    "Stolen access token": "dpop_scheme",
    "Scope creep": "scope_sufficient",
}
pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@each
def test_it_succeeds_against_the_vulnerable_client(attack):
    verdict = attack.run(attack.vulnerable())

    assert verdict.mallory_wins
    assert repr(verdict).startswith("Mallory wins: ")
    assert attack.proof in verdict.entry.response_body


@each
def test_it_fails_against_the_fixed_client(attack):
    verdict = attack.run(attack.fixed())

    assert repr(verdict).startswith("The attack fails: PhotoBox ")
    assert (verdict.rule.name if verdict.rule else NOTHING) == BROKEN_RULE[attack.name]


@each
def test_it_names_its_sections_and_shows_its_steps(attack):
    assert attack.section_9700.startswith("RFC 9700 §")
    assert attack.section_6819.startswith("RFC 6819 §")
    assert attack.story.count(". ") >= 1
    assert "mallory." in repr(attack)
    assert "def " not in repr(attack)


def test_the_default_client_falls_to_nothing():
    """PrintShop() is the safe one, but for the key of its tokens."""
    assert [a.name for a in ATTACKS if a.run(PrintShop()).mallory_wins] == ["Stolen access token"]


def test_pkce_stops_login_csrf_too():
    """RFC 9700 §4.7.1: where PKCE is used, it does the work of state."""
    verdict = login_csrf.run(PrintShop(check_state=lambda sent, came: True))

    assert verdict.rule.name == "code_verifier_present"


def test_after_the_theft_alice_signs_in_again(photobox):
    """The family is dead, and so is Alice's part of it (RFC 9700 §4.14.2)."""
    stolen_refresh_token.run(stolen_refresh_token.fixed())

    assert not any(
        token.grant.alive for token in photobox.store.refresh_tokens.values() if token.used
    )
