"""The report as one page: no script, nothing loaded, everything escaped."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from oauth_tutorial.classroom.reading import Learner
from oauth_tutorial.classroom.report import Classroom
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS
from oauth_tutorial.practice.model.variants import HIDDEN_AT_ONCE


def draw(found: Classroom) -> str:
    """Return the page's HTML."""
    style = files("oauth_tutorial.classroom").joinpath("style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>The class at a glance</title>
<style>{style}</style>
<main>
<h1>The class at a glance</h1>
<p>{escape(found.counts())}. A learner is the pseudonym that they chose, else the file's name.</p>
{_misconceptions(found)}
{_notebooks(found)}
{_learners(found)}
{_bugs(found)}
{_faults(found)}
{_skipped(found)}
</main>
</html>
"""


def _misconceptions(found: Classroom) -> str:
    rows = [
        [
            str(one.learners),
            f"{escape(one.says)} <small>{one.exercise} {escape(one.mistake)}</small>",
        ]
        for one in found.misconceptions
    ]
    return _table("What to say", ["learners", "the sentence"], rows)


def _notebooks(found: Classroom) -> str:
    rows = []
    for number, total in found.total.items():
        there = [one for one in found.learners if number in one.visits]
        done = sum(found.solved(one, number) == total for one in there) if total else 0
        name = f"{number} {escape(COURSE.get(number, ''))}"
        rows.append([name, str(len(there)), str(done), _time(found.minutes(number))])
    return _table("Notebooks", ["notebook", "began", "solved all", "median time"], rows)


def _learners(found: Classroom) -> str:
    everything = sum(found.total.values())
    rows = [
        [
            f"<bdi>{escape(one.name)}</bdi>",
            f'<meter max="{max(1, everything)}" value="{len(one.solved)}"></meter> '
            f"{len(one.solved)} of {everything}",
            one.latest,
            *(_cell(found, one, number) for number in found.total),
            *found.hunts(one),
        ]
        for one in found.learners
    ]
    return _table("Who is where", found.heads, rows)


def _cell(found: Classroom, learner: Learner, number: str) -> str:
    if number not in learner.visits:
        return ""
    taken = _time(learner.visits[number].minutes)
    return f"{found.solved(learner, number)}/{found.total[number]} <small>{taken}</small>"


def _time(minutes: float | None) -> str:
    if minutes is None:
        return ""
    whole = round(minutes)
    text = f"{whole} min" if whole < 120 else f"{whole // 60} h {whole % 60} min"
    return text.replace(" ", "&nbsp;")


def _bugs(found: Classroom) -> str:
    rows = []
    for one in found.bugs:
        bug = BUG_HUNTS[one.name]
        cause = f"{escape(one.cause)} <small>{escape(bug.title)}</small>"
        rows.append([cause, bug.notebook, str(one.tried), str(one.found)])
    return _table("Bug hunts", ["cause", "notebook", "tried", "mended"], rows) if rows else ""


def _faults(found: Classroom) -> str:
    rows = [[escape(one.name), str(one.tried), str(one.found)] for one in found.faults]
    heads = ["fault", "looked for theirs", "found this one"]
    # so 0 can also mean that this one was hidden from nobody
    caption = f"Hidden faults: each learner has {HIDDEN_AT_ONCE} of them"
    return _table(caption, heads, rows) if rows else ""


def _skipped(found: Classroom) -> str:
    if not found.skipped:
        return ""
    rows = [[f"<bdi>{escape(one.file)}</bdi>", escape(one.reason)] for one in found.skipped]
    return _table("Skipped", ["file", "why"], rows)


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; the cells are HTML. It scrolls by itself, by keyboard too, where it is too wide."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "\n".join(f"<tr>{_row(row)}</tr>" for row in rows)
    return (
        f'<div role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _row(cells: Iterable[str]) -> str:
    first, *others = cells
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{one}</td>" for one in others)
