"""Answers that are a set of letters: how many are judged right, and not which."""

from collections.abc import Collection, Set

from oauth_tutorial.grading.verdict import Verdict, wrong


def wrong_letters(
    mistake: str | None, given: Set[str], right: Set[str], of: Collection[str]
) -> Verdict:
    """Return the verdict on a set of letters.

    Each letter is in it or not, so who is told which one is wrong is told the answer. The first
    wrong answer says how many are right.

    Args:
        mistake: Of the exercise, or None.
        given: What the learner answered.
        right: What is right.
        of: All letters that the task has.
    """
    count = len(of) - len(given ^ right)
    part = f"{count} of the {len(of)} letters are judged right"
    return wrong(mistake, part=part, expected=sorted(right), received=sorted(given))
