"""Each notebook as a learner leaves it: untouched, and with every exercise solved."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from oauth_tutorial.exercises import Exercise, all_exercises
from oauth_tutorial.practice.model.variants import STORY, Variant, variant

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHECK = re.compile(r"^(\w+)\.check\((\w+)\)", re.MULTILINE)
IMPORT = re.compile(r"^(?:from|import) .*\n", re.MULTILINE)
ANSWER_CELL = re.compile(r"exercise-\d+-answer")


def exercises_of(path: Path) -> dict[str, Exercise]:
    """The exercises with a starter cell by their plain names, in the order of the course."""
    of_notebook = (one for one in all_exercises() if one.name[:2] == path.name[:2])
    return {one.name[3:]: one for one in of_notebook if type(one) is Exercise}  # no panel


PATHS = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if exercises_of(path)]
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def solved() -> Iterator[Any]:
    """Every notebook, and with a seed each one in which a seed changes what is right."""
    for path in PATHS:
        yield pytest.param(path, "", id=path.stem)
        if any(exercise.assigned for exercise in exercises_of(path).values()):
            yield pytest.param(path, "7", id=f"{path.stem}-seed")


def answer_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if ANSWER_CELL.fullmatch(cell.id)]


def solve(cell: nbformat.NotebookNode, exercise: Exercise, mine: Variant) -> None:
    """Keep the cell's imports and its check; write the solution where the blanks were."""
    own = {quoted(STORY, name): quoted(mine, name) for name in exercise.assigned}
    solution = exercise.solution_code
    if own:
        solution = re.sub("|".join(own), lambda found: own[found[0]], solution)
    check = CHECK.search(cell.source)
    imports = "".join(IMPORT.findall(cell.source))
    cell.source = f"{imports}\n{solution}\n\n{check.group()}"


def quoted(one: Variant, name: str) -> str:
    value = getattr(one, name)
    return f'"{value if isinstance(value, str) else " ".join(value)}"'


def outcome_of(cell: nbformat.NotebookNode) -> str:
    """The first line of the result, before the colon."""
    return cell.outputs[-1].data["text/plain"].partition(":")[0]


@each_notebook
def test_every_exercise_has_its_cell_and_its_help(path):
    """In the order of the module, with the exercise's own variable."""
    notebook = nbformat.read(path, as_version=4)
    checks = [CHECK.search(cell.source).groups() for cell in answer_cells(notebook)]
    sources = "\n".join(cell.source for cell in notebook.cells)
    exercises = exercises_of(path)

    assert checks == [(name, exercise.answer) for name, exercise in exercises.items()]
    assert [n for n in exercises if f"# {n}.hint()\n# {n}.solution()" not in sources] == []


@each_notebook
def test_untouched_it_says_not_attempted(path):
    """In the stored outputs, which nbval compares with a real run."""
    cells = answer_cells(nbformat.read(path, as_version=4))

    assert [outcome_of(cell) for cell in cells] == ["Not attempted"] * len(exercises_of(path))


@pytest.mark.parametrize(("path", "seed"), list(solved()))
def test_solved_every_check_says_correct(path, seed, tmp_path, monkeypatch):
    """The solutions work in the notebook itself, and nothing below them breaks.

    With a seed the learner's own values are the right ones, and the story's are refused.
    """
    exercises = exercises_of(path)
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", seed)
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(tmp_path / "progress.json"))
    notebook = nbformat.read(path, as_version=4)
    cells, mine = answer_cells(notebook), variant(int(seed) if seed else None)
    for cell in cells:
        solve(cell, exercises[CHECK.search(cell.source)[1]], mine)

    where = {"metadata": {"path": tmp_path}}  # notebook 10 lays files beside itself
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=where).execute()

    assert [outcome_of(cell) for cell in cells] == ["Correct"] * len(exercises)
    assert (tmp_path / "progress.json").read_text().count('"state": "correct"') == len(exercises)
