"""A class at a glance: counted rightly, and no file that is handed in can do harm."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from oauth_tutorial import cli
from oauth_tutorial.classroom import draw, read_class
from oauth_tutorial.exercises.nb00 import two_scopes

MISTAKE = two_scopes.mistakes[0]


def record(pseudonym="blue heron", **changes):
    """One learner: 40 minutes in notebook 00, one exercise solved, one mistake met."""
    return {
        "format": "oauth-tutorial progress",
        "version": 1,
        "pseudonym": pseudonym,
        "exercises": {
            "00.two_scopes": {"state": "correct", "attempts": 2, "mistakes": {MISTAKE.name: 1}}
        },
        "notebooks": {
            "00": {"first": "2026-11-02T09:00:00+00:00", "last": "2026-11-02T09:40:00+00:00"}
        },
    } | changes


@pytest.fixture
def hand_in(tmp_path):
    def write(name, content):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        file.write_bytes(raw)
        return file

    return write


def test_a_learner_is_where_the_file_says(hand_in, tmp_path):
    hand_in("one.json", record())
    found = read_class([tmp_path])
    (one,) = found.learners

    assert (one.name, one.latest, one.solved) == ("blue heron", "00", {"00.two_scopes"})
    assert found.minutes("00") == 40
    assert found.minutes("01") is None
    assert re.search(r"^blue heron  1/\d+ +00 +1/", repr(found), flags=re.M)


def test_the_misconception_of_most_learners_comes_first(hand_in, tmp_path):
    other = {"01.state": {}, "00.two_scopes": {"mistakes": {"one_word": 7}}}
    for number in range(3):
        hand_in(f"{number}.json", record())
    hand_in("3.json", record(exercises=other))
    found = read_class([tmp_path])

    assert [(one.mistake, one.learners) for one in found.misconceptions] == [
        (MISTAKE.name, 3),
        ("one_word", 1),
    ]
    assert found.misconceptions[0].says == MISTAKE.says
    assert MISTAKE.says in repr(found)


HUNTERS = {
    "mended": {"03.bug_hunt_1": {"state": "correct"}, "03.bug_hunt_2": {"state": "not yet"}},
    "tried": {"03.bug_hunt_2": {"state": "not yet"}, "hidden_faults": {"state": "not yet"}},
    "found": {"hidden_faults": {"state": "not yet", "found": {"html_500": "t", "denied": "t"}}},
}


@pytest.fixture
def hunters(hand_in, tmp_path):
    for name, entries in HUNTERS.items():
        hand_in(f"{name}.json", record(name, exercises=entries))
    return read_class([tmp_path])


def test_a_teacher_sees_who_found_theirs(hunters):
    cells = {one.name: hunters.hunts(one) for one in hunters.learners}

    assert cells == {"mended": ["1/10", ""], "tried": ["0/10", "0/3"], "found": ["", "2/3"]}
    assert re.search(r"^found .* 2/3$", repr(hunters), flags=re.M)
    assert re.search(r"^mended .* 1/10$", repr(hunters), flags=re.M)
    assert [one.solved for one in hunters.learners] == [set()] * 3  # they are no exercises


def test_a_teacher_sees_which_cause_nobody_finds(hunters):
    """It comes first; what nobody tried comes last."""
    bugs = [(one.cause, one.tried, one.found) for one in hunters.bugs]
    faults = {one.name: (one.tried, one.found) for one in hunters.faults}

    assert bugs[:2] == [("redirect_uri_differs_at_token", 2, 0), ("wrong_content_type", 1, 1)]
    assert [tried for _, tried, _ in bugs[2:]] == [0] * 8
    assert (faults["html_500"], faults["expired_code"]) == ((2, 1), (2, 0))
    assert hunters.faults[-1].found == 1
    assert "   0 of   2  redirect_uri_differs_at_token" in repr(hunters)
    assert "   1 of   2  html_500" in repr(hunters)


def test_the_page_has_the_hunts_as_well(hunters):
    soup = BeautifulSoup(draw(hunters), "html.parser")
    tables = {table.caption.string.partition(":")[0]: table for table in soup.find_all("table")}

    first = tables["Bug hunts"].tbody.tr.get_text("|")
    assert first.startswith("redirect_uri_differs_at_token")
    assert first.endswith("03|2|0")
    assert tables["Hidden faults"].tbody.find("th", string="html_500").parent.get_text("|") == (
        "html_500|2|1"
    )
    heads = [head.string for head in tables["Who is where"].thead.find_all("th")]
    assert heads[-2:] == ["bugs", "faults"]
    rows = [row.get_text("|") for row in tables["Who is where"].tbody.find_all("tr")]
    assert [row.rpartition("/")[0][-2:] for row in rows] == ["|2", "|1", "|0"]


def test_without_a_hunt_there_is_no_table_of_it(hand_in, tmp_path):
    """Files of before are read as they were."""
    hand_in("one.json", record())
    found = read_class([tmp_path])

    assert (found.bugs, found.faults) == ((), ())
    assert "Bug hunts" not in repr(found) + draw(found)


def test_what_the_course_does_not_have_is_left_out(hand_in, tmp_path):
    entries = {"00.two_scopes": {"mistakes": {"<b>": 1}}, "99.x": {"state": "correct"}}
    entries |= {"03.bug_hunt_11": {"state": "correct"}, "hidden_faults": {"found": {"<b>": "t"}}}
    hand_in("one.json", record(exercises=entries, notebooks={}))
    found = read_class([tmp_path])

    assert found.misconceptions == ()
    assert found.learners[0].solved == set()
    assert found.hunts(found.learners[0]) == ["", "0/3"]


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
    assert "1 progress files read, 1 skipped" in repr(found)
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


def test_the_page_is_escaped_and_allows_nothing(hand_in, tmp_path):
    """A file's name is the learner's too."""
    hand_in("<img src=x>.json", record(pseudonym=""))
    hand_in("<script>1<.json", b"no")
    page = draw(read_class([tmp_path]))
    soup = BeautifulSoup(page, "html.parser")
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    digest = base64.b64encode(hashlib.sha256(soup.style.string.encode()).digest()).decode()

    assert soup.find(["script", "img", "link", "iframe"]) is None
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert [
        tag for tag in soup.find_all(True) if {"style", "onclick", "href"} & set(tag.attrs)
    ] == []
    assert "color-scheme: light dark" in soup.style.string


def test_the_pages_tables_can_be_read_aloud(hand_in, tmp_path):
    hand_in("one.json", record())
    hand_in("two.json", b"no")
    soup = BeautifulSoup(draw(read_class([tmp_path])), "html.parser")
    tables = soup.find_all("table")

    assert [table.caption.string for table in tables] == [
        "What to say",
        "Notebooks",
        "Who is where",
        "Skipped",
    ]
    for table in tables:
        heads = table.thead.find_all("th", scope="col")
        for row in table.tbody.find_all("tr"):
            assert len(row.find_all(["th", "td"])) == len(heads)
            assert row.find("th", scope="row")


def test_the_command_prints_a_table_and_writes_the_page(hand_in, tmp_path):
    file, page = hand_in("one.json", record()), tmp_path / "week.html"
    result = CliRunner().invoke(cli.main, ["report", str(file), "--html", str(page)])

    assert result.exit_code == 0
    assert "blue heron" in result.output
    assert "blue heron" in page.read_text(encoding="utf-8")


def test_the_command_fails_where_nothing_was_read(tmp_path):
    page = tmp_path / "week.html"
    result = CliRunner().invoke(cli.main, ["report", str(tmp_path / "no"), "--html", str(page)])

    assert result.exit_code == 1
    assert "0 progress files read, 1 skipped" in result.output


def test_a_page_that_cannot_be_written_is_explained(hand_in, tmp_path):
    file, page = hand_in("one.json", record()), tmp_path / "nowhere" / "week.html"
    result = CliRunner().invoke(cli.main, ["report", str(file), "--html", str(page)])

    assert result.exit_code == 1
    assert "--html PATH" in result.output
