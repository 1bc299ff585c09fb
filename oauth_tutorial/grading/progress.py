"""What was solved, when, and which mistakes were met: noted in a file.

Nothing personal is kept. ``pseudonym`` is a name that the learner makes up, for a
class whose teacher collects the files.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from oauth_tutorial.grading import progress_file
from oauth_tutorial.grading.outcome import Outcome
from oauth_tutorial.grading.progress_file import ForeignFile, Record

_TOO_OFTEN = 1_000_000  # for a number of attempts that somebody made; a file can hold any
PSEUDONYM = re.compile(r"[\w -]{0,40}")


def note(name: str, outcome: Outcome, found: Iterable[str] = (), answer: str = "") -> Outcome:
    """Note the outcome of a check, and return it with what there is to know about the file.

    A solved exercise stays solved, whatever is tried later.

    Args:
        name: As ``"01.state"``. Without a number in front it belongs to no notebook.
        outcome: What the check said.
        found: Names of hidden faults that were right. Default: none.
        answer: Its fingerprint: the same wrong answer once more is no other attempt. Default:
            every answer is another one.
    """

    def edit(record: Record) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if notebook := name.rpartition(".")[0]:
            record["notebooks"].setdefault(notebook, {"first": now})["last"] = now
        if outcome.state != "not attempted":
            entry = record["exercises"].setdefault(name, {})
            if not _is_same(entry, outcome, answer):
                _count(entry, outcome, now)
            _add_found(entry, found, now)

    told = progress_file.change(edit)
    return replace(outcome, note="\n".join(filter(None, [outcome.note, told])))


def _is_same(entry: Record, outcome: Outcome, answer: str) -> bool:
    """Whether the newest attempt was this very answer, and wrong; note it for the next."""
    before, now = entry.get("last"), answer if outcome.state == "not yet" else ""
    if now:
        entry["last"] = now
    else:
        entry.pop("last", None)
    return bool(now) and before == now


def _count(entry: Record, outcome: Outcome, now: str) -> None:
    entry.setdefault("first", now)
    entry["attempts"] = number(entry.get("attempts")) + 1
    if outcome.state == "correct":
        entry.setdefault("solved", now)
    entry["state"] = "correct" if "solved" in entry else "not yet"
    mistakes = entry.setdefault("mistakes", {})
    if outcome.mistake and isinstance(mistakes, dict):
        mistakes[outcome.mistake] = number(mistakes.get(outcome.mistake)) + 1
    if outcome.state == "not yet" and not outcome.mistake:
        entry["unnamed"] = number(entry.get("unnamed")) + 1


def _add_found(entry: Record, found: Iterable[str], now: str) -> None:
    kept = _found(entry)
    fresh = dict.fromkeys(found, now)
    if kept or fresh:
        entry["found"] = fresh | kept  # the first time counts


def _found(entry: Record) -> Record:
    found = entry.get("found")
    return found if isinstance(found, dict) else {}


def number(value: object) -> int:
    """Return how often something was met; 0 of what is no such number."""
    return value if isinstance(value, int) and 0 <= value < _TOO_OFTEN else 0


def attempts(name: str) -> int:
    """Return how often an exercise was tried, on this day or an earlier one."""
    return number(entries().get(name, {}).get("attempts"))


def found(name: str) -> frozenset[str]:
    """Return what was named rightly of several, on this day or an earlier one."""
    return frozenset(_found(entries().get(name, {})))


def pseudonym(name: str) -> str:
    """Set the made-up name that the teacher's report shows, as ``"blue heron"``.

    Args:
        name: Letters, digits, spaces and hyphens, 40 at most; empty takes it away.

    Returns:
        One sentence that says what is kept.
    """
    if not isinstance(name, str) or not PSEUDONYM.fullmatch(name):
        return "A pseudonym is made of letters, digits, spaces and hyphens, 40 at most."
    told = progress_file.change(lambda record: record.update(pseudonym=name.strip()))
    return told or f"Your progress file is now called {name.strip() or 'nothing'!r}."


def entries() -> dict[str, Record]:
    """Return what the progress file holds of each exercise; nothing where it cannot be read."""
    try:
        noted: dict[str, Record] = progress_file.read()["exercises"]
    except (ForeignFile, OSError):
        return {}
    return noted


def notice() -> str:
    """Return what there is to know about the progress file, or nothing."""
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
