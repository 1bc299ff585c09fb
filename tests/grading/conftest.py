"""An exercise of the tests' own, and a progress file of each test's own."""

import json

import pytest

from oauth_tutorial.exercises import Exercise, Mistake, right, wrong

RIGHT, WRONG = "photos.read orders.write", "photos.read,orders.write"


def judge(answer):
    if answer == 42:
        return right()
    return wrong("off_by_one" if answer == 41 else None, expected=42, received=answer)


@pytest.fixture
def exercise():
    return Exercise(
        name="99.sample",
        answer="number",
        judge=judge,
        correct="the answer to everything.",
        mistakes=(Mistake("off_by_one", "count from one.", 41),),
        hints=("where", "which", "almost"),
        solution_code="number = base + 2",
        setup="base = 40",
    )


class Nasty:
    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise ZeroDivisionError

    __hash__ = None


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(path))
    return path


def entry(path):
    return json.loads(path.read_text())["exercises"]["00.two_scopes"]
