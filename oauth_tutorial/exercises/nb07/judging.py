"""The judges of notebook 07: a function is judged by what Mallory can still do with it.

Values come first, near misses among them, so that a mistake has a sentence of its own. Then Alice
signs in to the very PrintShop that has the learner's function in it, Mallory attacks, and
PhotoBox's log has the last word.
"""

import hashlib
import inspect
import itertools
import random
import string
import time
from collections.abc import Callable, Sequence
from typing import Any

from oauth_tutorial.exercises.attacks.attack import Attack
from oauth_tutorial.exercises.guessing import guessable
from oauth_tutorial.grading.calling import call, case
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.kinds import Judge, wants_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong

# a case: what it is, the two values, whether they may pass, the mistake of who thinks otherwise
Case = tuple[str, str | None, str | None, bool, str]


RETURNS_NOTHING = Mistake(
    "returns_nothing",
    "the function returns None. It must say True or False.",
    lambda sent, came: None,
)
RETURNS_NONE = "the function returns None: it ends without return, or returns what print() gives."


def comparison_judge(name: str, cases: tuple[Case, ...], attack: Attack, rule: str) -> Judge:
    """Ask for every case; then Mallory, and PhotoBox's log, have the last word.

    Args:
        name: What the task calls the function.
        cases: The first one may pass, the second one may not.
        attack: What the learner's function ``answer(sent, came)`` is to stop.
        rule: What is said of a case that has no mistake of its own.
    """

    @wants_function(name)
    def judge(answer: Any) -> Verdict:
        came = []
        for which, sent, received, _, _ in cases:
            with case(which):
                came.append(call(answer, _anew(sent), _anew(received)))
        if all(said is None for said in came):
            return wrong("returns_nothing", expected="True or False", received=None)
        if all(came):
            return wrong("always_yes", part=cases[1][0], expected=False, received=came[1])
        for (which, _, _, wanted, mistake), said in zip(cases, came, strict=True):
            if bool(said) is not wanted:
                text = "" if mistake else rule
                return wrong(mistake or None, text=text, part=which, expected=wanted, received=said)
        return attacked(attack, answer)

    return judge


def _anew(text: str | None) -> str | None:
    """Return an equal text that is another object: ``is`` does not compare what texts say."""
    return None if text is None else "".join(list(text))


def attacked(attack: Attack, answer: Any) -> Verdict:
    """Let Mallory try, and PrintShop work, with the learner's function in it."""
    verdict = attack.run(attack.with_its(answer))
    if verdict.mallory_wins or not verdict.shop_works:
        return wrong(text=f"{verdict!r}", evidence=verdict.entry)
    return right()


def of_a_default(function: Any, made: Sequence[str]) -> bool:
    """Whether a value that came is the default of a parameter: computed once, at the def."""
    try:
        defaults = [one.default for one in inspect.signature(function).parameters.values()]
    except (TypeError, ValueError):  # of what has no signature
        return False
    values = [v for one in defaults for v in (one if isinstance(one, tuple | list) else [one])]
    return any(value in made for value in values if isinstance(value, str))


def default_mistake(name: str, example: Callable[..., object]) -> Mistake:
    """The mistake of a verifier that is the default of a parameter; :func:`of_a_default` sees it.

    Args:
        name: What the task calls the function.
        example: A function that makes it.
    """
    return Mistake(
        "of_a_default",
        f"the verifier is the default of a parameter. Python computes a default once, at the line "
        f"def {name}(…), so all sign-ins share one verifier. Each needs its own: make it inside "
        "the function.",
        example,
    )


_numbers = itertools.count()


def guessed_mistakes(answer: Callable[[str], object]) -> tuple[Mistake, ...]:
    """The mistakes of a code_verifier that can be guessed; :func:`guessed` names them.

    Args:
        answer: Makes what the learner's function returns, of a verifier.
    """
    return (
        Mistake(
            "predictable",
            "what the module random gives next can be predicted. Its documentation names the "
            "module that is meant for secrets.",
            lambda: answer("".join(random.choices(string.ascii_letters, k=43))),  # noqa: S311
        ),
        Mistake(
            "of_the_clock",
            "the verifier is made of the time, and a hash of it hides nothing: whoever knows about "
            "when it was made tries one moment after the other. It must be hard to guess (RFC 7636 "
            "§7.1).",
            lambda: answer(hashlib.sha256(str(time.time_ns()).encode()).hexdigest()),
        ),
        Mistake(
            "mostly_alike",
            "most of the verifier is the same each time, so the next one can be guessed. All of it "
            "has to be random: 256 bits (RFC 7636 §7.1).",
            lambda: answer(f"printshop-{next(_numbers):045}"),
        ),
    )


def guessed(
    function: Any, made: Sequence[str], part: Callable[[Any], object] | None = None
) -> Verdict | None:
    """Return the verdict on verifiers that can be guessed, or None.

    Args:
        function: The learner's.
        made: Verifiers that it made.
        part: Takes the verifier out of what it returns. Default: it is all of it.
    """
    found = guessable(function, part=part)
    if not found and not _mostly_alike(made):
        return None
    mistake, of = {
        "random": ("predictable", "the module random"),
        "clock": ("of_the_clock", "the time"),
        "": ("mostly_alike", "a part that changes"),
    }[found]
    return wrong(mistake, part="made of", expected="the system's randomness", received=of)


def _mostly_alike(texts: Sequence[str]) -> bool:
    """Whether two of them have half of their characters in the same places."""
    for one, other in itertools.combinations(texts, 2):
        same = sum(a == b for a, b in zip(one, other, strict=False))
        if same > min(len(one), len(other)) / 2:
            return True
    return False
