"""The groups of checks are in order, the most harmful first."""

from dataclasses import FrozenInstanceError

import pytest

from oauth_tutorial.review.check import Check, Group
from oauth_tutorial.review.rules.table import RULES


def test_the_groups_are_questions_in_order() -> None:
    assert [group.name for group in Group][:2] == ["SESSION", "PERSON"]
    assert {rule.group for rule in RULES} == {*Group}


def test_a_check_is_not_changed_after_it() -> None:
    check = Check(name="a", group=Group.PAGES, passed=None, sentence="b", section="c")

    with pytest.raises(FrozenInstanceError):
        check.passed = True  # type: ignore[misc]
    assert (check.applies, check.evidence, check.flask, check.express) == (True, "", "", "")
