"""What keeps the tests apart."""

import os
from pathlib import Path

import pytest
import requests

from oauth_tutorial import location, practice
from oauth_tutorial.client import receiver
from oauth_tutorial.exercises import exercise
from oauth_tutorial.location import finding
from oauth_tutorial.network import surroundings
from oauth_tutorial.wire import recording


def test_nobody_stops_the_shared_service(photobox: practice.PhotoBox) -> None:
    with pytest.raises(pytest.fail.Exception, match="shared by all tests"):
        practice.start().stop()

    assert requests.get(photobox.issuer, timeout=5).ok


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_service_of_ones_own_may_be_stopped(turn: str) -> None:
    assert practice.running() is None
    service = practice.start()
    assert surroundings.service() is service
    service.stop()
    assert practice.running() is None


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_leaves_behind_is_gone(turn: str, photobox: practice.PhotoBox) -> None:
    """Each turn finds everything as it is in the beginning, and leaves everything changed."""
    one = exercise("00.two_scopes")
    assert not photobox.log
    assert not photobox.clock.moved
    assert not photobox.options.loose_redirect_uri
    assert not list(photobox.faults)
    assert finding._found is None
    assert receiver.current() is None
    assert not any(waiting.is_open for _, waiting in KEPT)
    assert not recording._live
    assert one.last.state == "not attempted"
    assert not Path(os.environ["OAUTH_TUTORIAL_PROGRESS"]).exists()
    assert "OAUTH_TUTORIAL_SEED" not in os.environ

    finding._found = location.Location("override", "http://127.0.0.1:{port}", "A test says so.")
    log = recording.record()
    requests.get(photobox.issuer, timeout=5)
    waiting = receiver.LoopbackReceiver(state="s" * 43)
    photobox.clock.advance(hours=1)
    photobox.options.loose_redirect_uri = True
    photobox.faults.add("html_500")
    one.check("photos.read")
    os.environ["OAUTH_TUTORIAL_SEED"] = "7"
    KEPT.append((log, waiting))


# so that they end by what the fixture does, and not because nobody holds them
KEPT: list[tuple[recording.Recording, receiver.LoopbackReceiver]] = []
