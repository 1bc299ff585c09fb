"""What was solved, when, and which mistakes were met: noted, and drawn as a map.

Nothing personal is kept. ``pseudonym`` is a name that the learner makes up, for a
class whose teacher collects the files.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from oauth_tutorial.exercises import progress_file
from oauth_tutorial.exercises.hunts import BUG_HUNTS, HIDDEN_FAULTS
from oauth_tutorial.exercises.outcome import Outcome
from oauth_tutorial.exercises.progress_file import ForeignFile, Record

COURSE = {
    "00": "Start here: get a token",
    "01": "Build the authorization URL",
    "02": "Capture the code",
    "03": "Exchange the code for a token",
    "04": "Use and keep access",
    "05": "Protect the code with PKCE",
    "06": "Who is the user?",
    "07": "Break it and fix it",
    "08": "Other ways to get a token",
}
PSEUDONYM = re.compile(r"[\w -]{0,40}")
_WIDTH = 20  # characters of the bar


def note(name: str, outcome: Outcome, found: Iterable[str] = ()) -> Outcome:
    """Note the outcome of a check, and return it with what there is to know about the file.

    A solved exercise stays solved, whatever is tried later.

    Args:
        name: As ``"01.state"``. Without a number in front it belongs to no notebook.
        outcome: What the check said.
        found: Names of hidden faults that were right. Default: none.
    """

    def edit(record: Record) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if number := name.rpartition(".")[0]:
            record["notebooks"].setdefault(number, {"first": now})["last"] = now
        if outcome.state != "not attempted":
            entry = record["exercises"].setdefault(name, {})
            _count(entry, outcome, now)
            _add_found(entry, found, now)

    notice = progress_file.change(edit)
    return replace(outcome, note="\n".join(filter(None, [outcome.note, notice])))


def _count(entry: Record, outcome: Outcome, now: str) -> None:
    entry.setdefault("first", now)
    entry["attempts"] = _number(entry.get("attempts")) + 1
    if outcome.state == "correct":
        entry.setdefault("solved", now)
    entry["state"] = "correct" if "solved" in entry else "not yet"
    mistakes = entry.setdefault("mistakes", {})
    if outcome.mistake and isinstance(mistakes, dict):
        mistakes[outcome.mistake] = _number(mistakes.get(outcome.mistake)) + 1


def _add_found(entry: Record, found: Iterable[str], now: str) -> None:
    kept = _found(entry)
    fresh = {fault: now for fault in found}
    if kept or fresh:
        entry["found"] = fresh | kept  # the first time counts


def _found(entry: Record) -> Record:
    found = entry.get("found")
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def attempts(name: str) -> int:
    """Return how often an exercise was tried, on this day or an earlier one."""
    return _number(_entries().get(name, {}).get("attempts"))


def faults_found() -> frozenset[str]:
    """Return the hidden faults that were named rightly, on this day or an earlier one."""
    return frozenset(_found(_entries().get(HIDDEN_FAULTS, {})))


def pseudonym(name: str) -> str:
    """Set the made-up name that the teacher's report shows, as ``"blue heron"``.

    Args:
        name: Letters, digits, spaces and hyphens, 40 at most; empty takes it away.

    Returns:
        One sentence that says what is kept.
    """
    if not isinstance(name, str) or not PSEUDONYM.fullmatch(name):
        return "A pseudonym is made of letters, digits, spaces and hyphens, 40 at most."
    notice = progress_file.change(lambda record: record.update(pseudonym=name.strip()))
    return notice or f"Your progress file is now called {name.strip() or 'nothing'!r}."


@dataclass(frozen=True, repr=False)
class Progress:
    """The bar and the map of the course.

    Attributes:
        solved: How many exercises, by number of the notebook.
        total: Of how many.
        bugs: How many bugs of a bug hunt were mended, by number of the notebook.
        faults: How many hidden faults were found.
        notice: What there is to know about the file.
    """

    solved: dict[str, int]
    total: dict[str, int]
    bugs: dict[str, int]
    faults: int
    notice: str = ""

    @property
    def percent(self) -> int:
        return round(100 * sum(self.solved.values()) / max(1, sum(self.total.values())))

    def __repr__(self) -> str:
        full = round(self.percent / 100 * _WIDTH)
        lines = [f"{'█' * full}{'░' * (_WIDTH - full)} {self.percent} % {self.notice}".rstrip()]
        lines += [f"{number}  {title}{self._words(number)}" for number, title in COURSE.items()]
        return "\n".join([*lines, *self._seeds_words()])

    def _repr_html_(self) -> str:
        items = "".join(
            f'<li value="{int(number)}">{html.escape(title)}<b>{self._words(number)}</b></li>'
            for number, title in COURSE.items()
        )
        notice = f"<p>{html.escape(self.notice)}</p>" if self.notice else ""
        faults = "".join(f"<p>{line}</p>" for line in self._seeds_words())
        return (
            f'<label>Your progress: {self.percent} % <progress max="100" '
            f'value="{self.percent}"></progress></label>{notice}<ol start="0">{items}</ol>{faults}'
        )

    def _words(self, number: str) -> str:
        # before the first solved exercise nothing is said, so that an untouched map
        # is the same however many exercises a notebook has
        words = [*self._exercises_words(number), *self._bugs_words(number)]
        return f": {', '.join(words)}" if words else ""

    def _exercises_words(self, number: str) -> list[str]:
        solved, total = self.solved.get(number, 0), self.total.get(number, 0)
        if not solved:
            return []
        return ["done" if solved >= total else f"{solved} of {total} solved"]

    def _bugs_words(self, number: str) -> list[str]:
        mended = self.bugs.get(number, 0)
        total = sum(bug.notebook == number for bug in BUG_HUNTS.values())
        return [f"{mended} of {total} bugs mended"] if mended else []

    def _seeds_words(self) -> list[str]:
        return [f"Hidden faults: {self.faults} found"] if self.faults else []


def progress() -> Progress:
    """Return how far you are, from the progress file beside the notebooks."""
    from oauth_tutorial.exercises import all_exercises

    entries = _entries()
    solved = {name for name, entry in entries.items() if entry.get("state") == "correct"}
    names = {exercise.name for exercise in all_exercises()}
    return Progress(
        solved=_by_notebook(names & solved),
        total=_by_notebook(names),
        bugs=_by_notebook(BUG_HUNTS.keys() & solved),
        faults=len(faults_found()),
        notice=_notice(),
    )


def _by_notebook(names: Iterable[str]) -> dict[str, int]:
    return Counter(name.partition(".")[0] for name in names)


def _entries() -> dict[str, Record]:
    try:
        entries: dict[str, Record] = progress_file.read()["exercises"]
    except (ForeignFile, OSError):
        return {}
    return entries


def _notice() -> str:
    try:
        progress_file.read()
    except ForeignFile as error:
        return (
            f"{progress_file.path().name} is no progress file of this course ({error}). "
            "It will be set aside at your next check."
        )
    except OSError as error:
        return f"Your progress cannot be read ({type(error).__name__})."
    return ""
