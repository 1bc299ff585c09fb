"""Mistakes, judges and examples that many exercises share."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import requests

from oauth_tutorial.grading.assignment import assignment, sent_client
from oauth_tutorial.grading.calling import LearnersError, call
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.photobox import watch
from oauth_tutorial.grading.received import REDIRECT_URI, TIMEOUT, refusal
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


def swapped(example: object) -> Mistake:
    """The mistake of client_id in the place of client_secret, and the other way round."""
    says = "client_id and client_secret are swapped: each holds the other one's value."
    return Mistake("swapped", says, example)


def body_mistakes(form: "RightForm", endpoint: str) -> tuple[Mistake, ...]:
    """The mistakes of a form that travels in another way; a judge names them by *body_mistake*.

    Args:
        form: Makes the right one.
        endpoint: Its word, as ``"token"``.
    """
    return (
        Mistake(
            "text_body",
            "the body was text, and nothing said that it is a form. Give data= the dictionary, or "
            "send the header Content-Type: application/x-www-form-urlencoded with the text.",
            form.sent_as(lambda form: {"data": urlencode(form)}),
        ),
        Mistake(
            "query",
            "the parameters came in the address, where logs keep them. They belong in the body: "
            "data=…, not params=….",
            form.sent_but(send="params"),
        ),
        Mistake(
            "multipart",
            f"the body was multipart/form-data, as files are sent. The {endpoint} endpoint wants "
            "data=…, not files=….",
            form.sent_as(lambda form: {"files": {name: (None, one) for name, one in form.items()}}),
        ),
        Mistake(
            "no_body",
            "the request had no body. A form goes into data=…; what is in headers=… or cookies=… "
            "is no part of it.",
            form.sent_but(send="headers"),
        ),
    )


def code_twice(form: "RightForm") -> Mistake:
    """The mistake of whoever sends a code two times (RFC 6749 §4.1.2)."""

    def example(*given: Any) -> None:
        for _ in range(2):
            form.sent_but()(*given)

    return Mistake(
        "code_twice",
        "the code was sent twice. It works once; the second use ends the token of the first.",
        example,
    )


def redirect_uri_fixed(form: "RightForm") -> Mistake:
    """The mistake of whoever writes into the function what was passed to it."""
    return Mistake(
        "redirect_uri_fixed",
        "redirect_uri is written down in the function. It is another one each time, as its "
        "port is: send the one that was passed in.",
        form.sent_but(redirect_uri=REDIRECT_URI),
    )


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


def body_mistake(entry: Entry, json: str = "json") -> str | None:
    """Return the mistake of a body that is no form, or None where it is one.

    Args:
        entry: What PhotoBox received.
        json: What the exercise calls a JSON body.
    """
    failed = entry.checks.failed
    if failed is None or failed.name != "body_is_form":
        return None
    kind = entry.request_headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return "multipart"
    if "json" in kind or entry.request_body.lstrip()[:1] in {"{", "["}:
        return json
    if entry.request_body:
        return "text_body"
    return "query" if "?" in entry.url else "no_body"


def is_swapped(entry: Entry) -> bool:
    """Whether client_id and client_secret of a request hold each other's value."""
    came = sent_client(entry)
    mine = assignment.client
    return (came.get("client_id"), came.get("client_secret")) == (
        mine["client_secret"],
        mine["client_id"],
    )


def requests_of(function: Any, *arguments: object) -> list[Entry]:
    """Call the learner's function, and return what PhotoBox received of it: of :func:`exchange`."""
    return exchange(function, *arguments)[0]


def exchange(function: Any, *arguments: object) -> tuple[list[Entry], object]:
    """Call the learner's function; return what PhotoBox received of it, and what it returned.

    What it raises after PhotoBox has refused it is not what is wrong, as ``raise_for_status()`` or
    ``["access_token"]``: then the request is judged.

    Args:
        function: What the learner wrote.
        *arguments: What it is given.

    Raises:
        LearnersError: Where it raises before it was refused.
    """
    with watch() as entries:
        try:
            return entries, call(function, *arguments)
        except LearnersError:
            if not entries or entries[-1].outcome != "refused":
                raise
    return entries, None


def newest_to(entries: Sequence[Entry], path: str) -> Entry:
    """Return the newest request to that path; where none went there, the newest of all."""
    return next((one for one in reversed(entries) if one.path == path), entries[-1])


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


# ---- answers


def spelled(word: object) -> str:
    """Return a word without what differs between two who mean the same: case, spaces, - and _.

    Example:
        >>> spelled(" Resource-Owner ") == spelled("resource_owner") == "resource owner"
        True
    """
    text = re.sub(r"[\W_]+", " ", str(word)).strip().lower()
    return text.replace("authoris", "authoriz").removeprefix("the ")


def letters_of(answer: object) -> set[str]:
    """Return the letters of an answer: of a set, a list, a text, a dictionary of True and False.

    Example:
        >>> sorted(letters_of("a, E")), sorted(letters_of({"A": True, "B": False}))
        (['A', 'E'], ['A'])
    """
    if isinstance(answer, str):
        return (
            {one.upper() for one in re.findall(r"\w+", answer)}
            if _apart(answer)
            else set(answer.strip().upper())
        )
    if isinstance(answer, Mapping):
        answer = [letter for letter, chosen in answer.items() if chosen]
    return {str(letter).strip().upper() for letter in answer}  # type: ignore[attr-defined]


def _apart(text: str) -> bool:
    return re.search(r"\W", text.strip()) is not None


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
        return self.sent_as(lambda form: {send: form}, self.form_but(without, **changes))

    def sent_as(
        self,
        sent: Callable[[dict[str, str]], dict[str, Any]],
        form: Callable[..., dict[str, str]] | None = None,
    ) -> Any:
        """Return an example that sends a form in a way of its own.

        Args:
            sent: Makes the arguments of ``requests.post``, of the form.
            form: Makes the form. Default: the right one.
        """

        def example(*given: Any) -> requests.Response:
            made = (form or self.form_but())(*given)
            return requests.post(self.endpoint(*given), timeout=TIMEOUT, **sent(made))

        return example


# The assignment is known when a check runs, and not before: so these are functions.
NEIGHBOUR: dict[str, Any] = {
    "client_id": lambda *_: assignment.neighbour.client_id,
    "client_secret": lambda *_: assignment.neighbour.client_secret,
}
PUBLIC_NEIGHBOUR: dict[str, Any] = {"client_id": lambda *_: assignment.neighbour.public_client_id}
