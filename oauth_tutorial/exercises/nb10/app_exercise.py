"""Exercises whose answers are functions of an app: they are put into it, and it is reviewed.

Where they go are the apps that the notebook ends with, ``printshop.txt`` and
``library_alone.txt``: so what the learner changed elsewhere in the file decides nothing here.
"""

import inspect
import linecache
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.grading.calling import ASYNC
from oauth_tutorial.grading.difference import difference
from oauth_tutorial.grading.exercise import Exercise
from oauth_tutorial.grading.kinds import not_a_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.notebook.files import own_file
from oauth_tutorial.review.check import Check
from oauth_tutorial.review.copies.asked import Asked, read_asked
from oauth_tutorial.review.copies.copy import DoesNotRun
from oauth_tutorial.review.putting import put
from oauth_tutorial.review.reviewing import reviewed, staged
from oauth_tutorial.review.rule import Rule, judged
from oauth_tutorial.review.workbench import source_of

Known = Mapping[str, str | Callable[[Check], str | None]]
"""A check that fails → the mistake that it is; a function decides where that hangs on more."""


class AppExercise(Exercise):
    """An exercise whose answer is written by ``def``, and put where an app has it."""

    def solved(self) -> Any:
        """Run the solution and return its answer; how it was written can be found out later."""
        name, code = f"<solution of {self.name}>", self.solution_code
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        namespace: dict[str, Any] = {"__name__": "solution"}
        exec(compile(code, name, "exec"), namespace)  # noqa: S102 - our own text
        return namespace[self.answer]


@dataclass(frozen=True, kw_only=True)
class InApp:
    """A judge of functions in an app.

    Args:
        app: The app that the notebook ends with: ``"printshop"``.
        functions: The names of those that are replaced.
        rules: What the app is held against, in the order in which it is said.
        known: What a failing check says of the answer.
        pages: What is added to the app, to call the function: one of ``routes``. Default: nothing.
        explain: The names of the rules that say more than the exception of a function which
            fails them. Default: none; an exception is said first.
    """

    app: str
    functions: Sequence[str]
    rules: Sequence[Rule]
    known: Known
    pages: str = ""
    explain: Sequence[str] = ()

    def __call__(self, answer: object) -> Verdict:
        """Put the functions into the app, and review it."""
        given = answer if isinstance(answer, list | tuple) else [answer]
        wanted = " and ".join(self.functions)
        if len(given) != len(self.functions):
            return wrong(NOT_A_FUNCTION, expected=wanted, received=answer)
        try:
            pieces = [source_of(*pair) for pair in zip(given, self.functions, strict=True)]
        except InvalidArgument:
            return wrong(NOT_A_FUNCTION, expected=wanted, received=answer)
        if any(map(inspect.iscoroutinefunction, given)):
            return wrong(text=f"a function {ASYNC}", expected=wanted, received="async def")
        # a notebook's names in annotations mean nothing in the app
        pieces = ["from __future__ import annotations", *pieces]
        source = put(str(own_file(__package__, f"{self.app}.txt")), "\n\n\n".join(pieces)).source
        source = put(source, self.pages).source
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{self.app}.py")
            file.write_text(source, encoding="utf-8")
            asked = read_asked(file)
            found = reviewed(asked, self.rules, lambda done, total, name: None)
            bad = [check for check in found.checks if check.passed is False]
            if found.problem:
                bad = _on_the_first_page(asked, self.rules)
        raised = [check for check in bad if check.name == RAISES]
        if found.problem and not raised:
            return wrong(text=found.problem, expected="an app that starts", received="none")
        why = [check for check in bad if check.name in self.explain] if raised else []
        return self._verdict(*(why or raised or bad))

    def _verdict(self, *bad: Check) -> Verdict:
        if not bad:
            return right()
        first = bad[0]
        known = self.known.get(first.name)
        mistake = known(first) if callable(known) else known
        text = "" if mistake else _lower(first.sentence)
        if first.evidence.startswith("NameError"):
            mistake, text = None, _NO_NAME
        good = next(rule.good for rule in self.rules if rule.name == first.name)
        shown = difference(good, first.evidence or first.sentence, first.name)
        return Verdict(False, mistake, text, replace(shown, came=""))


def _on_the_first_page(asked: Asked, rules: Sequence[Rule]) -> list[Check]:
    """Say what was raised on the page that has no way to sign in."""
    until = time.monotonic() + _MOST_SECONDS
    with suppress(DoesNotRun), staged(asked, until) as stage:
        stage.find_way_in()
        of_functions = (judged(rule, stage) for rule in rules if rule.name == RAISES)
        return [check for check in of_functions if check.passed is False]
    return []


RAISES = "function_raises"
_NO_NAME = (
    "the app does not know a name that your function uses; which one stands below. A variable of "
    "the notebook is not there: only the function goes into the app, with the functions of its "
    "cell and its imports."
)
_MOST_SECONDS = 10  # for a look at the first page
NOT_A_FUNCTION = not_a_function(None).name


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
