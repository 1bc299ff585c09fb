"""Slow answers side by side, and more requests than threads, on real sockets."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from oauth_tutorial import network
from tests.network.conftest import WAIT, echo, get

pytestmark = pytest.mark.sockets


def test_as_many_slow_answers_as_threads_overlap(serve):
    """Each of the sixteen waits for the others; a seventh of six slow ones waits for nobody."""
    together = threading.Barrier(network.server.THREADS, timeout=WAIT)

    def app(environ: Any, start_response: Any) -> list[bytes]:
        together.wait()
        return echo(environ, start_response)

    server = serve(app)
    with ThreadPoolExecutor(network.server.THREADS) as pool:
        answers = list(pool.map(lambda _: get(server).status_code, range(network.server.THREADS)))

    assert answers == [200] * network.server.THREADS


def test_more_requests_than_threads_are_said_nothing_of(serve, caplog, capfd):
    """Waitress warns of a queue; in a notebook that would be a red box below the learner's cell."""
    go_on = threading.Event()

    def app(environ: Any, start_response: Any) -> list[bytes]:
        go_on.wait(WAIT)
        return echo(environ, start_response)

    server = serve(app, threads=1)
    with ThreadPoolExecutor(5) as pool:
        answers = [pool.submit(get, server) for _ in range(5)]
        go_on.set()
        assert [answer.result().status_code for answer in answers] == [200] * 5

    assert (caplog.text, *capfd.readouterr()) == ("", "", "")
