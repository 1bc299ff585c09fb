"""The progress file: never lost, never somebody else's."""

import errno
import json
import multiprocessing
import os
import time
from pathlib import Path

import pytest

from oauth_tutorial.exercises import progress
from oauth_tutorial.exercises.nb00 import two_scopes
from oauth_tutorial.grading import progress_file
from tests.grading.conftest import RIGHT, WRONG, entry


def test_the_file_has_the_agreed_form(path):
    two_scopes.check(RIGHT)
    record = json.loads(path.read_text())

    assert (record["format"], record["version"]) == ("oauth-tutorial progress", 1)
    assert record["pseudonym"] == ""
    assert set(record["notebooks"]["00"]) == {"first", "last"}


def test_what_a_newer_release_added_is_kept(path):
    two_scopes.check(WRONG)
    record = json.loads(path.read_text())
    record["added"], record["exercises"]["00.two_scopes"]["added"] = 1, 2
    path.write_text(json.dumps(record))
    two_scopes.check(RIGHT)

    assert json.loads(path.read_text())["added"] == 1
    assert entry(path)["added"] == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": "something else", "version": 1}',
        b'{"format": "oauth-tutorial progress", "version": 2, "exercises": {}, "notebooks": {}}',
        b'{"format": "oauth-tutorial progress", "version": 1, "exercises": [], "notebooks": {}}',
        b'{"format": "oauth-tutorial progress", "version": 1, "exercises": {"a": 1},'
        b' "notebooks": {}}',
        b"[" * 100_000,
        b" " * 2_000_001,
    ],
    ids=range(10),
)
def test_a_broken_or_foreign_file_is_set_aside_and_said_so(path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    assert "will be set aside" in repr(progress())
    outcome = two_scopes.check(RIGHT)

    assert outcome.state == "correct"
    assert "It is kept as progress.set-aside-1.json" in repr(outcome)
    assert path.with_name("progress.set-aside-1.json").read_bytes() == content
    assert entry(path)["state"] == "correct"


def test_a_second_broken_file_does_not_overwrite_the_first(path):
    path.parent.mkdir()
    for text in ("first", "second"):
        path.write_text(text)
        two_scopes.check(RIGHT)
    kept = [path.with_name(f"progress.set-aside-{n}.json").read_text() for n in (1, 2)]

    assert kept == ["first", "second"]


def test_a_folder_that_cannot_be_written_is_said_and_survived(monkeypatch, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(in_the_way / "progress.json"))
    outcome = two_scopes.check(RIGHT)

    assert outcome.state == "correct"
    assert "could not be saved" in outcome.note
    assert "cannot be read" in repr(progress())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_is_full_or_read_only_keeps_what_was_there(path, monkeypatch, number):
    two_scopes.check(WRONG)
    before = path.read_bytes()

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(progress_file, "write_whole", fail)
    outcome = two_scopes.check(RIGHT)

    assert outcome.state == "correct"
    assert "could not be saved" in outcome.note
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def check_often(times):
    for number in range(times):
        two_scopes.check(f"{WRONG} {os.getpid()} {number}")  # each one another attempt


def test_kernels_that_write_at_once_lose_nothing(path):
    context = multiprocessing.get_context("spawn")
    kernels = [context.Process(target=check_often, args=(25,)) for _ in range(3)]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join(timeout=60)

    assert entry(path)["attempts"] == 75
    assert sorted(p.name for p in path.parent.iterdir()) == ["progress.json"]


def test_a_lock_that_a_dead_kernel_left_is_taken_away(path):
    path.parent.mkdir()
    lock = path.with_suffix(".lock")
    lock.write_text("")
    os.utime(lock, (0, 0))
    two_scopes.check(RIGHT)

    assert entry(path)["state"] == "correct"


@pytest.mark.parametrize("seconds", [3600, 10**9], ids=["an hour", "thirty years"])
def test_a_lock_of_the_future_does_not_stop_saving_for_ever(path, seconds):
    path.parent.mkdir()
    lock = path.with_suffix(".lock")
    lock.write_text("")
    os.utime(lock, (time.time() + seconds,) * 2)

    assert two_scopes.check(RIGHT).note == ""
    assert entry(path)["state"] == "correct"
    assert not lock.exists()


def test_a_lock_that_is_a_link_to_nowhere_does_not_stop_saving_for_ever(path):
    path.parent.mkdir()
    lock = path.with_suffix(".lock")
    lock.symlink_to("nowhere")
    os.utime(lock, (0, 0), follow_symlinks=False)

    assert two_scopes.check(RIGHT).note == ""
    assert entry(path)["state"] == "correct"


def test_links_in_the_folder_are_not_followed(path, tmp_path):
    """Of the names that we write to; a draft was once ``progress.<pid>.tmp``."""
    mine = tmp_path / "mine"
    mine.write_text("mine")
    path.parent.mkdir()
    for name in ("progress.json", f"progress.{os.getpid()}.tmp", "progress.set-aside-1.json"):
        (path.parent / name).symlink_to(mine)
    outcome = two_scopes.check(RIGHT)

    assert outcome.state == "correct"
    assert mine.read_text() == "mine"
    assert entry(path)["state"] == "correct"


ODD = {
    "half a character": "\ud800",
    "half a character as a name": {"\ud800": "\udfff"},
    "4300 digits": int("9" * 4300),
    "below zero": -1,
    "infinite": float("inf"),
    "no number": float("nan"),
    "nothing": None,
    "a list": [[]],
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_whatever_an_entry_holds_a_check_answers_and_is_noted(path, odd):
    two_scopes.check(WRONG)
    record = json.loads(path.read_text())
    record |= {"pseudonym": odd if isinstance(odd, str) else "", "added": odd}
    record["notebooks"]["00"] = {"first": odd, "last": odd}
    record["exercises"]["00.two_scopes"] = dict.fromkeys(
        ["first", "attempts", "state", "mistakes", "found", "added"], odd
    )
    path.write_text(json.dumps(record))

    for number in (1, 2):
        outcome = two_scopes.check(RIGHT)
        assert (outcome.state, outcome.note) == ("correct", "")
        assert entry(path)["attempts"] == number
    assert repr(progress())
    assert two_scopes.hint()


def test_a_number_of_more_digits_than_python_reads_is_set_aside(path):
    two_scopes.check(WRONG)
    path.write_text(path.read_text().replace('"attempts": 1', '"attempts": ' + "9" * 4301))
    outcome = two_scopes.check(RIGHT)

    assert (outcome.state, "is kept as" in outcome.note) == ("correct", True)


def test_the_file_stands_beside_the_notebooks(monkeypatch):
    monkeypatch.delenv("OAUTH_TUTORIAL_PROGRESS")

    assert progress_file.path() == Path(".oauth-tutorial/progress.json")
