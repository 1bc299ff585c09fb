"""How a person leaves: each rule signs out somebody of its own."""

import pytest

from oauth_tutorial.review.rule import Rule, judged
from oauth_tutorial.review.rules import leaving
from oauth_tutorial.review.stage import Stage
from tests.review.conftest import Hold, Write
from tests.review.mutants import GOOD

EACH = [
    leaving.sign_out_by_post,
    leaving.sign_out_not_forged,
    leaving.session_ended,
    leaving.token_revoked,
]


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.name)
def test_alice_stays(stage: Stage, rule: Rule) -> None:
    assert judged(rule, stage).passed is True
    assert stage.who(stage.alice.visitor) == {"alice"}


def test_who_cannot_leave_is_told(hold: Hold, write: Write) -> None:
    text = GOOD.read_text(encoding="utf-8").replace(
        '{{ "Sign out" if me else "Sign in with PhotoBox" }}',
        '{{ "Order" if me else "Sign in with PhotoBox" }}',
    )
    text = text.replace('"sign-out" if me', '"order" if me')
    names = ("signs_in", *(rule.name for rule in EACH))

    result = hold(write(text), names)

    assert {result[rule.name].sentence for rule in EACH} == {
        "Could not be tried: no page has a way to sign out."
    }
