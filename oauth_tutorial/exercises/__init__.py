"""Exercises: a check says *not attempted*, *not yet* (and why), or *correct*.

In a notebook::

    from oauth_tutorial.exercises import ____          # in the setup cell, under a comment

    from oauth_tutorial.exercises import two_scopes    # in the cell of the exercise
    scope = ____
    two_scopes.check(scope)

How to write one
----------------

An exercise is an object of ``exercises/nbNN.py``, where NN is its notebook, made in a line that
begins with its name; it is found there by itself (``exercises/catalogue.py``). Its plain name is
unique in the course and is not the learner's variable::

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
* Run the learner's function with ``call(answer, …)``, by position: what it raises becomes a
  sentence, with the line and the input; ``with case("a denial"):`` says which input it was.
* Judge by meaning: any spelling that says the same (``spelled``, ``letters_of``, ``form_of`` of
  ``grading/``) is right. And by more than one value: equal but not identical texts, a second
  session, and near misses (a part, more, case, slash, sub-domain, port).
* What nobody may guess is made twice under one clock and one state of ``random``: ``guessable``
  of ``exercises/guessing.py``.
* Where the answer is a request, let it be sent to the running practice service and
  judge what the *server* received: see ``grading/received.py``.
* Name the mistake *and* give ``part``, ``expected`` and ``received`` where there are two values.
  After the first wrong answer the learner sees the part, what came and how it misses
  (``grading/near.py``); after the second one both beside each other, the characters that differ
  marked. So a mistake's sentence names the rule, and not the value. Values of a secret's name,
  and long random words, are shown by their shape.
* Where the answer holds the client's values, declare ``assigned`` and judge by ``assignment``,
  so that a class with seeds cannot copy: texts keep the story's values, and are filled in.
* ``Predict`` asks before a cell is run, ``Order`` and ``WhoSends`` are exercises with a panel:
  name the object on the last line of a cell.
* ``tests/exercises/test_every_exercise.py`` proves every exercise from its declaration: untouched,
  solution (its code is really run), each mistake with its own sentence, ``unlisted`` with the
  difference; and from ``tests/exercises/variants``, where five right answers in other styles and
  five plausible wrong ones stand.

The cells, in this order, with the ids ``exercise-N``, ``-answer``, ``-catch-up``:

1. the task, in words: what is given, what the variable must hold;
2. starter and check in one cell; ``____`` is text, so an untouched cell must run to its end.
   Where it could not (a number is wanted, a request would be sent), put it into a function,
   which the check does not call before the last ``____`` is gone. What the task gives stands in
   the cell before: the solution replaces this one, but for its imports;
   The cell ends with ``# two_scopes.hint()`` and ``# two_scopes.solution()``, each on a line of
   its own;
3. where a later cell needs the answer: ``scope = two_scopes.catch_up(scope)``.
"""

from importlib import import_module

from oauth_tutorial.exercises import catalogue
from oauth_tutorial.exercises.catalogue import all_exercises, exercise
from oauth_tutorial.exercises.course import progress
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.blank import Blank, ____
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.outcome import Hint, Outcome, Solution
from oauth_tutorial.grading.progress import pseudonym
from oauth_tutorial.grading.questions import Order, Pair, Predict, Taken, WhoSends
from oauth_tutorial.grading.verdict import right, wrong

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


_MODULES = ("bug_hunt", "hidden_faults")  # the notebooks import them from here
_OF_THE_FIRST_NOTEBOOKS = {
    *("check_authorization_url", "check_handle", "check_roles", "check_scope", "check_state"),
    *("check_token_parameters", "check_why_refused"),
}
_OLDER = (
    "This copy of the notebook is older than the course that is installed: {name} is gone. Rename "
    "your copy, and fetch the new one beside it: oauth-tutorial start FOLDER, with its folder."
)


def __getattr__(name: str) -> object:
    """Load an exercise by its plain name on first use (PEP 562), and no other notebook's."""
    if name in _OF_THE_FIRST_NOTEBOOKS:
        raise ImportError(_OLDER.format(name=name))
    if name in _MODULES:
        return import_module(f"{__name__}.hunts.{name}")
    # Python asks for a module's name too, before it imports the module
    if name.startswith("_") or name in catalogue.submodules():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = catalogue.find(name)
    if found is None:
        raise catalogue.unknown(name, __all__)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *catalogue.names()})
