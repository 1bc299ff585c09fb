"""Who sends a code_challenge, and how it is verified: options, without any personality."""

import pytest

from tests.practice.browser import answer_of
from tests.practice.conftest import CHALLENGE, VERIFIER
from tests.practice.played import HEX

SENT = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


def failed(photobox):
    check = photobox.log[-1].checks.failed
    return check.name if check else ""


@pytest.mark.parametrize(
    ("pkce", "client_id", "sent", "broken"),
    [
        ("default", "printshop", False, ""),
        ("default", "printshop-public", False, "code_challenge_present"),
        ("required", "printshop", False, "code_challenge_present"),
        ("required", "printshop", True, ""),
        ("supported", "printshop-public", False, ""),
        ("refused", "printshop", True, "code_challenge_absent"),
        ("refused", "printshop-public", False, ""),
        ("ignored", "printshop-public", False, ""),
    ],
)
def test_who_sends_a_challenge(photobox, alice, authorization_url, pkce, client_id, sent, broken):
    photobox.options.pkce = pkce
    alice.open(authorization_url(client_id=client_id, **(SENT if sent else {})))

    assert failed(photobox) == broken


def test_where_it_is_ignored_any_verifier_will_do(photobox, alice, authorization_url, ask):
    photobox.options.pkce = "ignored"
    code = answer_of(alice.decide(authorization_url(**SENT)))["code"]

    assert ask(code, code_verifier="nonsense").status_code == 200


@pytest.mark.parametrize(
    ("methods", "challenge", "method", "good"),
    [
        (("S256", "plain"), VERIFIER, "plain", True),
        (("S256", "plain"), VERIFIER, None, True),
        (("S256", "plain"), CHALLENGE, "S256", True),
        (("S256",), VERIFIER, "plain", False),
        (("hex",), HEX, "S256", True),
        (("hex",), CHALLENGE, "S256", False),
    ],
)
def test_how_a_challenge_is_made(
    photobox, alice, authorization_url, ask, methods, challenge, method, good
):
    photobox.options.pkce_methods = methods
    url = authorization_url(code_challenge=challenge, code_challenge_method=method)
    if not good:
        alice.open(url)
        assert failed(photobox).startswith("code_challenge_")
        return
    code = answer_of(alice.decide(url))["code"]

    assert ask(code, code_verifier="A" * 43).json()["error"] == "invalid_grant"
    assert ask(code, code_verifier=VERIFIER).status_code == 200
