"""Mistakes, judges and examples that many exercises share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import requests

from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.received import TIMEOUT, refusal
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.practice.model.log import Entry

Judge = Callable[..., Verdict]
Value = str | Callable[..., str]

# ---- mistakes


def not_a_function(example: object, name: str = "not_a_function") -> Mistake:
    """The mistake of a function's result, or its text, where the function is wanted."""
    says = "the check wants the function itself: its name, without parentheses."
    return Mistake(name, says, example)


def copied(example: object) -> Mistake:
    """The mistake of another learner's answer, where an exercise is graded by the assignment."""
    says = (
        "that client_id or client_secret is another learner's, or the story's. Yours stands in "
        "your assignment."
    )
    return Mistake("copied", says, example)


def nothing_sent(example: object) -> Mistake:
    """The mistake of a function that makes a request and does not send it."""
    says = "PhotoBox received no request. The function must send it: requests.post(…)."
    return Mistake("nothing_sent", says, example)


def json_sent(example: object, endpoint: str) -> Mistake:
    """The mistake of a JSON body; *endpoint* is its word, as ``"token"``."""
    says = f"the body was JSON. The {endpoint} endpoint wants a form: data=…, not json=…."
    return Mistake("json", says, example)


def grant_type_missing(example: object) -> Mistake:
    """The mistake of a token request without ``grant_type``."""
    return Mistake(
        "grant_type_missing", "grant_type is missing: it says what is exchanged.", example
    )


# ---- judges


def wants_function(name: str, mistake: str = "not_a_function") -> Callable[[Judge], Judge]:
    """Give a judge only what can be called.

    Args:
        name: What the task calls the function.
        mistake: What anything else is.
    """

    def decorate(judge: Judge) -> Judge:
        @wraps(judge)
        def judge_function(answer: object, **context: object) -> Verdict:
            if not callable(answer):
                return wrong(mistake, expected=name, received=answer)
            return judge(answer, **context)

        return judge_function

    return decorate


def no_request(expected: str) -> Verdict:
    """The verdict where PhotoBox received nothing; *expected* is as ``"POST /token"``."""
    return wrong("nothing_sent", part="PhotoBox", expected=expected, received="no request")


def refused(
    entry: Entry, mistakes: Mapping[str, str], special: str | None = None
) -> Verdict | None:
    """Return the verdict on a request by the rule that ended it, or None where all are kept.

    Args:
        entry: What PhotoBox received.
        mistakes: A broken rule → the mistake that it is.
        special: The mistake where the values decide as well. Default: that of the table.
    """
    failed = entry.checks.failed
    return refusal(entry, special or mistakes.get(failed.name)) if failed else None


# ---- examples


@dataclass(frozen=True)
class RightForm:
    """What a learner's function should send; its examples are right but for one thing.

    Args:
        right: Makes the form, of what the function is given.
        endpoint: Says where it goes, of the same. Default: the first of it.
    """

    right: Callable[..., Mapping[str, str]]
    endpoint: Callable[..., str] = lambda *given: str(given[0])

    def form_but(self, without: str = "", **changes: Value) -> Callable[..., dict[str, str]]:
        """Return an example that makes the form.

        Args:
            without: The name of what is left out.
            **changes: What is different. A function is asked when the form is made.
        """

        def example(*given: Any) -> dict[str, str]:
            asked = {
                name: value(*given) if callable(value) else value for name, value in changes.items()
            }
            form = {**self.right(*given), **asked}
            form.pop(without, None)
            return form

        return example

    def sent_but(self, send: str = "data", without: str = "", **changes: Value) -> Any:
        """Return an example that sends the form, as *send* of ``requests.post``."""
        form = self.form_but(without, **changes)

        def example(*given: Any) -> requests.Response:
            sent: dict[str, Any] = {send: form(*given)}
            return requests.post(self.endpoint(*given), timeout=TIMEOUT, **sent)

        return example


# The assignment is known when a check runs, and not before: so these are functions.
NEIGHBOUR: dict[str, Any] = {
    "client_id": lambda *_: assignment.neighbour.client_id,
    "client_secret": lambda *_: assignment.neighbour.client_secret,
}
PUBLIC_NEIGHBOUR: dict[str, Any] = {"client_id": lambda *_: assignment.neighbour.public_client_id}
