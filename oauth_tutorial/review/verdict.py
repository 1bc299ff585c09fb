"""What a check found when it was tried, and why it was not."""

from dataclasses import dataclass


class CannotTry(Exception):
    """Raised where a check cannot be tried; the text says why, as ``"nobody could sign in"``."""


class DoesNotApply(Exception):
    """Raised where there is nothing to check; the text says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Args:
        passed: Whether the app does as it should.
        evidence: What was seen, in a few words that are the same in every run. Default: none.
    """

    passed: bool
    evidence: str = ""
