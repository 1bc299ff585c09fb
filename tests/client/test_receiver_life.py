"""A receiver's life: half made, interrupted at any moment, forked, without a file to open.

Whatever happens, the next run of the cell works.
"""

import errno
import linecache
import os
import random
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, network
from oauth_tutorial.client import receiver as module
from oauth_tutorial.errors import CallbackTimeout, InvalidArgument, PortInUse, ReceiverError
from oauth_tutorial.location import VARIABLE
from oauth_tutorial.network import sockets
from tests.client.conftest import STATE

# A socket that was just made, and has no port yet, is closed when it is forgotten.
unnoted = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PACKAGE = os.path.dirname(network.__file__).removesuffix("network")


def works(receiver: LoopbackReceiver) -> bool:
    query = {"code": "abc", "state": STATE}
    page = requests.get(f"http://127.0.0.1:{receiver.port}/callback", query, timeout=5)
    return page.status_code == 200 and receiver.wait(timeout=5).code == "abc"


@pytest.fixture
def port() -> int:
    """A free port, and none that the system gives to other programs' connections meanwhile."""
    for candidate in random.sample(range(20_000, 32_000), 100):
        with suppress(network.PortTaken):
            network.bind(candidate).stop()
            return candidate
    pytest.fail("no port is free")


# Half made


@pytest.mark.parametrize("wrong", ["hub.example/proxy/{port}", "http://[", "https://", "{port}"])
def test_after_an_address_that_is_none_the_corrected_cell_runs(monkeypatch, port, wrong):
    """expo/eas-cli#4129: the scheme was forgotten; three runs, then the variable is right."""
    monkeypatch.setenv(VARIABLE, wrong)
    for _ in range(3):
        with pytest.raises(InvalidArgument, match=VARIABLE):
            LoopbackReceiver(port, state=STATE)
    monkeypatch.delenv(VARIABLE)

    for _ in range(3):
        receiver = LoopbackReceiver(port, state=STATE)
    with receiver:
        assert works(receiver)


def test_what_is_interrupted_leaves_no_port(monkeypatch, port):
    def interrupt(port: int) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "public_url", interrupt)
    with pytest.raises(KeyboardInterrupt):
        LoopbackReceiver(port, state=STATE)

    network.bind(port).stop()


# Interrupted


class Interrupted:
    """Raises a KeyboardInterrupt before the line of that number of ours that this thread runs.

    Python interrupts no ``with`` between the end of its block and the call that ends it, but
    tells of a line there: that one does not count.
    """

    def __init__(self, number: int) -> None:
        self.left, self.begun = number, set()

    def __call__(self, frame: FrameType, event: str, argument: object) -> Any:
        if PACKAGE not in frame.f_code.co_filename or self.left < 0:
            return None
        if event == "line" and not self._ends_a_block(frame):
            self.left -= 1
            if self.left < 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return self

    def _ends_a_block(self, frame: FrameType) -> bool:
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        place = (id(frame), frame.f_lineno)
        if not line.strip().startswith("with "):
            return False
        self.begun ^= {place}
        return place not in self.begun


def interrupted_at_every_line(
    act: Callable[[], object], step: int, check: Callable[[], None]
) -> int:
    """Act again and again, each time interrupted a little later, until it comes to its end."""
    number = 0
    while True:
        before = sys.gettrace()
        sys.settrace(Interrupted(number))
        try:
            act()
        except KeyboardInterrupt:
            pass
        else:
            return number
        finally:
            sys.settrace(before)
        check()
        number += step


@unnoted
@pytest.mark.sockets
@pytest.mark.parametrize("asked", [True, False], ids=["a port", "any port"])
def test_an_interrupt_at_any_moment_of_its_making_leaves_the_next_run_working(port, asked):
    chosen = port if asked else 0

    def check() -> None:
        with LoopbackReceiver(chosen, state=STATE) as receiver:
            assert works(receiver)
            assert receiver.port == (chosen or receiver.port)
        if asked:
            network.bind(chosen).stop()

    steps = interrupted_at_every_line(lambda: LoopbackReceiver(chosen, state=STATE), 1, check)
    module._live.close()

    assert steps > 50
    # what an interrupt kept from starting is listed for good, and never runs
    threads = [one for one in threading.enumerate() if one.ident is not None]
    left = [one for one in threads if one.name == "loopback-receiver"]
    for one in left:
        one.join(timeout=10)
    assert not [one for one in left if one.is_alive()]


@pytest.mark.sockets
def test_an_interrupt_at_any_moment_of_closing_leaves_the_next_run_working(port):
    receiver = LoopbackReceiver(port, state=STATE)

    def check() -> None:
        nonlocal receiver
        receiver = LoopbackReceiver(port, state=STATE)
        assert works(receiver)

    interrupted_at_every_line(lambda: receiver.close(), 1, check)

    network.bind(port).stop()


