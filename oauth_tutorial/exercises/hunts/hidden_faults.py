"""The faults that a seed hides: the service plays them, the learner names them.

In a notebook, with the seed that a hub or ``practice.start(seed=…)`` gave::

    from oauth_tutorial.exercises import hidden_faults

    hidden_faults.play()                    # each acts once, on the first fitting message
    ...                                     # sign in and ask for a token, until it works
    hidden_faults.check("html_500", ...)

On a command line: ``oauth-tutorial practice --seed 7``, then ``--found`` for each name.
"""

from collections.abc import Sequence

from oauth_tutorial.exercises.hunts.cases import HIDDEN_FAULTS
from oauth_tutorial.grading.blank import has_blank
from oauth_tutorial.grading.outcome import Outcome
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.progress import found, note
from oauth_tutorial.practice.model.variants import Variant
from oauth_tutorial.practice.web.fault_effects import FAULTS

_CATALOGUE = "practice.start().faults.catalogue()"


def play() -> str:
    """Switch the hidden faults of the running service on; say how many there are."""
    photobox().play_hidden_faults()
    return _how_many(photobox().variant)


def check(*names: object) -> Outcome:
    """Judge the names that the learner found. Never raises, and names none itself.

    Args:
        *names: Of faults, as the catalogue writes them, in any order; one by one will do.
    """
    return grade(photobox().variant, names)


def grade(variant: Variant, names: Sequence[object]) -> Outcome:
    """Judge names beside those that were found before; note it in the progress file."""
    given = {str(name) for name in names}
    outcome = _judge(variant, names, given)
    # Where one of several is wrong, the file must not tell which.
    right = given if given <= set(variant.hidden_faults) else set()
    return note(HIDDEN_FAULTS, outcome, sorted(right))


def _judge(variant: Variant, names: Sequence[object], given: set[str]) -> Outcome:
    hidden = set(variant.hidden_faults)
    if not hidden or not names or has_blank(list(names)):
        return Outcome("not attempted", _how_many(variant))
    if unknown := sorted(given - set(FAULTS)):
        says = f"there is no fault {unknown[0][:40]!r}. Their names: {_CATALOGUE}; "
        says += "oauth-tutorial practice --seed prints them, too."
        return Outcome("not yet", says, "no_such_fault")
    if len(given) > len(hidden):
        says = f"you gave {len(given)} names. {_how_many(variant)}"
        return Outcome("not yet", says, "too_many")
    if not given <= hidden:
        says = f"{len(given & hidden)} of your {len(given)} names are right. {_how_many(variant)}"
        return Outcome("not yet", says, "other_faults")
    return _together(given | (found(HIDDEN_FAULTS) & hidden), hidden)


def _together(named: set[str], hidden: set[str]) -> Outcome:
    if named == hidden:
        return Outcome("correct", "you named every fault from what it did to your client.")
    says = f"what you named is right. You have found {len(named)} of {len(hidden)}; go on."
    return Outcome("not yet", says)


def _how_many(variant: Variant) -> str:
    count = len(variant.hidden_faults)
    if not count:
        return "No fault is hidden: this service has no seed."
    return f"{count} faults are hidden. Each shows itself once; sign in until it works again."
