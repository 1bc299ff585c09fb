"""The progress file: never lost, never somebody else's, never personal."""

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from oauth_tutorial.exercises import progress, pseudonym
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.exercises.nb00 import two_scopes
from oauth_tutorial.grading import progress_file

RIGHT, WRONG = "photos.read orders.write", "photos.read,orders.write"


@pytest.fixture(autouse=True)
def path(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(path))
    return path


def entry(path):
    return json.loads(path.read_text())["exercises"]["00.two_scopes"]


def test_attempts_and_mistakes_are_counted(path):
    for answer in (WRONG, WRONG, "photos.read", RIGHT):
        two_scopes.check(answer)
    noted = entry(path)

    assert (noted["state"], noted["attempts"]) == ("correct", 4)
    assert noted["mistakes"] == {"comma_between": 2, "one_word": 1}
    assert noted["first"] <= noted["solved"]


def test_solved_stays_solved(path):
    two_scopes.check(RIGHT)
    solved = entry(path)["solved"]
    two_scopes.check(WRONG)

    assert (entry(path)["state"], entry(path)["solved"]) == ("correct", solved)


def test_the_file_has_the_agreed_form(path):
    two_scopes.check(RIGHT)
    record = json.loads(path.read_text())

    assert (record["format"], record["version"]) == ("oauth-tutorial progress", 1)
    assert record["pseudonym"] == ""
    assert set(record["notebooks"]["00"]) == {"first", "last"}


def test_nothing_personal_and_no_answer_is_in_it(path):
    two_scopes.check("my secret answer")
    text = path.read_text()

    assert "my secret answer" not in text
    assert str(Path.home()) not in text
    assert os.environ.get("USER", "nobody at all") not in text


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


def check_often(times):
    for _ in range(times):
        two_scopes.check(WRONG)


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


def test_the_map_of_a_fresh_file_is_the_same_whatever_the_course_holds():
    shown = repr(progress()).splitlines()

    assert shown[0] == "░" * 20 + " 0 %"
    assert shown[1] == "00  Start here: get a token"
    assert len(shown) == 1 + len(COURSE)


def test_the_map_says_what_is_solved():
    two_scopes.check(RIGHT)
    shown = progress()

    assert "00  Start here: get a token: 1 of 3 solved" in repr(shown)
    assert shown.percent > 0
    assert f'<progress max="100" value="{shown.percent}">' in shown._repr_html_()


def test_the_map_says_which_bugs_are_mended(path):
    """Beside the exercises, which a bug hunt is none of."""
    for number in (1, 2):
        bug = BUGS[number]
        bug_hunt.case(number).check(bug.cause, bug.mend)
    shown = progress()

    assert "03  Exchange the code for a token: 2 of 5 bugs mended" in repr(shown)
    assert shown.percent == 0
    assert "2 of 5 bugs mended" in shown._repr_html_()


@pytest.mark.parametrize("name", ["blue heron", "Zoë-7", ""])
def test_a_pseudonym_is_kept(path, name):
    pseudonym(name)

    assert json.loads(path.read_text())["pseudonym"] == name


@pytest.mark.parametrize("name", ["alice@example.com", "x" * 41, "a\nb", 3, None])
def test_what_is_no_pseudonym_is_refused_in_a_sentence(path, name):
    assert "made of letters" in pseudonym(name)
    assert not path.exists()


def test_the_file_stands_beside_the_notebooks(monkeypatch):
    monkeypatch.delenv("OAUTH_TUTORIAL_PROGRESS")

    assert progress_file.path() == Path(".oauth-tutorial/progress.json")
