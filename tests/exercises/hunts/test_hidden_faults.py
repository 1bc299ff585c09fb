"""The faults that a seed hides: named by nobody but the learner."""

import json

import pytest

from oauth_tutorial import practice
from oauth_tutorial.exercises import progress
from oauth_tutorial.exercises.hunts import hidden_faults
from oauth_tutorial.grading import progress_file
from oauth_tutorial.practice.model.variants import STORY, variant


def test_hidden_faults_are_named_by_nobody_but_the_learner(seeded):
    seeded(7)
    right = variant(7).hidden_faults
    assert hidden_faults.check().state == "not attempted"
    cases = [(("nonsense",), "no_such_fault"), ((*right, "clock_skewed"), "too_many")]
    cases += [((*right[:2], "clock_skewed"), "other_faults")]

    for names, mistake in cases:
        outcome = hidden_faults.check(*names)
        assert (outcome.state, outcome.mistake) == ("not yet", mistake)
        assert not any(name in repr(outcome) for name in right)

    assert hidden_faults.check(*reversed(right)).state == "correct"


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """The learner's own progress file: ``noted()`` is what it says of hidden faults."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(path))
    return lambda: json.loads(path.read_text())["exercises"]["hidden_faults"]


def test_hidden_faults_are_found_one_by_one(seeded, noted):
    """What was right before counts, and the map of the course says so."""
    seeded(7)
    first, second, third = variant(7).hidden_faults

    assert "You have found 1 of 3" in repr(hidden_faults.check(first))
    assert "You have found 2 of 3" in repr(hidden_faults.check(second))
    assert repr(progress()).endswith("\nHidden faults: 2 found")
    assert hidden_faults.check(third).state == "correct"
    assert (noted()["state"], noted()["attempts"]) == ("correct", 3)
    assert set(noted()["found"]) == {first, second, third}
    assert "Hidden faults: 3 found" in progress()._repr_html_()


def test_the_progress_file_does_not_tell_a_fault_before_it_is_found(seeded, noted):
    """Nor the seed, which on a hub says who the learner is."""
    seeded(7)
    right = variant(7).hidden_faults
    hidden_faults.check(*right[:2], "clock_skewed")

    assert noted().keys() == {"first", "attempts", "state", "mistakes"}
    assert noted()["mistakes"] == {"other_faults": 1}
    assert json.loads(progress_file.path().read_text())["notebooks"] == {}


def test_hidden_faults_wait_until_they_are_asked_for(seeded):
    """So that the cells of a notebook work for everybody."""
    seeded(7)
    service = practice.start()
    assert list(service.faults) == []

    assert hidden_faults.play().startswith("3 faults are hidden.")
    assert tuple(service.faults) == variant(7).hidden_faults


def test_without_a_seed_no_fault_is_hidden(seeded):
    seeded(None)

    assert STORY.hidden_faults == ()
    assert "has no seed" in repr(hidden_faults.check("html_500"))
