"""Find, check and read the progress files that learners hand in.

``grading.progress_file`` decides whether a file is a progress file at all. The details are
checked here as well, because a learner could write anything into it. The only text that is kept
is the pseudonym; names of exercises and mistakes must be the course's own.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS, HIDDEN_FAULTS
from oauth_tutorial.grading import progress_file
from oauth_tutorial.grading.progress import PSEUDONYM, number
from oauth_tutorial.grading.progress_file import ForeignFile, Record
from oauth_tutorial.practice.model.variants import MAY_BE_HIDDEN

_OWN_FOLDER = ".oauth-tutorial"  # the only hidden folder that is searched
_NAME_LENGTH = 80
_TIRELESS = 100  # at most so many answers to a task count, or one file could decide the order


@dataclass(frozen=True, slots=True)
class Visit:
    """When a learner first and last ran a check in a notebook, in Unix seconds."""

    first: float
    last: float

    @property
    def minutes(self) -> float:
        """From the first check to the last, including breaks; 0 if a clock went backwards."""
        return max(0.0, self.last - self.first) / 60


@dataclass(frozen=True, slots=True)
class Learner:
    """What one file says.

    Attributes:
        file: The end of its path, safe to show.
        pseudonym: What the learner chose, or empty.
        solved: Names of the exercises.
        visits: By number of the notebook.
        mistakes: How often each was made, by pair of exercise and mistake.
        unnamed: How many other wrong answers there were, by exercise; zeros are left out.
        bugs: The bug hunts that were tried, by name: whether the bug was fixed.
        faults: The hidden faults that were found; None if the learner never looked for any.
    """

    file: str
    pseudonym: str
    solved: frozenset[str]
    visits: dict[str, Visit]
    mistakes: dict[tuple[str, str], int]
    unnamed: dict[str, int]
    bugs: dict[str, bool]
    faults: frozenset[str] | None

    @property
    def name(self) -> str:
        """The pseudonym, or else the file."""
        return self.pseudonym or self.file

    @property
    def latest(self) -> str:
        """The number of the notebook with the latest check, or empty."""
        return max(self.visits, key=lambda which: self.visits[which].last, default="")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    file: str
    reason: str


def read_files(places: Iterable[Path]) -> tuple[list[Learner], list[Skipped]]:
    """Read every progress file once.

    Args:
        places: Files, and folders, which are searched for ``*.json``.
    """
    learners: list[Learner] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for file in _files(places):
        real = os.path.realpath(file)
        if real in seen:
            continue
        seen.add(real)
        try:
            learners.append(_learner(file))
        except ForeignFile as error:
            skipped.append(Skipped(_shown(file), str(error)))
        except OSError as error:
            skipped.append(Skipped(_shown(file), error.strerror or type(error).__name__))
    return learners, skipped


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if not os.path.isdir(place):
            yield place
            continue
        for folder, below, names in os.walk(place):  # does not follow links to folders
            below[:] = sorted(one for one in below if one[0] != "." or one == _OWN_FOLDER)
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(".json"))


def _shown(file: Path) -> str:
    """The end of the path, without characters that could move a terminal's cursor."""
    # On a hub every path is HOME/oauth-tutorial/.oauth-tutorial/progress.json: show whose HOME.
    own = file.parent.name == _OWN_FOLDER
    parts = file.parts[-4:] if own else file.parts[-2:]
    text = "/".join(part for part in parts if part != _OWN_FOLDER)
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)[
        -_NAME_LENGTH:
    ]


def _learner(file: Path) -> Learner:
    record = progress_file.load(file)
    pseudonym = record.get("pseudonym", "")
    if not PSEUDONYM.fullmatch(pseudonym):
        raise ForeignFile("the pseudonym is not one that the course allows")
    exercises = record["exercises"]
    return Learner(
        _shown(file),
        pseudonym.strip(),
        frozenset(name for name, entry in exercises.items() if _is_solved(entry)),
        {which: _visit(times) for which, times in record["notebooks"].items()},
        {
            (name, slug): max(1, _often(times))
            for name, entry in exercises.items()
            for slug, times in _mistakes(entry).items()
        },
        {name: often for name, entry in exercises.items() if (often := _unnamed(entry))},
        {name: _is_solved(entry) for name, entry in exercises.items() if name in BUG_HUNTS},
        _found(exercises[HIDDEN_FAULTS]) if HIDDEN_FAULTS in exercises else None,
    )


def _is_solved(entry: Record) -> bool:
    if entry.get("state") not in ("correct", "not yet", None):
        raise ForeignFile("an exercise has an unknown state")
    return entry.get("state") == "correct"


def _mistakes(entry: Record) -> Record:
    mistakes = entry.get("mistakes", {})
    if not isinstance(mistakes, dict):
        raise ForeignFile("mistakes are not counted by name")
    return mistakes


def _unnamed(entry: Record) -> int:
    """Return how many wrong answers no sentence named, or the smallest possible number.

    Earlier versions counted only attempts and mistakes. Then all other attempts were wrong, unless
    the exercise was solved: nothing says how often a right answer was given again.
    """
    counted = _often(entry.get("unnamed"))
    if _is_solved(entry):
        return counted
    named = sum(map(number, _mistakes(entry).values()))
    return max(counted, _often(number(entry.get("attempts")) - named))


def _often(times: object) -> int:
    return min(number(times), _TIRELESS)


def _found(entry: Record) -> frozenset[str]:
    found = entry.get("found", {})
    if not isinstance(found, dict):
        raise ForeignFile("found faults are not kept by name")
    return frozenset(found.keys() & set(MAY_BE_HIDDEN))


def _visit(times: Record) -> Visit:
    return Visit(_seconds(times.get("first")), _seconds(times.get("last")))


def _seconds(text: object) -> float:
    """Return the Unix seconds of an ISO 8601 time with a time zone."""
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
        if moment.tzinfo is not None:
            return moment.timestamp()
    except (ValueError, OverflowError):
        pass
    raise ForeignFile("a time is not an ISO 8601 time with a time zone")
