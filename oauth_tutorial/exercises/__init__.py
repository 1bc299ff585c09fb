"""Exercises: a check says *not attempted*, *not yet* (and why), or *correct*.

In a notebook::

    from oauth_tutorial.exercises import ____, two_scopes

    scope = ____
    two_scopes.check(scope)

How to write one
----------------

An exercise is an object of ``exercises/nbNN.py``, where NN is its notebook; it is found
there by itself. Its plain name is unique in the course and is not the learner's variable::

    def _judge_scope(answer):
        if answer == "photos.read orders.write":
            return right()
        if "," in answer:
            return wrong("comma", part="scope", expected="photos.read …", received=answer)
        return wrong(part="scope", expected="photos.read …", received=answer)

    two_scopes = Exercise(
        name="00.two_scopes",           # notebook, dot, plain name: the key in the progress file
        answer="scope",                 # the variable of the starter cell
        judge=_judge_scope,
        correct="two words with one space between them (RFC 6749 §3.3).",
        mistakes=(
            Mistake("comma", "a comma stands there; the rule …", "photos.read,orders.write"),
            ...                         # five or more, each with an answer that makes it
        ),
        hints=("where to look", "which rule", "almost the code"),
        solution_code='scope = "photos.read orders.write"',
        unlisted="photos.write",        # wrong, and none of the mistakes
    )

* The judge looks at values, never at how they were written. It may raise, and need not ask
  whether it was given the right kind of thing; blanks never reach it.
* Run the learner's function with ``call(answer, …)``: what it raises becomes a sentence.
* Where the answer is a request, let it be sent to the running practice service and
  judge what the *server* received: see ``exercises/received.py``.
* Name the mistake *and* give ``expected`` and ``received`` where there are two values: the
  learner sees both beside each other, the characters that differ marked. Values of a
  secret's name, and long random words, are shown by their shape.
* Where the answer holds the client's values, declare ``assigned`` and judge by ``assignment``,
  so that a class with seeds cannot copy: texts keep the story's values, and are filled in.
* ``Predict`` asks before a cell is run, ``Order`` and ``WhoSends`` are exercises with a panel:
  name the object on the last line of a cell. They live in ``exercises/nbNN_questions.py``.
* ``tests/exercises/test_proof.py`` proves every exercise from its declaration: untouched, solution
  (its code is really run), each mistake with its own sentence, ``unlisted`` with the difference.

The cells, in this order, with the ids ``exercise-N``, ``-answer``, ``-help``, ``-catch-up``:

1. the task, in words: what is given, what the variable must hold;
2. starter and check in one cell; ``____`` is text, so an untouched cell must run to its end.
   Where it could not (a number is wanted, a request would be sent), put it into a function,
   which the check does not call before the last ``____`` is gone;
3. ``# two_scopes.hint()`` and ``# two_scopes.solution()``, each on a line of its own;
4. where a later cell needs the answer: ``scope = two_scopes.catch_up(scope)``.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from oauth_tutorial.exercises.assignment import assignment
from oauth_tutorial.exercises.base import Exercise, Mistake, call
from oauth_tutorial.exercises.blank import Blank, ____
from oauth_tutorial.exercises.outcome import Hint, Outcome, Solution, right, wrong
from oauth_tutorial.exercises.progress import progress, pseudonym
from oauth_tutorial.exercises.questions import Order, Pair, Predict, Taken, WhoSends

if TYPE_CHECKING:
    from types import ModuleType

__all__ = [
    "Blank",
    "Exercise",
    "Hint",
    "Mistake",
    "Order",
    "Outcome",
    "Pair",
    "Predict",
    "Solution",
    "Taken",
    "WhoSends",
    "____",
    "all_exercises",
    "assignment",
    "call",
    "exercise",
    "progress",
    "pseudonym",
    "right",
    "wrong",
]


def all_exercises() -> list[Exercise]:
    """Return every exercise of the course, in the order of the notebooks."""
    return [
        value
        for module in _modules()
        for value in vars(module).values()
        if isinstance(value, Exercise)
    ]


def exercise(name: str) -> Exercise:
    """Return the exercise of that name, as ``"00.two_scopes"``.

    Raises:
        KeyError: When there is none.
    """
    return {one.name: one for one in all_exercises()}[name]


def _modules() -> "list[ModuleType]":
    names = sorted(found.name for found in iter_modules(__path__) if found.name.startswith("nb"))
    return [import_module(f"{__name__}.{name}") for name in names]


def __getattr__(name: str) -> object:
    """Load an exercise by its plain name on first use (PEP 562)."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for module in _modules():
        value = vars(module).get(name)
        if isinstance(value, Exercise | Predict):
            return value
    raise AttributeError(f"module {__name__!r} has no exercise {name!r}")
