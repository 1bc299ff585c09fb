"""What was solved, when, and which mistakes were met: noted, and drawn as a map.

Nothing personal is kept. ``pseudonym`` is a name that the learner makes up, for a
class whose teacher collects the files.
"""

import html
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from oauth_tutorial.exercises import progress_file
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


def note(name: str, outcome: Outcome) -> Outcome:
    """Note the outcome of a check, and return it with what there is to know about the file.

    A solved exercise stays solved, whatever is tried later.
    """

    def edit(record: Record) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        notebook = record["notebooks"].setdefault(name.partition(".")[0], {"first": now})
        notebook["last"] = now
        if outcome.state != "not attempted":
            _count(record["exercises"].setdefault(name, {}), outcome, now)

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


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def attempts(name: str) -> int:
    """Return how often an exercise was tried, on this day or an earlier one."""
    return _number(_entries().get(name, {}).get("attempts"))


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
    """The bar and the map of the course."""

    solved: dict[str, int]
    total: dict[str, int]
    notice: str = ""

    @property
    def percent(self) -> int:
        return round(100 * sum(self.solved.values()) / max(1, sum(self.total.values())))

    def __repr__(self) -> str:
        full = round(self.percent / 100 * _WIDTH)
        lines = [f"{'█' * full}{'░' * (_WIDTH - full)} {self.percent} % {self.notice}".rstrip()]
        lines += [f"{number}  {title}{self._words(number)}" for number, title in COURSE.items()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        items = "".join(
            f'<li value="{int(number)}">{html.escape(title)}<b>{self._words(number)}</b></li>'
            for number, title in COURSE.items()
        )
        notice = f"<p>{html.escape(self.notice)}</p>" if self.notice else ""
        return (
            f'<label>Your progress: {self.percent} % <progress max="100" '
            f'value="{self.percent}"></progress></label>{notice}<ol start="0">{items}</ol>'
        )

    def _words(self, number: str) -> str:
        # before the first solved exercise nothing is said, so that an untouched map
        # is the same however many exercises a notebook has
        solved, total = self.solved.get(number, 0), self.total.get(number, 0)
        if not solved:
            return ""
        return ": done" if solved >= total else f": {solved} of {total} solved"


def progress() -> Progress:
    """Return how far you are, from the progress file beside the notebooks."""
    from oauth_tutorial.exercises import all_exercises

    total: dict[str, int] = {}
    solved: dict[str, int] = {}
    entries, notice = _entries(), _notice()
    for exercise in all_exercises():
        number = exercise.name.partition(".")[0]
        total[number] = total.get(number, 0) + 1
        if entries.get(exercise.name, {}).get("state") == "correct":
            solved[number] = solved.get(number, 0) + 1
    return Progress(solved, total, notice)


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
