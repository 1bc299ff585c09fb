"""The judges of notebook 07: a function is judged by what Mallory can still do with it."""

from typing import Any

from oauth_tutorial.exercises.attacks.attack import Attack
from oauth_tutorial.exercises.attacks.shop import PrintShop
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


def comparison_judge(name: str, cases: tuple[Case, ...], attack: Attack, argument: str) -> Judge:
    """Ask for every case; then Mallory, and PhotoBox's log, have the last word.

    Args:
        name: What the task calls the function.
        cases: The first one may pass, the second one may not.
        attack: What the learner's function ``answer(sent, came)`` is to stop.
        argument: Of :class:`PrintShop`, that the function is given as.
    """

    @wants_function(name)
    def judge(answer: Any) -> Verdict:
        came = [_asked(answer, *one[:3]) for one in cases]
        if all(said is None for said in came):
            return wrong("returns_nothing", part=name, expected="True or False", received=None)
        if all(came):
            return wrong("always_yes", part=cases[1][0], expected=False, received=came[1])
        for (of, sent, received, wanted, mistake), said in zip(cases, came, strict=True):
            if bool(said) is not wanted:
                part = f"{of}: {name}({sent!r}, {received!r})"
                return wrong(mistake or None, part=part, expected=wanted, received=said)
        return attacked(attack, argument, answer)

    return judge


def _asked(answer: Any, of: str, sent: str | None, received: str | None) -> object:
    with case(of):
        # equal, and not the same object: as it is in a redirect
        return call(answer, sent, received and "".join(list(received)))


def attacked(attack: Attack, argument: str, answer: Any) -> Verdict:
    """Let Mallory try, and PrintShop work, with the learner's function in it."""
    verdict = attack.run(PrintShop(**{**attack.flaw, argument: answer}))
    if verdict.mallory_wins or not verdict.shop_works:
        return wrong(text=f"{verdict!r}", evidence=verdict.entry)
    return right()
