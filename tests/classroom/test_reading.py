"""Progress files that are handed in: each is read once, and none can do harm."""

import json
import os
from pathlib import Path

import pytest

from oauth_tutorial.classroom import draw, read_class
from tests.classroom.conftest import record


def test_a_file_is_read_once_and_folders_are_searched(hand_in, tmp_path):
    mine = hand_in("home/heron/.oauth-tutorial/progress.json", record(pseudonym=""))
    hand_in("home/.local/progress.json", record())
    hand_in("home/heron/notes.txt", b"no")
    found = read_class([mine, tmp_path / "home", tmp_path])

    assert [one.name for one in found.learners] == ["home/heron/progress.json"]
    assert found.skipped == ()


HOSTILE = {
    "broken": b'{"format": ',
    "not text": b"\xff\xfe\x00",
    "deep": b"[" * 200_000,
    "deep inside": json.dumps(record()).encode()[:-1] + b',"x":' + b"[" * 100_000,
    "huge": b" " * 2_000_001,
    "huge number": b"9" * 100_000,
    "foreign": {"cells": [], "nbformat": 4},
    "a list": [],
    "newer": record(version=2),
    "script": record("<script>alert(1)</script>"),
    "terminal": record("\x1b[2J"),
    "surrogate": record("\ud800"),
    "long name": record("a" * 41),
    "name is a number": record(7),
    "exercises are a list": record(exercises=[]),
    "entry is a text": record(exercises={"00.two_scopes": "x"}),
    "mistakes are a list": record(exercises={"00.two_scopes": {"mistakes": ["x"]}}),
    "found faults are a list": record(exercises={"hidden_faults": {"found": ["html_500"]}}),
    "time is a number": record(notebooks={"00": {"first": 1, "last": 2}}),
    "time without zone": record(notebooks={"00": {"first": "2026-01-01", "last": "2026-01-01"}}),
    "state is a list": record(exercises={"00.two_scopes": {"state": ["correct"]}}),
    "time before all time": record(
        notebooks={"00": {"first": "0001-01-01T00:00:00+23:00", "last": "x"}}
    ),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_named_skipped_and_counted(hand_in, content):
    """The others are read all the same."""
    good, bad = hand_in("good.json", record()), hand_in("bad.json", content)
    found = read_class([bad, good])

    assert [one.name for one in found.learners] == ["blue heron"]
    assert [Path(one.file).name for one in found.skipped] == ["bad.json"]
    assert "1 progress file read, 1 skipped" in repr(found)
    draw(found).encode()


def test_what_is_no_file_is_skipped(tmp_path):
    """A link to itself, a pipe that nobody writes to, a name that is not there."""
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "folder.json").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.json")
    found = read_class([tmp_path, tmp_path / "nowhere"])

    assert found.learners == ()
    assert {"loop.json", "nowhere"} <= {Path(one.file).name for one in found.skipped}
