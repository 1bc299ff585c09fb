"""What a class's files say together, and the table for a terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from oauth_tutorial.classroom.hunts import Hunted, bugs_of, faults_of
from oauth_tutorial.classroom.reading import Learner, Skipped, read_files
from oauth_tutorial.exercises import all_exercises
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS
from oauth_tutorial.practice.model.variants import HIDDEN_AT_ONCE


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistake that the course knows by name, and how many learners met it."""

    exercise: str
    mistake: str
    says: str
    learners: int


@dataclass(frozen=True, repr=False)
class Classroom:
    """The class.

    Attributes:
        learners: By name.
        skipped: Files that are no progress files, and why.
        total: Number of exercises, by notebook.
        misconceptions: The one that most learners met comes first.
        bugs: Of the bug hunts; the one that fewest learners fixed comes first.
        faults: Of all seeds; the one that fewest learners found comes first.
    """

    learners: tuple[Learner, ...]
    skipped: tuple[Skipped, ...]
    total: dict[str, int]
    misconceptions: tuple[Misconception, ...]
    bugs: tuple[Hunted, ...]
    faults: tuple[Hunted, ...]

    def solved(self, learner: Learner, number: str) -> int:
        """How many exercises of a notebook a learner solved."""
        return sum(name.partition(".")[0] == number for name in learner.solved)

    def minutes(self, number: str) -> float | None:
        """The median time in a notebook, over those who were there; None if nobody was."""
        taken = [one.visits[number].minutes for one in self.learners if number in one.visits]
        return median(taken) if taken else None

    @property
    def heads(self) -> list[str]:
        """What stands above the columns of the learners, in the terminal and on the page."""
        return ["learner", "solved", "is in", *self.total, "bugs", "faults"]

    def hunts(self, learner: Learner) -> list[str]:
        """Two cells: bugs fixed of ten, hidden faults found of three; empty where untried."""
        fixed, faults = sum(learner.bugs.values()), learner.faults
        return [
            f"{fixed}/{len(BUG_HUNTS)}" if learner.bugs else "",
            f"{min(len(faults), HIDDEN_AT_ONCE)}/{HIDDEN_AT_ONCE}" if faults is not None else "",
        ]

    def counts(self) -> str:
        """One line: files read, files skipped."""
        return f"{len(self.learners)} progress files read, {len(self.skipped)} skipped"

    def __repr__(self) -> str:
        everything = sum(self.total.values())
        rows = [self.heads]
        for one in self.learners:
            each = (self._cell(one, number) for number in self.total)
            rows.append(
                [one.name, f"{len(one.solved)}/{everything}", one.latest, *each, *self.hunts(one)]
            )
        lines = [*_aligned(rows), "", "What to say, by the number of learners it helps"]
        lines += [
            f"{one.learners:4}  {one.exercise} {one.mistake}: {one.says}"
            for one in self.misconceptions
        ]
        lines += _by_number_found("Bug hunts: fixed, of those who tried", self.bugs)
        lines += _by_number_found(
            "Hidden faults, three for each: found, of those who looked", self.faults
        )
        lines += ["", self.counts(), *(f"  {one.file}: {one.reason}" for one in self.skipped)]
        return "\n".join(lines)

    def _cell(self, learner: Learner, number: str) -> str:
        if number not in learner.visits:
            return ""
        return f"{self.solved(learner, number)}/{self.total[number]}"


def read_class(places: Iterable[Path]) -> Classroom:
    """Read the progress files of a class.

    Args:
        places: Files, and folders, which are searched for ``*.json``.

    Example:
        >>> read_class([Path("no such file")]).skipped[0].reason
        'No such file or directory'
    """
    found, skipped = read_files(places)
    known = {
        one.name: {mistake.name: mistake.says for mistake in one.mistakes}
        for one in all_exercises()
    }
    of_notebook = Counter(name.partition(".")[0] for name in known)
    total = {number: of_notebook[number] for number in sorted({*COURSE, *of_notebook})}
    learners = [_within_the_course(one, known, total) for one in found]
    met = Counter(pair for one in learners for pair in one.mistakes)
    return Classroom(
        tuple(sorted(learners, key=lambda one: (one.name.casefold(), one.file))),
        tuple(skipped),
        total,
        tuple(
            Misconception(name, slug, known[name][slug], count)
            for (name, slug), count in sorted(met.items(), key=lambda one: (-one[1], one[0]))
        ),
        bugs_of(learners),
        faults_of(learners),
    )


def _within_the_course(
    learner: Learner, known: dict[str, dict[str, str]], numbers: Iterable[str]
) -> Learner:
    """Leave out what this version of the course does not have."""
    return replace(
        learner,
        solved=learner.solved & known.keys(),
        visits={number: learner.visits[number] for number in numbers if number in learner.visits},
        mistakes=frozenset(
            (name, slug) for name, slug in learner.mistakes if slug in known.get(name, {})
        ),
    )


def _by_number_found(title: str, hunted: Iterable[Hunted]) -> list[str]:
    rows = [f"{one.found:4} of {one.tried:3}  {one.cause}" for one in hunted]
    return ["", title, *rows] if rows else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
