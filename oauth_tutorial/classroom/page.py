"""The report as one page: no script, nothing loaded, everything escaped."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from oauth_tutorial.classroom.mistakes import FIRST, SAY, UNNAMED
from oauth_tutorial.classroom.reading import Learner
from oauth_tutorial.classroom.report import Classroom
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS
from oauth_tutorial.notebook.files import own_file, template
from oauth_tutorial.practice.model.variants import HIDDEN_AT_ONCE


class Table(NamedTuple):
    """One table of the page. If it is ``folded``, a click on its caption opens it."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    folded: bool = False


_OF_TASK = Markup("{}<br><small>{}</small>")
_WITH_SMALL = Markup("{} <small>{}</small>")
_OUTSIDE = Markup("<bdi>{}</bdi>")  # learners' own text, which may run from right to left
_SOLVED = Markup(
    '<meter aria-label="solved" max="{most}" value="{solved}"></meter> {solved} of {everything}'
)


def draw(found: Classroom) -> str:
    """Return the page's HTML."""
    style = own_file("oauth_tutorial.classroom", "style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = Markup(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
    ).format(digest)
    return template("oauth_tutorial.classroom", "page.html").render(
        policy=policy, style=style, counts=found.counts(), tables=list(_tables(found))
    )


def _tables(found: Classroom) -> Iterator[Table]:
    yield from _mistakes(found)
    yield _notebooks(found)
    yield _learners(found)
    if found.bugs:
        yield _bugs(found)
    if found.faults:
        yield _faults(found)
    if found.skipped:
        skipped = [[_OUTSIDE.format(one.file), one.reason] for one in found.skipped]
        yield Table("Skipped", ["file", "why"], skipped)


def _mistakes(found: Classroom) -> Iterator[Table]:
    heads = ["learners", "answers"]
    said = [
        [_OF_TASK.format(one.says, one.task), one.learners, one.answers]
        for one in found.misconceptions
    ]
    unnamed = [[one.task, one.learners, one.answers] for one in found.unnamed]
    yield from _first(SAY, ["the sentence, and its task", *heads], said)
    if unnamed:
        yield from _first(UNNAMED, ["task", *heads], unnamed)


def _first(caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[Table]:
    """The rows that matter most, and the others in a folded table."""
    yield Table(caption, heads, rows[:FIRST])
    if rest := rows[FIRST:]:
        yield Table(f"{caption}: {len(rest)} more", heads, rest, folded=True)


def _notebooks(found: Classroom) -> Table:
    rows = []
    for number, total in found.total.items():
        there = [one for one in found.learners if number in one.visits]
        done = sum(found.solved(one, number) == total for one in there) if total else 0
        name = f"{number} {COURSE.get(number, '')}"
        rows.append([name, len(there), done, _time(found.minutes(number))])
    return Table("Notebooks", ["notebook", "began", "solved all", "median time"], rows)


def _learners(found: Classroom) -> Table:
    everything = sum(found.total.values())
    rows = [
        [
            _OUTSIDE.format(one.name),
            _SOLVED.format(most=max(1, everything), solved=len(one.solved), everything=everything),
            one.latest,
            *(_cell(found, one, number) for number in found.total),
            *found.hunts(one),
        ]
        for one in found.learners
    ]
    return Table("Who is where", found.heads, rows)


def _cell(found: Classroom, learner: Learner, number: str) -> str:
    if number not in learner.visits:
        return ""
    solved = f"{found.solved(learner, number)}/{found.total[number]}"
    return _WITH_SMALL.format(solved, _time(learner.visits[number].minutes))


def _time(minutes: float | None) -> str:
    if minutes is None:
        return ""
    whole = round(minutes)
    text = f"{whole} min" if whole < 120 else f"{whole // 60} h {whole % 60} min"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _bugs(found: Classroom) -> Table:
    rows = []
    for one in found.bugs:
        bug = BUG_HUNTS[one.name]
        cause = _WITH_SMALL.format(one.cause, bug.title)
        rows.append([cause, bug.notebook, one.tried, one.found])
    return Table("Bug hunts", ["cause", "notebook", "tried", "fixed"], rows)


def _faults(found: Classroom) -> Table:
    rows = [[one.name, one.tried, one.found] for one in found.faults]
    # so 0 can also mean that no learner's service had this fault
    caption = f"Hidden faults: each learner has {HIDDEN_AT_ONCE} of them"
    return Table(caption, ["fault", "looked for theirs", "found this one"], rows)
