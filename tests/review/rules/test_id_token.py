"""A fault of an ID token is there for one sign-in, and a shared address for one check."""

import pytest

from oauth_tutorial.review.rule import Rule, judged
from oauth_tutorial.review.rules import id_token
from oauth_tutorial.review.stage import Stage

EACH = [
    id_token.id_token_nonce,
    id_token.id_token_audience,
    id_token.id_token_issuer,
    id_token.id_token_algorithm,
    id_token.id_token_expiry,
    id_token.people_apart,
    id_token.person_is_sub,
]


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.name)
def test_afterwards_the_service_is_as_before(stage: Stage, rule: Rule) -> None:
    assert judged(rule, stage).passed is True
    assert not stage.photobox.faults
    assert stage.photobox.options.same_email is False
    assert stage.who(stage.come_back_from("bob")) == {"bob"}


def test_an_app_that_never_sees_an_address_says_so(stage: Stage) -> None:
    assert judged(id_token.person_is_sub, stage).evidence == "the app never sees an e-mail address"