@pytest.mark.sockets
def test_an_interrupt_at_any_moment_of_waiting_leaves_the_next_wait_working(receiver, monkeypatch):
    """Threads of the server must not hang either: each answer comes while nobody waits."""

    monkeypatch.setattr(module, "SLICE", 0.001)

    def wait_for_nothing() -> None:
        with pytest.raises(CallbackTimeout):
            receiver.wait(timeout=0.003)

    def check() -> None:
        query = {"code": "abc", "state": "another"}
        address = f"http://127.0.0.1:{receiver.port}/callback"
        assert requests.get(address, query, timeout=5).status_code == 400

    interrupted_at_every_line(wait_for_nothing, 1, check)

    assert works(receiver)


@unnoted
@pytest.mark.sockets
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX signals")
def test_an_interrupt_as_the_system_sends_it_leaves_the_next_run_working(port):
    """At any moment of making, waiting and closing, inside the libraries too."""
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    chance = random.Random(1)
    try:
        for _ in range(150):
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.00005, 0.004))
                LoopbackReceiver(port, state=STATE).close()
                LoopbackReceiver(port, state=STATE).wait(timeout=0.01)
            except (KeyboardInterrupt, CallbackTimeout):
                pass
            with LoopbackReceiver(port, state=STATE) as receiver:
                assert works(receiver)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def test_an_interrupt_while_an_address_is_pasted_loses_no_answer(receiver, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LoopbackReceiver, "_record", interrupt)
    with pytest.raises(KeyboardInterrupt):
        receiver.paste(f"?code=abc&state={STATE}")

    assert receiver.wait(timeout=5).code == "abc"


# Whoever looks on


def test_an_observer_that_fails_loses_no_answer(receiver):
    told = []
    receiver.on_change += [lambda status: 1 / 0, None, told.append]

    assert works(receiver)
    assert told == ["Received"]


def test_an_observer_of_the_record_that_fails_loses_no_answer(receiver, monkeypatch):
    monkeypatch.setattr(module, "note_redirect", lambda *_: 1 / 0)

    assert works(receiver)


def test_an_observer_that_fails_does_not_fail_a_paste(receiver):
    receiver.on_change.append(lambda status: 1 / 0)

    assert "arrived" in receiver.paste(f"?code=abc&state={STATE}")


# Ports


def test_where_no_port_was_asked_for_any_one_will_do(receiver, monkeypatch):
    """Another program is faster than the new receiver: it takes the port of the older one."""
    close, rival = LoopbackReceiver.close, []

    def close_and_lose(self: LoopbackReceiver) -> None:
        close(self)
        if not rival:
            rival.append(network.bind(self.port))

    monkeypatch.setattr(LoopbackReceiver, "close", close_and_lose)
    with LoopbackReceiver(state=STATE) as newer:
        assert newer.port != receiver.port
        assert works(newer)
    rival[0].stop()


def test_a_port_that_was_asked_for_is_insisted_on():
    rival = network.bind()
    with pytest.raises(PortInUse, match=f"Port {rival.port}"):
        LoopbackReceiver(rival.port, state=STATE)
    rival.stop()


# Files and processes


@pytest.mark.sockets
@pytest.mark.parametrize("where", ["socket", "pipe"])
def test_without_a_file_to_open_it_says_so_and_later_works(monkeypatch, where):
    def none_left(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as full:
        if where == "socket":
            full.setattr(sockets.socket, "socket", none_left)
        else:
            full.setattr(os, "pipe", none_left)
        with pytest.raises((ReceiverError, OSError), match="too many files"):
            LoopbackReceiver(state=STATE)

    with LoopbackReceiver(state=STATE) as receiver:
        assert works(receiver)


@pytest.mark.sockets
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_forked_child_takes_nothing_from_its_parent(port):
    """The child goes on while the parent's cell is run again; then it makes one of its own."""
    receiver = LoopbackReceiver(port, state=STATE)
    to_child, from_child = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(from_child[1], b"r")  # what it had of the parent's is closed by now
            os.close(to_child[1])
            os.read(to_child[0], 1)
            was_open = receiver.is_open
            receiver.close()
            with LoopbackReceiver(state=STATE) as own:
                os.write(from_child[1], b"%d" % (not was_open and own.is_open))
        finally:
            os._exit(0)
    os.close(from_child[1])  # a child that fails is heard of
    try:
        assert os.read(from_child[0], 1) == b"r"
        receiver.close()
        with socket.create_server(("127.0.0.1", port)):  # free: the child does not hold it
            pass
        with LoopbackReceiver(port, state=STATE) as newer:
            os.write(to_child[1], b"x")
            assert os.read(from_child[0], 1) == b"1"
            assert works(newer)
    finally:
        os.close(to_child[1])  # a child that still waits goes on
        os.waitpid(child, 0)
        for end in (to_child[0], from_child[0]):
            os.close(end)
