"""Where a hint names a heading of a notebook, the heading is there."""

import re
from pathlib import Path

import nbformat
import pytest

from oauth_tutorial.exercises import all_exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ELSEWHERE = re.compile(r"notebook (\d\d), “")
QUOTED = re.compile(r"“(.+?)”")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def headings(number: str) -> list[str]:
    """The headings of a notebook, without the marks of code."""
    [path] = NOTEBOOKS.glob(f"{number}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return [heading.replace("`", "") for heading in HEADING.findall(text)]


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_the_headings_that_a_hint_names_are_there(exercise) -> None:
    """*where to look: notebook 05, “With protection”*; without a number, in its own notebook."""
    for hint in exercise.hints:
        elsewhere = ELSEWHERE.search(hint)
        known = headings(elsewhere[1] if elsewhere else exercise.name[:2])

        assert [n for n in QUOTED.findall(hint) if not any(h.startswith(n) for h in known)] == []
