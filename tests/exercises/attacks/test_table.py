"""The table of notebook 07: who wins against which PrintShop, by the log of PhotoBox."""

import pytest

from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.attacks import (
    ATTACKS,
    PrintShop,
    always_the_same,
    code_interception,
    login_csrf,
    mix_up,
    stolen_refresh_token,
    token_leak,
)
from oauth_tutorial.exercises.attacks.attack import _scene
from oauth_tutorial.exercises.attacks.mallory import Browser

NOTHING = "no request at PhotoBox"
BROKEN_RULE = {  # what PhotoBox itself refuses against the mended client
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
def test_it_leaves_no_trace_in_photobox(attack, photobox):
    attack.run(attack.vulnerable())

    assert not photobox.options.loose_redirect_uri
    assert not photobox.options.misleading_consent
    assert not photobox.clock.moved


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


def test_a_fix_that_keeps_alice_out_is_none():
    verdict = login_csrf.run(PrintShop(check_state=lambda sent, came: False, verifier=None))

    assert repr(verdict) == "PrintShop is broken: Alice cannot see her own photos any more."


def test_pkce_stops_login_csrf_too():
    """RFC 9700 §4.7.1: where PKCE is used, it does the work of state."""
    verdict = login_csrf.run(PrintShop(check_state=lambda sent, came: True))

    assert verdict.rule.name == "code_verifier_present"


def test_mix_up_costs_the_verifier_too(photobox):
    """PKCE does not help: PrintShop sends the code_verifier to EvilBox itself."""
    with _scene(mix_up, mix_up.vulnerable(), photobox) as (site, mallory):
        alice = Browser("alice")
        alice.sign_in(f"{site.login}?with=evilbox")
        alice.close()

        form = next(request.form for request in mallory.received if request.path == "/token")
        assert {"code", "code_verifier"} <= form.keys()


@pytest.mark.parametrize(("in_address", "expected"), [(True, True), (False, False)])
def test_the_token_stands_in_all_three_places(photobox, in_address, expected):
    shop = PrintShop(token_in_address=in_address)
    with _scene(token_leak, shop, photobox) as (site, mallory):
        alice = Browser("alice")
        alice.sign_in(site.login)
        alice.close()
        token = site.newest_tokens["access_token"]
        referers = [request.referer for request in mallory.received]

        places = [referers, site.access_log, alice.history]
        assert [any(token in one for one in place) for place in places] == [expected] * 3


def test_after_the_theft_alice_signs_in_again(photobox):
    """The family is dead, and so is Alice's part of it (RFC 9700 §4.14.2)."""
    stolen_refresh_token.run(stolen_refresh_token.fixed())

    assert not any(
        token.grant.alive for token in photobox.store.refresh_tokens.values() if token.used
    )


def test_catch_up_fills_in_only_what_is_blank(capsys):
    mine = PrintShop(verifier=always_the_same)

    assert code_interception.catch_up(mine) is mine
    assert code_interception.catch_up(PrintShop(verifier=____)) == code_interception.fixed()
    assert capsys.readouterr().out.count("Catch-up") == 1


def test_a_verdict_shows_no_secret(photobox):
    verdict = code_interception.run(code_interception.vulnerable())

    secrets = [*photobox.store.access_tokens, *photobox.store.codes, *photobox.store.refresh_tokens]
    shown = f"{verdict!r} {verdict.entry!r} {PrintShop()!r}"
    assert not any(secret in shown for secret in secrets)


def test_a_verifier_that_was_called_at_once_is_named():
    verdict = code_interception.run(PrintShop(verifier="a-verifier-and-no-function"))

    assert not verdict.shop_works
    assert "verifier is a function, with no () behind it" in repr(verdict)
