"""What a rule makes of an app: passed, failed, not tried, or not for this app."""

from typing import Any

import pytest

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rule import Rule, judged, not_tried, rule
from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict


class Quiet:
    """A stage on which nobody was turned away."""

    times_turned_away = 0

    def mark(self) -> int:
        """Nothing has happened."""
        return 0


STAGE: Any = Quiet()


def made(outcome: Verdict | Exception) -> Rule:
    @rule(
        "a_rule",
        group=Group.PAGES,
        section="RFC 6749 §1",
        good="Good.",
        bad="Bad.",
        flask="f",
        express="e",
    )
    def look(stage: object) -> Verdict:
        assert stage is STAGE
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return look


def test_passed_needs_no_advice() -> None:
    check = judged(made(Verdict(True, "seen")), STAGE)

    assert (check.name, check.passed, check.sentence) == ("a_rule", True, "Good.")
    assert (check.evidence, check.flask, check.express) == ("seen", "", "")


def test_failed_says_what_helps() -> None:
    check = judged(made(Verdict(False)), STAGE)

    assert (check.passed, check.sentence, check.section) == (False, "Bad.", "RFC 6749 §1")
    assert (check.flask, check.express) == ("f", "e")


@pytest.mark.parametrize(
    ("reason", "applies", "sentence"),
    [
        (CannotTry("nobody came"), True, "Could not be tried: nobody came."),
        (DoesNotApply("it has none"), False, "Does not apply: it has none."),
    ],
)
def test_neither_passed_nor_failed(reason: Exception, applies: bool, sentence: str) -> None:
    check = judged(made(reason), STAGE)

    assert (check.passed, check.applies, check.sentence) == (None, applies, sentence)
    assert check.flask == ""


def test_another_error_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        judged(made(ZeroDivisionError()), STAGE)


def test_not_tried() -> None:
    assert not_tried(made(Verdict(True)), "no time").sentence == "Could not be tried: no time."
