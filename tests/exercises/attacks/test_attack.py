"""How an attack is run and judged, and what it leaves behind."""

import pytest
import requests

from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.attacks import (
    ATTACKS,
    PrintShop,
    always_the_same,
    code_injection,
    code_interception,
    login_csrf,
)
from oauth_tutorial.exercises.attacks.attack import _scene
from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire import record

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@each
def test_it_leaves_no_trace_in_photobox(attack, photobox):
    attack.run(attack.vulnerable())

    assert not photobox.options.loose_redirect_uri
    assert not photobox.options.misleading_consent
    assert not photobox.clock.moved


def test_its_two_servers_listen_no_longer_than_it_runs(photobox):
    with _scene(login_csrf, PrintShop(), photobox) as scene:
        addresses = [one.address for one in scene]
        assert [requests.get(one, timeout=5).status_code for one in addresses]

    for address in addresses:
        with pytest.raises(requests.ConnectionError):
            requests.get(address, timeout=5)


def test_a_fix_that_keeps_alice_out_is_none():
    verdict = login_csrf.run(PrintShop(check_state=lambda sent, came: False, verifier=None))

    assert repr(verdict) == "PrintShop is broken: Alice cannot see her own photos any more."


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


def test_mallorys_requests_are_not_printshops(photobox):
    """Each has a lane of its own in the ladder, also where both run in one thread."""
    with record() as log:
        code_injection.run(code_injection.vulnerable())
        code_interception.run(code_interception.vulnerable())
    back = [m for m in ladder(log).messages if m.channel == "back"]
    ours, hers = (
        [m for m in back if (m.sender == "Mallory") is by_her] for by_her in (False, True)
    )

    assert {m.sender for m in ours} == {"PrintShop (you)"}
    assert [m.target for m in hers] == ["/token", "/api/photos"]
    assert any(m.target == "/token" for m in ours)
