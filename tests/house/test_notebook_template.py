"""The template of a notebook: how long it is, how long it takes, and the words that it uses."""

import itertools
import math
import re
from pathlib import Path

import nbformat
import pytest

from oauth_tutorial.exercises.course import COURSE

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CELLS = range(20, 36)
MOST_WORDS = 900
MINUTES = re.compile(r"^\*(\d+) minutes\*$", re.MULTILINE)
FENCED = re.compile(r"```.*?```", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
CHECK = re.compile(r"^\w+\.check\(", re.MULTILINE)
READABLE = (
    '%%{init: {"theme": "default", "themeVariables": {"signalColor": "#7b7b7b", '
    '"lineColor": "#7b7b7b"}, "themeCSS": ".messageText {paint-order: stroke; stroke: #fff; '
    'stroke-width: 9px; stroke-linejoin: round; fill: #222}"}}%%'
)
AVOIDED = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|simply|just|obviously|of course|clearly|robot)\b", re.IGNORECASE
)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(notebook: nbformat.NotebookNode) -> str:
    """The Markdown cells without fenced code and tags."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return TAG.sub("", FENCED.sub("", text))


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def minutes(notebook: nbformat.NotebookNode) -> int:
    """200 words a minute, 18 seconds a code cell, two minutes an exercise; up to the next five."""
    cells = code(notebook)
    exercises = sum(1 for source in cells if CHECK.search(source))
    taken = len(prose(notebook).split()) / 200 + 0.3 * len(cells) + 2 * exercises
    return 5 * math.ceil(taken / 5)


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_it_has_a_length_that_one_sitting_holds(path: Path) -> None:
    notebook = read(path)
    words = len(prose(notebook).split())

    assert len(notebook.cells) in CELLS, f"{len(notebook.cells)} cells"
    assert words <= MOST_WORDS, f"{words} words"


@each_notebook
def test_the_first_cell_says_how_long_it_takes(path: Path) -> None:
    notebook = read(path)

    said = MINUTES.search(notebook.cells[0].source)

    assert said
    assert int(said[1]) == minutes(notebook)


@each_notebook
def test_its_heading_is_its_title_on_the_map(path: Path) -> None:
    first = read(path).cells[0].source.partition("\n")[0]

    assert first == f"# {COURSE[path.name[:2]]}"


@each_notebook
def test_it_avoids_words_that_do_not_help(path: Path) -> None:
    """*Just* and *simply* tell a beginner that the difficulty is theirs."""
    notebook = read(path)
    comments = "\n".join(re.findall(r"#.*", "\n".join(code(notebook))))

    assert AVOIDED.findall(prose(notebook) + comments) == []


@each_notebook
def test_help_stands_in_the_exercise_s_own_cell(path: Path) -> None:
    for source in code(read(path)):
        helped = {name for name in (".hint()", ".solution()") if name in source}
        wanted = {".hint()", ".solution()"} if CHECK.search(source) else set()
        assert helped == wanted, source


@each_notebook
def test_its_diagrams_can_be_read_after_a_switch_of_theme(path: Path) -> None:
    """JupyterLab draws a diagram once. These colours and outlines hold on light and on dark."""
    diagrams = re.findall(r"```mermaid\n(.*)", "\n".join(c.source for c in read(path).cells))

    assert all(line == READABLE for line in diagrams), diagrams


@pytest.mark.parametrize(
    ("path", "following"), list(itertools.pairwise(NOTEBOOKS)), ids=lambda path: path.stem
)
def test_its_end_links_to_the_next_one(path: Path, following: Path) -> None:
    """JupyterLab opens it in a tab: its file list cuts long names off."""
    last = read(path).cells[-1].source

    assert last.endswith(f"**Next:** [notebook {following.name[:2]}]({following.name}).")
