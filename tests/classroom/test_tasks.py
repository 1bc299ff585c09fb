"""Where an exercise stands, in the words of the notebooks."""

import pytest

from oauth_tutorial.classroom import tasks
from oauth_tutorial.exercises import all_exercises
from oauth_tutorial.exercises.course import COURSE

NAMES = [one.name for one in all_exercises()]


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_stands_below_a_heading(name):
    notebook, _, heading = tasks.task(name).partition(" · ")

    assert notebook == f"{name[:2]} {COURSE[name[:2]]}"
    assert heading not in {"", name.partition(".")[2], "Your turn"}


def test_no_two_exercises_are_the_same_task():
    assert len({tasks.task(name) for name in NAMES}) == len(NAMES)


def test_the_heading_is_the_last_one_above(monkeypatch):
    cells = [
        ("markdown", "## One\n\ntext\n\n### `Two`"),
        ("code", "from oauth_tutorial.exercises import sample\nother.check(sample)"),
        ("markdown", "### Three"),
        ("markdown", "no heading"),
        ("code", "sample.check(answer)"),
        ("markdown", "### Four"),
        ("code", "answer = sample.catch_up(answer)"),
    ]
    monkeypatch.setattr(tasks, "_cells", lambda number: tuple(cells))

    assert tasks.task("01.sample") == "01 Build the authorization URL · Three"
    assert tasks.task("01.other") == "01 Build the authorization URL · Two"


def test_without_the_notebooks_an_exercise_has_its_name(monkeypatch, tmp_path):
    monkeypatch.setattr(tasks, "beside", lambda name: tmp_path / name)
    tasks._cells.cache_clear()

    assert tasks.task("01.is_my_answer") == "01 Build the authorization URL · is_my_answer"
    tasks._cells.cache_clear()
