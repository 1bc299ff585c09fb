"""Hygiene of the notebooks: complete, normalised, small, and without a secret."""

import copy
import re
from pathlib import Path

import nbformat
import pytest

from tools.refresh_notebooks import normalise

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.rglob("*.ipynb"))
MOST_CODE_LINES = 15
# 22 or more random characters: what a code, a token or a verifier looks like.
TOKEN = re.compile(r"(?<![\w.%/-])[A-Za-z0-9_-]{22,}(?![\w/-])")
READABLE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def texts(notebook: nbformat.NotebookNode) -> list[str]:
    """Every text that the outputs of a notebook hold."""
    found: list[str] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found += [output.get("text", ""), output.get("evalue", "")]
            found += output.get("traceback", [])
            found += [value for value in output.get("data", {}).values() if isinstance(value, str)]
    return found


def secrets_in(notebook: nbformat.NotebookNode) -> list[str]:
    """Strings in the outputs that look random and stand nowhere in the lesson's own text."""
    lesson = "\n".join(cell.source for cell in notebook.cells)
    candidates = [word for text in texts(notebook) for word in TOKEN.findall(text)]
    return [w for w in candidates if looks_random(w) and w not in lesson]


def looks_random(word: str) -> bool:
    """Mixed case and digits: no identifier, no word, no rule of dashes."""
    return all(re.search(kind, word) for kind in ("[a-z]", "[A-Z]", "[0-9]"))


every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)


@every_notebook
def test_is_valid_and_normalised(path: Path) -> None:
    """`make refresh` would change nothing but outputs."""
    notebook = read(path)
    nbformat.validate(notebook)

    assert normalise(copy.deepcopy(notebook)) == notebook
    assert "widgets" not in notebook.metadata


@every_notebook
def test_every_code_cell_was_run(path: Path) -> None:
    """nbval passes a cell that never ran; this does not."""
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]

    assert [cell.id for cell in code if cell.execution_count is None] == []


@every_notebook
def test_outputs_hold_no_secret(path: Path) -> None:
    """No code, token, state or verifier is saved."""
    assert secrets_in(read(path)) == []


def test_a_planted_secret_is_found() -> None:
    """The search would see one in a stream, a result or a traceback."""
    token = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"
    for output in (
        nbformat.v4.new_output("stream", text=f"token {token}\n"),
        nbformat.v4.new_output("execute_result", data={"text/plain": f"'{token}'"}),
        nbformat.v4.new_output("display_data", data={"text/html": f"<a href='x?code={token}'>"}),
        nbformat.v4.new_output("error", ename="E", evalue=token, traceback=[]),
    ):
        cell = nbformat.v4.new_code_cell("f()", outputs=[output], execution_count=1)

        assert [token] == secrets_in(nbformat.v4.new_notebook(cells=[cell]))


def test_normalise_drops_what_was_typed_and_when() -> None:
    """Widget state holds passwords; timings and paths differ on every machine."""
    path = "/" + "home/somebody/notebooks/x.py"
    cell = nbformat.v4.new_code_cell(
        "f()",
        metadata={"execution": {"iopub.status.busy": "now"}},
        outputs=[nbformat.v4.new_output("stream", text=f"in {path}\n")],
    )
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"a": "wonderland"}})

    clean = normalise(notebook)

    assert {"kernelspec", "language_info"} == set(clean.metadata)
    assert clean.cells[0].metadata == {}
    assert clean.cells[0].outputs[0].text == "in x.py\n"


def test_normalise_joins_what_was_printed_in_pieces() -> None:
    """How many pieces depends on how fast the machine is; stderr stays apart."""
    outputs = [
        nbformat.v4.new_output("stream", name=name, text=text)
        for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d"))
    ]
    cell = nbformat.v4.new_code_cell("f()", outputs=outputs)

    clean = normalise(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs

    assert [(one.name, one.text) for one in clean] == [
        ("stdout", "ab"),
        ("stderr", "c"),
        ("stdout", "d"),
    ]


@every_notebook
def test_cell_ids_are_readable_and_unique(path: Path) -> None:
    """A diff names the cell that changed."""
    ids = [cell.id for cell in read(path).cells]

    assert [i for i in ids if not READABLE_ID.fullmatch(i)] == []
    assert [i for i in ids if re.fullmatch(r"[0-9a-f]{8,}", i)] == []
    assert sorted(set(ids)) == sorted(ids)


@every_notebook
def test_code_cells_are_short(path: Path) -> None:
    """A code cell fits on a screen with its explanation."""
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    too_long = {c.id: sum(map(bool, c.source.splitlines())) for c in code}  # empty ones are none

    assert {i: n for i, n in too_long.items() if n > MOST_CODE_LINES} == {}


BLANK = "from oauth_tutorial.exercises import ____"
LEAVE_IT = "# Leave the next line as it is: ____ marks the places that you fill in."


@every_notebook
def test_what_marks_a_blank_is_imported_in_the_setup_cell_only(path: Path) -> None:
    """Who replaces every ____ of an exercise's cell breaks no import."""
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    places = [cell.id for cell in code if re.search(r"^(?:from|import) .*____", cell.source, re.M)]
    setup = next(cell.source for cell in code if cell.id == "setup")

    assert places == ["setup"]
    assert f"{LEAVE_IT}\n{BLANK}" in setup


MERMAID = re.compile(r"```mermaid\n(.*?)```", re.S)
IN_ROUNDS = ("07", "10")  # each round, or part, has a heading of its own


@every_notebook
def test_a_diagram_has_a_title_and_a_description(path: Path) -> None:
    """JupyterLab draws an image of it, and takes its alternative text from there."""
    diagrams = [one for cell in read(path).cells for one in MERMAID.findall(cell.source)]
    untold = [one for one in diagrams if "accTitle: " not in one or "accDescr: " not in one]

    assert untold == []


@every_notebook
def test_an_exercise_has_a_heading(path: Path) -> None:
    """A screen reader goes from heading to heading."""
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    if not path.name.startswith(IN_ROUNDS):
        assert [text for text in texts if re.search(r"^\*\*Exercise \d", text, re.M)] == []


@every_notebook
def test_a_table_has_a_header_row(path: Path) -> None:
    empty = re.compile(r"^\|(?:\s*\|)+\n\|[-:]", re.M)

    assert [cell.id for cell in read(path).cells if empty.search(cell.source)] == []
