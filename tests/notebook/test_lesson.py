"""A notebook as the course gives it to a learner, and what became of it since."""

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from oauth_tutorial.notebook.lesson import for_learner, is_unchanged, is_up_to_date

Change = Callable[[Any], None]
KERNEL = {"display_name": "Python 3", "name": "python3"}


def course(question: str = "2 + 2") -> bytes:
    """A notebook as the repository has it."""
    answer = new_output("execute_result", data={"text/plain": "4"}, execution_count=7)
    cells = [
        new_markdown_cell("# Count – §1", id="title"),
        new_code_cell(question, id="sum", outputs=[answer], execution_count=7),
        new_code_cell("1 / 0", id="fails", metadata={"tags": ["raises-exception"]}),
    ]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return nbformat.writes(notebook).encode()


def saved(raw: bytes, change: Change) -> bytes:
    """What JupyterLab writes after somebody did something to it."""
    notebook = nbformat.reads(raw.decode(), as_version=4)
    change(notebook)
    return nbformat.writes(notebook).encode()


def run(notebook: Any) -> None:
    """As *Run All Cells* does, and Shift+Enter in the last cell."""
    for number, cell in enumerate(notebook.cells[1:], start=1):
        cell.execution_count = number
        cell.outputs = [new_output("stream", text="something\n")]
        cell.metadata["execution"] = {"iopub.status.busy": "now"}
    notebook.cells.append(new_code_cell(""))
    notebook.metadata["widgets"] = {"state": {}}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.2"}


def fold(notebook: Any) -> None:
    notebook.cells[1].metadata["jupyter"] = {"source_hidden": True}


def answer(notebook: Any) -> None:
    notebook.cells[1].source = "4"


def add(notebook: Any) -> None:
    notebook.cells.append(new_markdown_cell("A note of mine"))


def cut(notebook: Any) -> None:
    del notebook.cells[2]


def turn_round(notebook: Any) -> None:
    notebook.cells[1:] = reversed(notebook.cells[1:])


def make_prose(notebook: Any) -> None:
    notebook.cells[1] = new_markdown_cell(notebook.cells[1].source)


def tag(notebook: Any) -> None:
    notebook.cells[1].metadata["tags"] = ["mine"]


CHANGES = (answer, add, cut, turn_round, make_prose, tag)


def test_a_lesson_has_no_outputs_and_no_counts() -> None:
    """All else is as it was, and it is a notebook as Jupyter writes it."""
    lesson = for_learner(course())
    notebook = nbformat.reads(lesson.decode(), as_version=4)
    before = nbformat.reads(course().decode(), as_version=4)
    nbformat.validate(notebook)

    assert [(one.outputs, one.execution_count) for one in notebook.cells[1:]] == [([], None)] * 2
    assert [one.source for one in notebook.cells] == [one.source for one in before.cells]
    assert [one.metadata for one in notebook.cells] == [one.metadata for one in before.cells]
    assert [one.id for one in notebook.cells] == ["title", "sum", "fails"]
    assert notebook.metadata.kernelspec == KERNEL
    assert saved(lesson, lambda notebook: None) + b"\n" == lesson


def test_saved_widgets_are_outputs_too() -> None:
    """They hold what was typed."""
    lesson = for_learner(saved(course(), run))

    assert "widgets" not in json.loads(lesson)["metadata"]


@pytest.mark.parametrize("did", [run, fold], ids=lambda one: one.__name__)
def test_to_run_it_or_to_fold_a_cell_is_no_change(did: Change) -> None:
    lesson = for_learner(course())
    mine = saved(lesson, did)

    assert mine != lesson
    assert is_unchanged(mine)
    assert is_up_to_date(mine, lesson)
    assert not is_up_to_date(mine, for_learner(course("3 + 3")))


@pytest.mark.parametrize("did", CHANGES, ids=lambda one: one.__name__)
def test_what_a_learner_wrote_is_a_change(did: Change) -> None:
    """It still comes from this version, and no other."""
    lesson = for_learner(course())
    mine = saved(lesson, did)

    assert not is_unchanged(mine)
    assert is_up_to_date(mine, lesson)
    assert not is_up_to_date(mine, for_learner(course("3 + 3")))


@pytest.mark.parametrize("did", CHANGES, ids=lambda one: one.__name__)
def test_each_such_change_of_the_course_is_a_newer_version(did: Change) -> None:
    assert not is_up_to_date(for_learner(course()), for_learner(saved(course(), did)))


def test_new_outputs_of_the_course_are_no_newer_version() -> None:
    assert is_up_to_date(for_learner(course()), for_learner(saved(course(), run)))


def test_a_copy_without_a_mark_is_known_by_what_it_says() -> None:
    """Earlier courses laid their notebooks as they were."""
    lesson = for_learner(course())

    assert is_up_to_date(course(), lesson)
    assert not is_unchanged(course())  # nobody knows
    assert not is_up_to_date(course("3 + 3"), lesson)


NO_NOTEBOOKS = (
    b"", b"zero", b"\xff\xfe", b"[]", b"{}", b'{"cells": 4}', b'{"cells": []}', b"[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("raw", NO_NOTEBOOKS, ids=lambda raw: repr(raw[:12]))
def test_what_is_no_notebook_stays_as_it_is(raw: bytes) -> None:
    assert for_learner(raw) == raw
    assert not is_unchanged(raw)
    assert is_up_to_date(raw, raw)
    assert not is_up_to_date(raw, for_learner(course()))
    assert not is_up_to_date(for_learner(course()), raw)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "cell_type", "source", "metadata", "tags", "oauth_tutorial", "version"]
            ),
            inner | st.sampled_from(["code", "markdown"]),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(ANY, ANY)
def test_nothing_that_a_file_says_raises(cells: object, metadata: object) -> None:
    """And what was made for a learner is unchanged."""
    raw = json.dumps({"cells": [cells], "metadata": metadata}).encode()
    lesson = for_learner(raw)

    is_unchanged(raw)
    assert is_up_to_date(raw, lesson)
    assert for_learner(lesson) == lesson
