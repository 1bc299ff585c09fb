"""What a class gets wrong: in the order in which it matters, the other wrong answers too."""

import json

import pytest

from oauth_tutorial.classroom import read_class
from oauth_tutorial.classroom.mistakes import FIRST
from oauth_tutorial.exercises import all_exercises
from oauth_tutorial.exercises.nb00 import roles, two_scopes
from tests.classroom.conftest import MISTAKE, record

OTHER = two_scopes.mistakes[1].name
EARLIER = roles.mistakes[0].name  # first in the course, last in the list
TASK = "00 Start here: get a token · Exercise 2"


def tried(**entry):
    return {"00.two_scopes": entry}


def test_most_learners_come_first_then_most_answers(hand_in, tmp_path):
    """One learner's many answers are no class's misconception."""
    for number, mistakes in enumerate([{MISTAKE.name: 1}, {MISTAKE.name: 1}, {OTHER: 99}]):
        hand_in(f"{number}.json", record(exercises=tried(mistakes=mistakes)))
    hand_in("3.json", record(exercises={"00.roles": {"mistakes": {EARLIER: 2}}}))
    found = read_class([tmp_path])

    assert [(one.mistake, one.learners, one.answers) for one in found.misconceptions] == [
        (MISTAKE.name, 2, 2),
        (OTHER, 1, 99),
        (EARLIER, 1, 2),
    ]
    assert found.misconceptions[0].task == TASK


@pytest.mark.parametrize(
    ("entry", "answers"),
    [
        ({"attempts": 5, "unnamed": 2, "mistakes": {MISTAKE.name: 3}, "state": "not yet"}, 2),
        ({"attempts": 9, "unnamed": 2, "mistakes": {}, "state": "correct"}, 2),
        ({"attempts": 5, "mistakes": {MISTAKE.name: 1, "gone": 1}, "state": "not yet"}, 3),
        ({"attempts": 9, "mistakes": {}, "state": "correct"}, 0),
    ],
    ids=["counted", "counted and solved", "older: what is left", "older and solved: not known"],
)
def test_wrong_answers_that_no_sentence_names_are_counted(hand_in, tmp_path, entry, answers):
    """By task; of an older file, the fewest that there can have been."""
    hand_in("one.json", record(exercises=tried(**entry)))
    found = read_class([tmp_path])

    assert sum(one.answers for one in found.unnamed) == answers
    assert [one.task for one in found.unnamed] == [TASK] * bool(answers)
    assert ("Wrong answers that no sentence names" in repr(found)) is bool(answers)


@pytest.mark.parametrize("often", ["9" * 4000, "-1", '"7"', "[]", "null", "1e300", "999999"])
def test_a_number_in_a_file_decides_on_nothing(hand_in, tmp_path, often):
    """It counts as one answer, or as a hundred; or the file is skipped."""
    entry = {"attempts": 0.5, "unnamed": 0.5, "mistakes": {MISTAKE.name: 0.5}}
    text = json.dumps(record(exercises=tried(**entry)))
    hand_in("bad.json", text.replace("0.5", often).encode())
    found = read_class([tmp_path])
    counted = [one.answers for one in (*found.misconceptions, *found.unnamed)]

    assert len(found.learners) + len(found.skipped) == 1
    assert set(counted) <= {1, 100}


def test_the_terminal_has_the_ten_that_matter_and_the_others_last(hand_in, tmp_path):
    """A sentence stands below its task."""
    exercises = {
        one.name: {"mistakes": {mistake.name: 1 for mistake in one.mistakes[:4]}, "unnamed": 1}
        for one in all_exercises()[:12]
    }
    hand_in("one.json", record(exercises=exercises))
    found = read_class([tmp_path])
    text = repr(found)
    first, _, rest = text.partition("What to say: 38 more")
    says = [one.says for one in found.misconceptions]

    assert len(says) == 48
    assert all(one in first for one in says[:FIRST])
    assert all(one in rest for one in says[FIRST:])
    assert f"       1        1  {found.misconceptions[0].task}\n{' ' * 19}{says[0]}\n" in first
    assert "Wrong answers that no sentence names: 2 more" in rest
