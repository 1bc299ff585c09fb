"""What the service is made to do, it does for one check alone."""

import pytest

from oauth_tutorial.review.rule import Rule, judged
from oauth_tutorial.review.rules import trouble
from oauth_tutorial.review.stage import Stage
from tests.review.conftest import Hold, Write
from tests.review.mutants import GOOD

EACH = [
    trouble.token_endpoint_refuses,
    trouble.token_endpoint_broken,
    trouble.token_endpoint_gone,
    trouble.scope_narrowed,
    trouble.api_broken,
    trouble.api_refuses,
    trouble.token_expired,
    trouble.refresh_token_kept,
]


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.name)
def test_afterwards_the_service_is_as_before(stage: Stage, rule: Rule) -> None:
    _ = stage.alice
    before = stage.photobox.clock.now()

    assert judged(rule, stage).passed is True
    assert not stage.photobox.faults
    assert stage.photobox.clock.now() - before < 3600
    assert stage.who(stage.come_back_from("bob")) == {"bob"}


def test_a_token_that_was_renewed_is_told_from_one_that_was_not(stage: Stage) -> None:
    assert judged(trouble.token_expired, stage).evidence == "renewed"


def test_a_renewal_that_is_answered_with_html_leads_to_a_page(hold: Hold, write: Write) -> None:
    text = GOOD.read_text(encoding="utf-8").replace(
        'old | read(answer, "access_token")', "old | answer.json()"
    )

    result = hold(write(text), ("signs_in", "token_expired", "api_refuses"))

    assert (result["signs_in"].passed, result["api_refuses"].passed) == (True, True)
    assert result["token_expired"].passed is False
    assert result["token_expired"].evidence.startswith("HTML in answer to a renewal: ")


def test_an_app_that_asks_no_api_has_none_that_fails(hold: Hold, write: Write) -> None:
    text = GOOD.read_text(encoding="utf-8").replace(
        '    token, photos = here["token"]',
        '    return show(me=here["me"])\n    token, photos = here["token"]',
    )
    names = ("signs_in", "api_broken", "api_refuses", "token_expired", "refresh_token_kept")

    result = hold(write(text), names)

    assert result["signs_in"].passed is True
    assert {result[name].applies for name in names[1:4]} == {False}
    assert result["refresh_token_kept"].sentence == "Does not apply: the app renews no token."


def test_an_app_that_asks_for_one_scope(hold: Hold, write: Write) -> None:
    text = GOOD.read_text(encoding="utf-8").replace("openid profile photos.read", "openid")

    result = hold(write(text), ("signs_in", "scope_narrowed"))

    assert result["scope_narrowed"].sentence == (
        "Does not apply: the app asks for only one scope, which a person allows or not."
    )
