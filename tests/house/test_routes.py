"""The routes through the course: the same in notebook 00, in the README and for teachers."""

import json
import re
from pathlib import Path

import pytest

from oauth_tutorial.exercises.course import COURSE

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
PAGES = {
    "README": (ROOT / "README.md").read_text(encoding="utf-8"),
    "classroom": GUIDE,
}
ABOUT = re.compile(r"^\*(\d+) minutes\*$", re.M)
HALF_AN_HOUR = 30


def cells(number: str) -> list[str]:
    """What the cells of a notebook say."""
    (path,) = (ROOT / "notebooks").glob(f"{number}_*.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def routes(text: str) -> list[list[str]]:
    """The rows of the table below *Choose your route*, without the spaces around its cells."""
    (table,) = re.findall(r"^## Choose your route\n(?:.*\n)*?((?:\|.*\n)+)", text + "\n", re.M)
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    return [row for row in rows if set(row) != {"---"}]


NUMBERS = [path.name[:2] for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
MINUTES = {number: int(ABOUT.findall(cells(number)[0])[0]) for number in NUMBERS}
ROUTES = routes(cells("00")[0])


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_have_the_routes_of_the_notebook(page: str) -> None:
    """In its words, and in its order."""
    assert routes(PAGES[page]) == ROUTES
    assert len(ROUTES) == 7  # the heads too


def test_a_route_takes_what_its_notebooks_take() -> None:
    """A learner's minutes, as the first cell of each notebook says them."""
    promised = {have.strip("*"): take for have, take in ROUTES}

    assert promised["30 minutes"] == "notebooks 00 and 01"
    assert MINUTES["00"] + MINUTES["01"] <= 30
    assert promised["45 minutes"] == "00, 01 and 02"
    assert sum(MINUTES[one] for one in ("00", "01", "02")) <= 45
    assert promised["90 minutes"] == "00 to 03, then 05"
    assert sum(MINUTES[one] for one in ("00", "01", "02", "03", "05")) <= 90
    assert promised["3½ hours"] == "the whole course"
    assert 210 - HALF_AN_HOUR < sum(MINUTES.values()) <= 210


def test_a_route_names_sections_that_are_there() -> None:
    """Those of notebook 03: *The first call for Alice* and *Break it first*."""
    named = {name for _, take in ROUTES for name in re.findall(r"\*([^*]+)\*", take)}
    headings = re.findall(r"^#+ (.+)$", "\n".join(cells("03")), re.M)

    assert named
    assert named <= set(headings)


def test_the_lesson_of_90_minutes_gives_each_notebook_its_minutes() -> None:
    """In rows that follow each other, from the first minute to the last."""
    lesson = GUIDE.partition("## 90 minutes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+)–(\d+) \| (?:Notebook (\d\d) )?", lesson, re.M)
    begins, ends = [int(begin) for begin, _, _ in rows], [int(end) for _, end, _ in rows]
    said = dict(re.findall(r"^\| (\d\d) \| (\d+) minutes \|", lesson, re.M))

    assert (begins, ends[-1]) == ([0, *ends[:-1]], 90)
    taken = {number: int(end) - int(begin) for begin, end, number in rows if number}
    assert taken == {number: MINUTES[number] for number in ("00", "01", "02", "03", "05")}
    assert {number: int(minutes) for number, minutes in said.items()} == taken
    assert f"rounded up to five: {sum(taken.values())} in all" in lesson


@pytest.mark.parametrize("number", NUMBERS)
def test_the_readme_calls_a_notebook_by_its_title_on_the_map(number: str) -> None:
    [name] = re.findall(rf"^\| \[{number} (.+?)\]\(notebooks/{number}_", PAGES["README"], re.M)

    assert name == COURSE[number]
