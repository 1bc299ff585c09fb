"""The loopback receiver: it answers everybody, and stops only for the right answer."""

import signal
import socket
import threading

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.errors import (
    AuthorizationDenied,
    CallbackTimeout,
    InvalidArgument,
    PortInUse,
    ReceiverClosed,
)
from oauth_tutorial.network import bind
from tests.client.conftest import STATE


def get(receiver, **query):
    return requests.get(receiver.redirect_uri, query, timeout=5)


def test_the_right_answer_ends_the_wait(receiver):
    page = get(receiver, code="abc", state=STATE)

    assert page.status_code == 200
    assert receiver.wait(timeout=5).code == "abc"
    assert receiver.wait(timeout=5).code == "abc"


@pytest.mark.parametrize(
    "query",
    [
        "code=abc&state=wrong",
        "code=abc",
        f"code=abc&error=x&state={STATE}",
        f"code=a&code=b&state={STATE}",
        f"state={STATE}",
        "error=access_denied&state=wrong",
        "",
        "x=" + "y" * 1_000_000,
    ],
)
def test_a_wrong_answer_is_noted_and_the_wait_goes_on(receiver, query):
    noted = threading.Semaphore(0)
    receiver.on_change.append(lambda _: noted.release())
    try:
        status = requests.get(f"{receiver.redirect_uri}?{query}", timeout=5).status_code
        assert status in {400, 431}
    except requests.ConnectionError:
        assert len(query) > 65_536  # it hangs up on a line without end
    assert noted.acquire(timeout=5)
    assert not receiver.done
    get(receiver, code="abc", state=STATE)

    assert receiver.wait(timeout=5).code == "abc"
    assert len(receiver.events) == 2


def test_another_host_is_refused(receiver):
    answer = requests.get(
        receiver.redirect_uri,
        {"code": "abc", "state": STATE},
        headers={"Host": "evil.example"},
        timeout=5,
    )

    assert answer.status_code == 421
    assert not receiver.done


def test_a_denial_ends_the_wait(receiver):
    get(receiver, error="access_denied", state=STATE)

    with pytest.raises(AuthorizationDenied):
        receiver.wait(timeout=5)


def test_the_first_answer_wins(receiver):
    first = get(receiver, code="abc", state=STATE)
    reloaded = get(receiver, code="abc", state=STATE)
    second = get(receiver, code="another", state=STATE)

    assert [a.status_code for a in (first, reloaded, second)] == [200, 200, 400]
    assert "run the cell that makes the receiver and the link again" not in first.text
    assert "run the cell that makes the receiver and the link again" in second.text
    assert receiver.wait(timeout=5).code == "abc"


@pytest.mark.sockets
def test_an_idle_connection_blocks_nobody(receiver):
    with socket.create_connection(("127.0.0.1", receiver.port)):
        get(receiver, code="abc", state=STATE)

        assert receiver.wait(timeout=5).code == "abc"


def test_a_pasted_address_is_as_good(receiver):
    assert "differ" in receiver.paste("http://127.0.0.1/callback?code=abc&state=wrong")
    assert "arrived" in receiver.paste(f"http://127.0.0.1/callback?code=abc&state={STATE}")

    assert receiver.wait(timeout=5).code == "abc"


def test_a_new_receiver_takes_the_port_of_the_older_one(receiver):
    with LoopbackReceiver(state="t" * 43) as newer:
        assert newer.redirect_uri == receiver.redirect_uri
        with pytest.raises(ReceiverClosed):
            receiver.wait(timeout=5)


def test_a_time_out_says_what_to_do(receiver):
    with pytest.raises(CallbackTimeout, match=r"in 0.05 seconds[\s\S]*Open the link"):
        receiver.wait(timeout=0.05)


def test_closing_from_another_thread_ends_the_wait(receiver):
    threading.Timer(0.05, receiver.cancel).start()

    with pytest.raises(ReceiverClosed):
        receiver.wait(timeout=5)


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX signals")
def test_an_interrupt_ends_the_wait(receiver):
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            receiver.wait(timeout=5)
    finally:
        signal.signal(signal.SIGALRM, previous)


def test_a_taken_port_is_named():
    other = bind()
    try:
        with pytest.raises(PortInUse, match=f"Port {other.port} of 127.0.0.1"):
            LoopbackReceiver(other.port, state=STATE)
    finally:
        other.stop()


@pytest.mark.parametrize(
    "arguments", [{"path": "callback"}, {"path": "/a?b"}, {"port": 70000}, {"state": ""}]
)
def test_wrong_arguments_are_named(arguments):
    with pytest.raises(InvalidArgument, match=next(iter(arguments))):
        LoopbackReceiver(**{"state": STATE} | arguments)


def test_nothing_secret_is_shown(receiver):
    get(receiver, code="very-secret-code", state=STATE)

    assert "very-secret-code" not in f"{receiver!r}{list(receiver.events)!r}"
    assert STATE not in f"{receiver!r}{list(receiver.events)!r}"
