"""The judges of notebook 07: a function is judged by what Mallory can still do with it.

Values come first, near misses among them, so that a mistake has a sentence of its own. Then Alice
signs in to the very PrintShop that has the learner's function in it, Mallory attacks, and
PhotoBox's log has the last word.
"""

from typing import Any

from oauth_tutorial.exercises.attacks.attack import Attack
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
