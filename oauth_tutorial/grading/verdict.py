"""What a judge says of an answer."""

from dataclasses import dataclass

from oauth_tutorial.grading.difference import Difference, difference


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge returns; made by :func:`right` and :func:`wrong`."""

    right: bool
    mistake: str | None = None
    text: str = ""
    difference: Difference | None = None
    evidence: object = None


def right(text: str = "") -> Verdict:
    """The answer is right.

    Args:
        text: Why. Default: the exercise's own sentence.
    """
    return Verdict(True, text=text)


def wrong(
    mistake: str | None = None,
    *,
    text: str = "",
    part: str = "",
    expected: object = None,
    received: object = None,
    evidence: object = None,
) -> Verdict:
    """The answer is not right yet.

    Args:
        mistake: The name of the exercise's ``Mistake`` that it is. Default: none of them.
        text: A sentence, where there is no such mistake.
        part: What *expected* and *received* are values of, as ``"scope"``.
        expected: What the task asks for. Both are shown beside each other.
        received: What came.
        evidence: What the doctor could look at: a log entry, a response, an exception.
    """
    shown = None
    if expected is not None or received is not None:
        shown = difference(expected, received, part)
    return Verdict(False, mistake, text, shown, evidence)
