"""What the older checks answer; goes away with them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal

from oauth_tutorial.exercises.blank import has_blank

State = Literal["not attempted", "not yet", "correct"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of three states, and a sentence."""

    state: State
    text: str = ""

    def __repr__(self) -> str:
        word = {"not attempted": "Not attempted", "not yet": "Not yet", "correct": "Correct"}
        return f"{word[self.state]}: {self.text}" if self.text else word[self.state]


NOT_ATTEMPTED = Outcome("not attempted", "replace ____ by your answer, and run the cell again.")


def correct(text: str) -> Outcome:
    """The answer is right; the sentence says why."""
    return Outcome("correct", text)


def not_yet(text: str) -> Outcome:
    """The answer is not right yet; the sentence names the mistake."""
    return Outcome("not yet", text)


def check(judge: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Make a check out of a function: blanks are *not attempted*, nothing is raised."""

    @wraps(judge)
    def safe(answer: object, **more: object) -> Outcome:
        if has_blank(answer):
            return NOT_ATTEMPTED
        try:
            return judge(answer, **more)
        except Exception as error:  # a learner's answer can be anything at all
            return not_yet(
                f"the check could not use this answer ({type(error).__name__}). "
                "Compare its kind with what the task asks for."
            )

    return safe
