"""Ports, and what every server of ours refuses."""

import contextlib
import errno
import sys

import pytest
import requests

from oauth_tutorial import network
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network import PortTaken, Refusal
from oauth_tutorial.network.server import VARIABLE, not_bound
from tests.network.conftest import WAIT, url


@pytest.mark.parametrize("port", [-1, 65536, 10**10])
def test_what_is_no_port_cannot_be_had(port):
    with pytest.raises(PortTaken):
        network.bind(port)


def test_a_bound_port_is_ours_before_it_answers():
    server = network.bind()
    try:
        with pytest.raises(PortTaken):
            network.bind(server.port)
    finally:
        server.stop()
    network.bind(server.port).stop()


def test_a_body_without_measure_is_refused(serve):
    seen: list[Refusal] = []
    server = serve(refused=seen.append)
    with contextlib.suppress(requests.ConnectionError):  # it may hang up while the rest is sent
        answer = requests.post(url(server), data=b"x" * (network.server.MOST_BODY + 1), timeout=10)
        assert answer.status_code == 413

    assert requests.get(url(server), timeout=WAIT).status_code == 200
    assert [refusal.status for refusal in seen] == [413]


def test_a_head_without_measure_is_refused(serve):
    seen: list[Refusal] = []
    server = serve(refused=seen.append)
    long = "x" * (network.server.MOST_HEAD + 1)

    assert requests.get(url(server), headers={"X-A": long}, timeout=WAIT).status_code == 431
    assert seen == [Refusal(431, "unreadable request")]


@pytest.mark.parametrize(
    ("value", "virtual"), [("virtual", True), (" Virtual ", True), ("sockets", False)]
)
def test_the_environment_says_whether_there_are_sockets(monkeypatch, value, virtual):
    monkeypatch.setenv(VARIABLE, value)

    assert network.is_virtual() is virtual


@pytest.mark.parametrize("platform", ["linux", "emscripten"])
@pytest.mark.parametrize("waitress", [True, False])
def test_without_a_word_the_machine_decides(monkeypatch, platform, waitress):
    """A web page has no sockets, and without waitress nothing could answer on one."""
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: waitress or None)

    assert network.is_virtual() is (platform == "emscripten" or not waitress)


def test_a_taken_port_says_what_to_do():
    assert str(network.PortTaken(8000)).startswith("Port 8000 of 127.0.0.1 is in use")
    assert isinstance(network.PortTaken(8000), OSError)


@pytest.mark.parametrize("port", ["80", None, 1.5, True, b"80"])
def test_a_port_that_is_no_number_is_said(port):
    with pytest.raises(InvalidArgument, match="port must be a whole number from 0 to 65535"):
        network.bind(port)


@pytest.mark.parametrize("how", [{"threads": 0}, {"threads": -1}, {"threads": "4"}, {"silence": 0}])
def test_a_way_to_answer_that_would_answer_nobody_is_refused(serve, how):
    """With no thread, whoever asked would wait for ever."""
    free = network.bind()
    free.stop()
    with pytest.raises(InvalidArgument, match=f"{next(iter(how))} must be a whole number"):
        serve(port=free.port, **how)

    network.bind(free.port).stop()


def test_who_is_told_of_a_refusal_may_fail(serve):
    server = serve(refused=lambda refusal: 1 / 0)

    for _ in range(2):
        answer = requests.get(url(server), headers={"Host": "evil.example"}, timeout=WAIT)
        assert answer.status_code == 421


def test_a_machine_without_any_loopback_is_told_so() -> None:
    """As where lo is down."""
    missing = OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
    taken = OSError(errno.EADDRINUSE, "Address already in use")

    assert "neither the address 127.0.0.1 nor ::1" in str(not_bound(0, "127.0.0.1", missing))
    assert "Port 9000 of ::1 is in use" in str(not_bound(9000, "::1", taken))
