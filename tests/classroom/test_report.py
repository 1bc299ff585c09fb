"""A class at a glance: counted rightly, and only what the course has."""

import re

from click.testing import CliRunner

from oauth_tutorial import cli
from oauth_tutorial.classroom import read_class
from tests.classroom.conftest import MISTAKE, record


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


def test_a_teacher_sees_who_found_theirs(hunters):
    cells = {one.name: hunters.hunts(one) for one in hunters.learners}

    assert cells == {"fixed": ["1/10", ""], "tried": ["0/10", "0/3"], "found": ["", "2/3"]}
    assert re.search(r"^found .* 2/3$", repr(hunters), flags=re.M)
    assert re.search(r"^fixed .* 1/10$", repr(hunters), flags=re.M)
    assert [one.solved for one in hunters.learners] == [set()] * 3  # they are no exercises


def test_what_the_course_does_not_have_is_left_out(hand_in, tmp_path):
    entries = {"00.two_scopes": {"mistakes": {"<b>": 1}}, "99.x": {"state": "correct"}}
    entries |= {"03.bug_hunt_11": {"state": "correct"}, "hidden_faults": {"found": {"<b>": "t"}}}
    hand_in("one.json", record(exercises=entries, notebooks={}))
    found = read_class([tmp_path])

    assert found.misconceptions == ()
    assert found.learners[0].solved == set()
    assert found.hunts(found.learners[0]) == ["", "0/3"]


def test_the_command_prints_a_table_and_writes_the_page(hand_in, tmp_path):
    file, page = hand_in("one.json", record()), tmp_path / "week.html"
    result = CliRunner().invoke(cli.main, ["report", str(file), "--html", str(page)])

    assert result.exit_code == 0
    assert "blue heron" in result.output
    assert "blue heron" in page.read_text(encoding="utf-8")


def test_the_page_is_written_through_no_link(hand_in, tmp_path):
    """The folder of a class is one that others may write to."""
    file, page, mine = hand_in("one.json", record()), tmp_path / "week.html", tmp_path / "mine"
    mine.write_text("mine", encoding="utf-8")
    page.symlink_to(mine)
    result = CliRunner().invoke(cli.main, ["report", str(file), "--html", str(page)])

    assert (result.exit_code, mine.read_text(encoding="utf-8")) == (0, "mine")
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


def test_each_round_of_notebook_07_counts(hand_in, tmp_path):
    """And so does a file from the time when it had three exercises: the names are the same."""
    older = {f"07.{name}": {"state": "correct"} for name in ("csrf_fix", "mix_up_fix")}
    newer = older | {"07.leak_fix": {"state": "correct"}, "07.scope_fix": {"state": "not yet"}}
    times = {"first": "2026-11-02T09:00:00+00:00", "last": "2026-11-02T09:40:00+00:00"}
    for name, exercises in (("older", older), ("newer", newer)):
        hand_in(f"{name}.json", record(name, exercises=exercises, notebooks={"07": times}))
    found = read_class([tmp_path])

    assert {one.name: found.solved(one, "07") for one in found.learners} == {"older": 2, "newer": 3}
    assert "3/10" in repr(found)
