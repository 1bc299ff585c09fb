"""Which bugs and hidden faults a class finds, starting with those that the fewest found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oauth_tutorial.classroom.reading import Learner
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS
from oauth_tutorial.practice.model.variants import MAY_BE_HIDDEN


@dataclass(frozen=True, slots=True)
class Hunted:
    """A bug or a hidden fault, and how many learners found it.

    Attributes:
        name: A bug's name in the progress file; a fault's name.
        cause: The doctor's word for the bug; the fault's name again.
        tried: How many tried this bug; for a fault, how many looked for faults at all.
        found: How many of them fixed the bug, or named the fault.
    """

    name: str
    cause: str
    tried: int
    found: int


def bugs_of(learners: Sequence[Learner]) -> tuple[Hunted, ...]:
    """Count every bug of the two bug hunts; return nothing if nobody tried one."""
    counted = (
        Hunted(
            name,
            bug.cause,
            sum(name in one.bugs for one in learners),
            sum(one.bugs.get(name, False) for one in learners),
        )
        for name, bug in BUG_HUNTS.items()
    )
    return _fewest_first(counted)


def faults_of(learners: Sequence[Learner]) -> tuple[Hunted, ...]:
    """Count every fault that a seed can hide; return nothing if nobody looked for one."""
    looked = [one.faults for one in learners if one.faults is not None]
    counted = (
        Hunted(name, name, len(looked), sum(name in found for found in looked))
        for name in MAY_BE_HIDDEN
    )
    return _fewest_first(counted)


def _fewest_first(counted: Iterable[Hunted]) -> tuple[Hunted, ...]:
    """Those that were tried but that the fewest found come first; untried ones come last."""
    rows = sorted(counted, key=lambda one: (not one.tried, one.found, -one.tried))
    return tuple(rows) if any(one.tried for one in rows) else ()
