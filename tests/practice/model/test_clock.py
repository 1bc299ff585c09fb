"""The clock that the learner moves, and the way back to the start."""

import pytest
import requests

from oauth_tutorial.practice.model.clock import Clock, in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (600, "10 minutes"),
        (5400, "1 hour 30 minutes"),
        (90061, "1 day 1 hour 1 minute 1 second"),
        (0.2, "less than a second"),
    ],
)
def test_a_duration_is_said_in_words(seconds, words):
    assert in_words(seconds) == words


def test_a_borrowed_clock_comes_back_as_it_was():
    """Right, stopped, or moved; also when the block fails."""
    clock = Clock()
    for before in (clock.rewind, clock.stop, lambda: clock.advance(minutes=5)):
        told = repr(before())

        with pytest.raises(ValueError, match="forward"), clock.borrowed() as borrowed:
            borrowed.advance(hours=1).advance(hours=-1)

        assert repr(clock) == told


def test_steps_add_up_and_rewind_takes_them_back():
    clock = Clock()
    real = clock.now()

    assert repr(clock) == "PhotoBox's clock is right."
    assert repr(clock.advance(minutes=10)) == "PhotoBox's clock is 10 minutes ahead."
    assert clock.advance(hours=1).now() - real == pytest.approx(4200, abs=5)
    assert clock.rewind().now() - real == pytest.approx(0, abs=5)


@pytest.mark.parametrize("duration", [{}, {"minutes": 0}, {"minutes": -1}])
def test_only_rewind_goes_back(duration):
    with pytest.raises(ValueError, match="call rewind"):
        Clock().advance(**duration)


def test_a_stopped_clock_stands_still_and_can_still_be_moved(monkeypatch):
    """Nothing expires while somebody reads; rewind() lets it run again."""
    clock = Clock().stop()
    before = clock.now()
    monkeypatch.setattr("time.time", lambda: before + 3600)

    assert clock.now() == before
    assert clock.advance(minutes=2).now() == before + 120
    assert repr(clock) == "PhotoBox's clock is 2 minutes ahead and stopped."
    assert clock.rewind().now() == before + 3600


def test_an_access_token_follows_the_clock(photobox, alice, authorization_url, exchange):
    token = exchange(alice.code(authorization_url())).json()["access_token"]
    header = {"Authorization": f"Bearer {token}"}

    def status():
        return requests.get(f"{photobox.api}/photos", headers=header, timeout=5).status_code

    assert status() == 200
    photobox.clock.advance(seconds=3601)
    assert status() == 401
    photobox.clock.rewind()
    assert status() == 200
