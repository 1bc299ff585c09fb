"""What becomes of a learner's copy when the course has another version."""

import json
from pathlib import Path
from typing import Any

import pytest

from oauth_tutorial import start
from oauth_tutorial.errors import InvalidArgument


def notebook(text: str, *, ran: bool = False, **metadata: object) -> bytes:
    """A notebook with one cell; when it was run, with what came of it."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if ran else []
    cell = {
        "cell_type": "code",
        "id": "only",
        "source": text,
        "metadata": {},
        "outputs": outputs,
        "execution_count": 3 if ran else None,
    }
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}
    return json.dumps(whole).encode()


def cell(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())["cells"][0]


def rewrite(path: Path, text: str, *, ran: bool = False) -> None:
    """As JupyterLab saves it: with the metadata that were there."""
    path.write_bytes(notebook(text, ran=ran, **json.loads(path.read_bytes())["metadata"]))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course").mkdir()
    return tmp_path / "course"


@pytest.fixture
def copied(course: Path, tmp_path: Path) -> Path:
    """Notebook 00 in a learner's copy of a course that has outputs."""
    original = course / "00_start_here.ipynb"
    original.write_bytes(notebook("print(1)", ran=True))
    start.copy_notebooks(course, tmp_path / "mine")
    return tmp_path / "mine" / original.name


def again(course: Path, copied: Path, text: str) -> None:
    """The course has another version, and the learner starts again."""
    (course / copied.name).write_bytes(notebook(text, ran=True))
    start.copy_notebooks(course, copied.parent)


def names(copied: Path) -> set[str]:
    return {one.name for one in copied.parent.glob("*.ipynb")}


def test_a_copy_has_no_outputs_and_the_course_keeps_its_own(course: Path, copied: Path) -> None:
    """They are the answers."""
    assert (cell(copied)["outputs"], cell(copied)["execution_count"]) == ([], None)
    assert cell(course / copied.name)["outputs"] != []


def test_what_was_only_run_stays_while_the_course_is_the_same(course: Path, copied: Path) -> None:
    rewrite(copied, "print(1)", ran=True)
    before = copied.read_bytes()
    again(course, copied, "print(1)")

    assert copied.read_bytes() == before
    assert names(copied) == {copied.name}


def test_a_newer_version_replaces_what_was_only_run(
    course: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of the learner's is lost, so nothing is said; and it goes on like that."""
    for version in ("print(2)", "print(3)"):
        rewrite(copied, cell(copied)["source"], ran=True)
        again(course, copied, version)

        assert (cell(copied)["source"], cell(copied)["outputs"]) == (version, [])
    assert names(copied) == {copied.name}
    assert capsys.readouterr().out == ""


def test_a_newer_version_is_laid_beside_what_was_changed(
    course: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, and the learner hears of it once. Without a newer version there is nothing to lay."""
    rewrite(copied, "my work", ran=True)
    before = copied.read_bytes()
    again(course, copied, "print(1)")

    assert (names(copied), capsys.readouterr().out) == ({copied.name}, "")
    for _ in range(2):
        again(course, copied, "print(2)")

    newer = copied.with_name("00_start_here.new.ipynb")
    assert copied.read_bytes() == before
    assert (cell(newer)["source"], cell(newer)["outputs"]) == ("print(2)", [])
    assert names(copied) == {copied.name, newer.name}
    assert capsys.readouterr().out.splitlines() == [
        f"Your {copied.name} was kept; the newer version is {newer.name}."
    ]
    again(course, copied, "print(3)")

    assert cell(newer)["source"] == "print(3)"
    assert names(copied) == {copied.name, newer.name}


def test_work_in_the_newer_version_is_kept_too(course: Path, copied: Path) -> None:
    """What a learner changed is never overwritten, whatever it is called."""
    rewrite(copied, "my work")
    again(course, copied, "print(2)")
    rewrite(copied.with_name("00_start_here.new.ipynb"), "my work in the newer one")
    for _ in range(2):
        again(course, copied, "print(3)")

    assert [cell(one)["source"] for one in sorted(copied.parent.glob("*.ipynb"))] == [
        "my work",
        "my work in the newer one",
        "print(3)",
    ]
    assert "00_start_here.new2.ipynb" in names(copied)


def test_a_copy_of_an_earlier_course_loses_its_outputs_where_it_is_the_same(
    course: Path, copied: Path
) -> None:
    """Earlier courses laid their notebooks with outputs, and without a mark."""
    copied.write_bytes((course / copied.name).read_bytes())
    again(course, copied, "print(1)")

    assert cell(copied)["outputs"] == []

    copied.write_bytes(notebook("print(1)", ran=True, kernelspec={"name": "python3"}))
    again(course, copied, "print(1)")  # it was run

    assert cell(copied)["outputs"] != []
    assert names(copied) == {copied.name}


def test_a_folder_that_is_called_as_a_notebook_stays(course: Path, copied: Path) -> None:
    """Whatever is no file cannot be read, and is not ours."""
    copied.unlink()
    copied.mkdir()
    again(course, copied, "print(2)")

    assert copied.is_dir()
    assert cell(copied.with_name("00_start_here.new.ipynb"))["source"] == "print(2)"


@pytest.mark.parametrize("where", [".", "below/it"])
def test_the_course_is_not_copied_over_itself(where: str, course: Path, copied: Path) -> None:
    """Its outputs would be gone, and they are tests."""
    before = (course / copied.name).read_bytes()

    with pytest.raises(InvalidArgument, match="own folder"):
        start.copy_notebooks(course, course / where)
    assert (course / copied.name).read_bytes() == before
    assert not (course / "below").exists()
