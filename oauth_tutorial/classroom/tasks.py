"""Where an exercise is: its notebook, and the heading above it.

A teacher knows a task by these, not by its name in the progress file. The headings are read from
the notebooks, so that there is no second list that could differ.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.text.readers import read_json

_MOST = 8 * 1024 * 1024  # bytes of one of our notebooks
_HEADING = re.compile(r"^#+ +(.+?) *$", re.M)


def task(exercise: str) -> str:
    """Return the notebook and the heading of an exercise.

    Args:
        exercise: Its name in the progress file, one of the course's own.

    Example:
        >>> task("01.is_my_answer")
        '01 Build the authorization URL · Exercise 2'
    """
    number, _, name = exercise.partition(".")
    return f"{number} {COURSE[number]} · {_heading(number, name) or name}"


def _heading(number: str, name: str) -> str:
    """The last heading before the cell that checks the exercise, or shows its panel."""
    asks = re.compile(rf"^{re.escape(name)}(?:\.check\(|\s*\Z)", re.M)
    above = ""
    for kind, text in _cells(number):
        if kind == "markdown":
            above = (_HEADING.findall(text) or [above])[-1]
        elif asks.search(text):
            return above.replace("`", "")
    return ""


@cache
def _cells(number: str) -> tuple[tuple[str, str], ...]:
    """The kind and text of a notebook's cells; nothing if the notebook is not here."""
    for path in beside("notebooks").glob(f"{number}_*.ipynb"):
        notebook = read_json(path.read_bytes(), _MOST)
        if isinstance(notebook, dict):
            return tuple(_read(notebook.get("cells") or ()))
    return ()


def _read(cells: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for cell in cells:
        yield cell["cell_type"], "".join(cell["source"])
