"""One check of a review: what it is called, what it found, and what helps."""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What checks are about, the most harmful first."""

    SESSION = "Whose session is it?"
    PERSON = "Who is the person?"
    SECRETS = "Where do the secrets live?"
    WRONG = "What happens when things go wrong?"
    LEAVING = "How do people sign out?"
    PAGES = "What a page says about itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule, and whether an app keeps it.

    Attributes:
        passed: True, False, or None if it was not tried.
        applies: Whether there was anything to try.
        sentence: What a person reads.
        evidence: What was seen; no secret, and nothing that differs from run to run.
        flask: The line that fixes it, in Flask; empty if the check passed.
        express: The same in Express.
    """

    name: str
    group: Group
    passed: bool | None
    applies: bool = True
    sentence: str
    section: str
    evidence: str = ""
    flask: str = ""
    express: str = ""
