"""An ID token is judged by either clock: the real one, and PhotoBox's that the notebook stopped."""

import time
from unittest.mock import patch

import pytest

from oauth_tutorial import practice
from oauth_tutorial.exercises import verify_id_token
from tests.exercises.variants.nb06_to_09 import (
    by_ifs,
    by_library,
    by_library_and_the_practice_clock,
    by_the_practice_clock,
    careless_about,
)

EITHER = [by_library, by_ifs, by_library_and_the_practice_clock, by_the_practice_clock]


@pytest.fixture
def stopped(photobox):
    """PhotoBox's clock, stopped two hours ago."""
    clock = photobox.clock
    with clock.borrowed():
        with patch("time.time", return_value=time.time() - 2 * 60 * 60):
            clock.stop()
        yield clock


@pytest.mark.parametrize("answer", EITHER, ids=lambda one: one.__name__)
def test_either_clock_is_right_hours_after_one_was_stopped(stopped, answer):
    outcome = verify_id_token.check(answer)

    assert outcome.state == "correct", repr(outcome)


@pytest.mark.parametrize("answer", EITHER, ids=lambda one: one.__name__)
def test_either_clock_is_right_where_one_is_ahead(photobox, answer):
    with photobox.clock.borrowed() as clock:
        clock.advance(days=1)
        outcome = verify_id_token.check(answer)

    assert outcome.state == "correct", repr(outcome)


def test_the_clock_is_afterwards_as_it_was(stopped):
    before = stopped.now(), repr(stopped)

    verify_id_token.check(by_library)
    verify_id_token.check(careless_about("exp"))

    assert (stopped.now(), repr(stopped)) == before


def test_it_needs_no_service(monkeypatch):
    monkeypatch.setattr(practice, "running", lambda: None)

    assert verify_id_token.check(by_library).state == "correct"
