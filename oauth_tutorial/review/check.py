"""One check of a review: what it is called, what it found, and what helps."""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What checks are about, in the order in which it hurts."""

    SESSION = "Whose session is it?"
    PERSON = "Who is the person?"
    SECRETS = "Where do the secrets live?"
    WRONG = "What happens when things go wrong?"
    LEAVING = "How do people sign out?"
    PAGES = "What a page says about itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that an app was held against.

    Attributes:
        passed: True, False, or None where it was not tried.
        applies: Whether there was anything to try.
        sentence: What a person reads.
        evidence: What was seen; no secret, and nothing that differs from run to run.
        flask: The line that helps, in Flask; empty where it passed.
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
