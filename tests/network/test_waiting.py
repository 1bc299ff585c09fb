"""Waiting for what another part of this process does."""

import threading
import time
from typing import Any

import pytest
import requests

from oauth_tutorial.network import waiting
from tests.network.conftest import WAIT, echo, url


def test_the_client_gives_up_and_the_server_goes_on(serve):
    over, done = threading.Event(), threading.Event()

    def app(environ: Any, start_response: Any) -> list[bytes]:
        from oauth_tutorial.network.waiting import linger

        linger(over, 60)
        done.set()
        return echo(environ, start_response)

    server = serve(app)
    with pytest.raises(requests.ReadTimeout, match=r"read timeout=0\.1"):
        requests.get(url(server), timeout=0.1)
    over.set()

    assert done.wait(WAIT)


@pytest.fixture(params=[False, True], ids=["sockets", "virtual"])
def way(request, monkeypatch):
    """Both ways to wait, whichever this process has."""
    monkeypatch.setattr(waiting, "is_virtual", lambda: request.param)
    return request.param


@pytest.mark.usefixtures("way")
def test_a_wait_says_whether_it_came():
    event = threading.Event()
    assert waiting.wait(event, 0.01) is False
    threading.Timer(0.05, event.set).start()

    assert waiting.wait(event, WAIT) is True


@pytest.mark.usefixtures("way")
def test_who_is_slow_stops_when_the_client_gives_up():
    began = time.monotonic()
    with waiting.patience(0.05) as has_given_up:
        assert not has_given_up()
        waiting.linger(threading.Event(), WAIT)
        assert has_given_up()

    assert time.monotonic() - began < WAIT / 2


def test_an_inner_patience_ends_with_its_block():
    """As of a client that asks a server, which asks another."""
    with waiting.patience(None) as never:
        with waiting.patience(0) as at_once:
            assert at_once()
        assert not never()


# A bell


def test_a_bell_rings_for_everybody_who_waits():
    bell = waiting.Bell()
    heard: list[bool] = []
    threads = [threading.Thread(target=lambda: heard.append(bell.wait(WAIT))) for _ in range(5)]
    for thread in threads:
        thread.start()
    bell.set()
    for thread in threads:
        thread.join(WAIT)

    assert heard == [True] * 5
    assert (bell.is_set(), bell.wait(0), waiting.wait(bell, 0)) == (True, True, True)


def test_a_bell_that_does_not_ring_is_waited_for_in_vain():
    bell = waiting.Bell()

    assert (bell.is_set(), bell.wait(0.01), waiting.wait(bell, 0.01)) == (False, False, False)


def test_a_bell_is_rung_though_a_wait_for_it_was_interrupted(monkeypatch):
    """At the worst moment: the wait has been woken, and has not yet woken the next."""
    bell = waiting.Bell()

    class Interrupting:
        def get(self, timeout: float | None) -> None:
            raise KeyboardInterrupt

        def put(self, nothing: None) -> None:
            """Nobody else waits."""

    monkeypatch.setattr(bell, "_woken", Interrupting())
    with pytest.raises(KeyboardInterrupt):
        bell.wait(WAIT)
    bell.set()

    assert bell.wait(WAIT)
