"""A verdict says what was seen, or nothing."""

from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict


def test_a_verdict_says_nothing_more_by_itself() -> None:
    assert Verdict(True) == Verdict(True, "")


def test_the_two_reasons_are_two() -> None:
    assert not issubclass(CannotTry, DoesNotApply)
    assert not issubclass(DoesNotApply, CannotTry)
