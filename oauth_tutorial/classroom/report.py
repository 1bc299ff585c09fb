"""A summary of a class's files, and the table for a terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from oauth_tutorial.classroom.hunts import Hunted, bugs_of, faults_of
from oauth_tutorial.classroom.mistakes import (
    FIRST,
    SAY,
    UNNAMED,
    Misconception,
    Sentences,
    Unnamed,
    misconceptions_of,
    unnamed_of,
)
from oauth_tutorial.classroom.reading import Learner, Skipped, read_files
from oauth_tutorial.exercises import all_exercises
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS
from oauth_tutorial.practice.model.variants import HIDDEN_AT_ONCE

_BELOW = " " * 19  # puts a sentence below its task


@dataclass(frozen=True, repr=False)
class Classroom:
    """The class.

    Attributes:
        learners: By name.
        skipped: Files that are not progress files, and why.
        total: Number of exercises, by notebook.
        misconceptions: The one that most learners made comes first, then the one in most answers.
        unnamed: The tasks with wrong answers that no sentence names, in the same order.
        bugs: Those of the bug hunts; the one that the fewest learners fixed comes first.
        faults: Those of all seeds; the one that the fewest learners found comes first.
    """

    learners: tuple[Learner, ...]
    skipped: tuple[Skipped, ...]
    total: dict[str, int]
    misconceptions: tuple[Misconception, ...]
    unnamed: tuple[Unnamed, ...]
    bugs: tuple[Hunted, ...]
    faults: tuple[Hunted, ...]

    def solved(self, learner: Learner, number: str) -> int:
        """How many exercises of a notebook a learner has solved."""
        return sum(name.partition(".")[0] == number for name in learner.solved)

    def minutes(self, number: str) -> float | None:
        """The median time in a notebook, among those who were there; None if nobody was."""
        taken = [one.visits[number].minutes for one in self.learners if number in one.visits]
        return median(taken) if taken else None

    @property
    def heads(self) -> list[str]:
        """The heads of the learners' columns, in the terminal and on the page."""
        return ["learner", "solved", "is in", *self.total, "bugs", "faults"]

    def hunts(self, learner: Learner) -> list[str]:
        """Two cells: bugs fixed of ten, hidden faults found of three; empty if untried."""
        fixed, faults = sum(learner.bugs.values()), learner.faults
        return [
            f"{fixed}/{len(BUG_HUNTS)}" if learner.bugs else "",
            f"{min(len(faults), HIDDEN_AT_ONCE)}/{HIDDEN_AT_ONCE}" if faults is not None else "",
        ]

    def counts(self) -> str:
        """One line: files read, files skipped."""
        count = len(self.learners)
        return f"{count} progress file{'' if count == 1 else 's'} read, {len(self.skipped)} skipped"

    def __repr__(self) -> str:
        everything = sum(self.total.values())
        rows = [self.heads]
        for one in self.learners:
            each = (self._cell(one, number) for number in self.total)
            rows.append(
                [one.name, f"{len(one.solved)}/{everything}", one.latest, *each, *self.hunts(one)]
            )
        said = [f"{_counted(one)}\n{_BELOW}{one.says}" for one in self.misconceptions]
        unnamed = [_counted(one) for one in self.unnamed]
        lines = [*_aligned(rows), *_first(SAY, said), *_first(UNNAMED, unnamed)]
        lines += _by_number_found("Bug hunts: how many of those who tried fixed it", self.bugs)
        lines += _by_number_found(
            "Hidden faults, three per learner: how many of those who looked found it", self.faults
        )
        lines += [*_rest(SAY, said), *_rest(UNNAMED, unnamed)]
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
    return Classroom(
        tuple(sorted(learners, key=lambda one: (one.name.casefold(), one.file))),
        tuple(skipped),
        total,
        misconceptions_of(learners, known),
        unnamed_of(learners),
        bugs_of(learners),
        faults_of(learners),
    )


def _within_the_course(learner: Learner, known: Sentences, numbers: Iterable[str]) -> Learner:
    """Leave out what this version of the course does not have."""
    return replace(
        learner,
        solved=learner.solved & known.keys(),
        visits={number: learner.visits[number] for number in numbers if number in learner.visits},
        mistakes={
            (name, slug): times
            for (name, slug), times in learner.mistakes.items()
            if slug in known.get(name, {})
        },
        unnamed={name: learner.unnamed[name] for name in learner.unnamed.keys() & known.keys()},
    )


def _first(title: str, entries: Sequence[str]) -> list[str]:
    """The entries that matter most, with a title; nothing if there are none."""
    head = ["", f"{title}, most learners first", f"{'learners':>8}{'answers':>9}  task"]
    return [*head, *entries[:FIRST]] if entries else []


def _rest(title: str, entries: Sequence[str]) -> list[str]:
    """The other entries, for the end of the report, where they are not in the way."""
    rest = entries[FIRST:]
    return ["", f"{title}: {len(rest)} more", *rest] if rest else []


def _counted(one: Misconception | Unnamed) -> str:
    return f"{one.learners:8}{one.answers:9}  {one.task}"


def _by_number_found(title: str, hunted: Iterable[Hunted]) -> list[str]:
    rows = [f"{one.found:4} of {one.tried:3}  {one.cause}" for one in hunted]
    return ["", title, *rows] if rows else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
