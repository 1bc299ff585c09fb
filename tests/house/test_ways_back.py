"""Where a notebook ends in a dead end, it names a heading, and the cells below it lead out."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
WAY_BACK = re.compile(r"Run the cells (?:below|from) \*(.+?)\*", re.IGNORECASE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def headings(cell: nbformat.NotebookNode) -> list[str]:
    return HEADING.findall(cell.source) if cell.cell_type == "markdown" else []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_headings_that_a_notebook_sends_back_to_are_there(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    known = [heading for cell in cells for heading in headings(cell)]
    named = [name for cell in cells for name in WAY_BACK.findall(cell.source)]

    assert [name for name in named if not any(one.startswith(name) for one in known)] == []


def test_the_routes_name_headings_that_are_there() -> None:
    """*03 up to The first call for Alice* and *03, Break it first*, in the first cell of 00."""
    first, third = (nbformat.read(PATHS[number], as_version=4).cells for number in (0, 3))
    known = [heading for cell in third for heading in headings(cell)]
    named = re.findall(r"03(?: up to|,) \*(.+?)\*", first[0].source)

    assert len(named) == 2
    assert set(named) <= set(known)


@pytest.mark.parametrize(
    ("number", "exchange", "api"),
    [
        (0, "exchange", "photos"),
        (3, "exchange", "api"),
        (4, "exchange", "refresh-by-hand"),
        (5, "owner", "steal"),
    ],
)
def test_a_code_that_was_sent_twice_is_no_dead_end(number, exchange, api, tmp_path, monkeypatch):
    """The cell fails with the heading in its message; from there on, everything works again."""
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(tmp_path / "progress.json"))
    notebook = nbformat.read(PATHS[number], as_version=4)
    ids = [cell.id for cell in notebook.cells]
    lost = [again(notebook.cells[ids.index(name)], name) for name in (exchange, api)]
    [name] = WAY_BACK.findall(lost[1].source)
    back = next(
        place
        for place, cell in enumerate(notebook.cells)
        if any(one.startswith(name) for one in headings(cell))
    )
    there = ids.index(exchange) + 1
    rest = [copy.deepcopy(cell) for cell in notebook.cells[back:]]
    for place, cell in enumerate(rest):
        cell["id"] = f"again-{place}"
    notebook.cells = [*notebook.cells[:there], *lost, *rest]

    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()

    assert [cell.outputs[-1].output_type for cell in lost] == ["error", "error"]
    assert f"*{name}*" in lost[1].outputs[-1].evalue


# The learner presses Deny, comes after ten minutes, or does not come at all.
UNANSWERED = {
    "access_denied": 'visit(codes["verification_uri_complete"], decision="deny")',
    "expired_token": "photobox.clock.advance(seconds=codes['expires_in'])",
    "authorization_pending": "import types\ntime = types.SimpleNamespace(sleep=lambda _: None)",
}


@pytest.mark.parametrize("error", UNANSWERED)
def test_a_device_code_without_a_token_is_no_dead_end(error, tmp_path, monkeypatch):
    """The notebook says what happened, in a sentence of its own, and works from the heading on."""
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(tmp_path / "progress.json"))
    notebook = nbformat.read(PATHS[8], as_version=4)
    ids = [cell.id for cell in notebook.cells]
    visit, wait, use = (ids.index(f"device-{name}") for name in ("visit", "wait", "use"))
    first = [copy.deepcopy(cell) for cell in notebook.cells[: use + 1]]
    first[visit].source, first[use].metadata["tags"] = UNANSWERED[error], ["raises-exception"]
    back = next(place for place, cell in enumerate(first) if "## No keyboard" in cell.source)
    rest = notebook.cells[back:]
    for cell in rest:
        cell["id"] = f"{cell.id}-again"
    notebook.cells = [*first, *rest]

    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()

    assert first[wait].outputs[-1].data["text/plain"] == repr(error)
    said, _, way = first[use].outputs[-1].evalue.partition(". ")
    assert said not in ("", error)
    assert WAY_BACK.findall(way) == ["No keyboard"]
    assert headings(first[back]) == ["No keyboard"]


def again(cell: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """The same cell once more, which is expected to fail."""
    one = copy.deepcopy(cell)
    one["id"] = f"{name}-twice"
    one.metadata["tags"] = ["raises-exception"]
    return one
