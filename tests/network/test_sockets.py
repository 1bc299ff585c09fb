"""HTTP/1.1 on real sockets; h11, which is not ours, reads the answers.

Here is what can be seen on sockets only: floods, slow answers, a stop in the middle of
everything. What one connection carries is in ``test_connection.py``.
"""

import errno
import os
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import psutil
import pytest
import requests

from oauth_tutorial import network
from oauth_tutorial.network import sockets
from oauth_tutorial.network.server import TooManyFiles
from tests.flood import at_once
from tests.network.conftest import WAIT, echo, get

pytestmark = pytest.mark.sockets
FLOOD = 1000  # connections


@pytest.mark.parametrize("ipv6", [False, True])
def test_it_listens_on_loopback_and_on_no_other_address(ipv6):
    """Nobody on the network reaches what the course opens."""
    server = network.bind(ipv6=ipv6)
    process = psutil.Process()
    connections = getattr(process, "net_connections", None) or process.connections  # psutil < 6
    found = connections("inet")
    server.stop()

    own = {one.laddr.ip for one in found if one.laddr.port == server.port}
    assert "127.0.0.1" in own
    assert own <= ({"127.0.0.1", "::1"} if ipv6 else {"127.0.0.1"})


# Many connections


def half_open(stack: ExitStack, server: network.Server, sent: bytes) -> socket.socket:
    one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=WAIT))
    one.sendall(sent)
    return one


@pytest.fixture
def _many_files() -> Iterator[None]:
    """Both ends of the flood are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = min(hard, 8192) if hard != resource.RLIM_INFINITY else 8192
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_files")
@pytest.mark.parametrize("sent", [b"", b"GET /half HTTP/1.1\r\nHost: loc"], ids=["silent", "half"])
def test_a_flood_of_connections_shuts_nobody_out(server, sent):
    with ExitStack() as stack:
        for _ in range(FLOOD):
            half_open(stack, server, sent)
        assert [get(server).status_code for _ in range(5)] == [200] * 5


@pytest.mark.usefixtures("_many_files")
def test_the_connection_that_was_silent_for_longest_makes_room(serve, connect, monkeypatch):
    monkeypatch.setattr(sockets, "MOST_CONNECTIONS", 20)
    server = serve()
    with ExitStack() as stack:
        first = connect(server)
        first.send(b"GET / HT")
        for _ in range(40):
            half_open(stack, server, b"GET / HT")
        assert get(server).status_code == 200
        assert first.is_closed()


def test_a_crowd_is_accepted_in_a_few_rounds(monkeypatch):
    """Each round looks at every open connection: one round for each took six seconds for 1,000."""
    rounds, loop = [], sockets.wasyncore.loop
    monkeypatch.setattr(
        sockets.wasyncore, "loop", lambda *how, **more: (rounds.append(1), loop(*how, **more))
    )
    server = network.bind()
    with ExitStack() as stack:
        for _ in range(100):  # they wait: nobody answers yet
            half_open(stack, server, b"GET / HT")
        server.answer(echo)
        stack.callback(server.stop)
        assert get(server).status_code == 200
        assert len(rounds) < 50


def test_it_goes_on_when_nothing_could_be_accepted(serve, monkeypatch):
    """As when too many files are open for a moment."""
    accept, failures = socket.socket.accept, iter([OSError(errno.EMFILE, "too many")] * 3)

    def accept_later(listening: socket.socket) -> Any:
        for failure in failures:
            raise failure
        return accept(listening)

    monkeypatch.setattr(socket.socket, "accept", accept_later)

    assert get(serve()).status_code == 200


def test_a_connection_that_cannot_be_set_up_ends_nothing(serve, monkeypatch):
    """macOS: the other side may be gone before its options are set."""
    server, failures = serve(), iter([OSError(errno.EINVAL, "gone")] * 2)
    getsockopt = socket.socket.getsockopt

    def fail_first(connected: socket.socket, *asked: Any) -> Any:
        if asked == (socket.SOL_SOCKET, socket.SO_SNDBUF):
            for failure in failures:
                raise failure
        return getsockopt(connected, *asked)

    monkeypatch.setattr(socket.socket, "getsockopt", fail_first)
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            get(server)

    assert get(server).status_code == 200


def test_a_connection_on_which_nothing_happens_is_closed(serve, connect):
    assert connect(serve(silence=1)).is_closed()


# The end


def test_stop_frees_the_port_and_ends_what_is_open(server, connect):
    clients = [connect(server) for _ in range(3)]
    clients[0].send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    clients[0].read()
    clients[1].send(b"GET / HT")
    server.stop()
    server.stop()

    assert all(client.is_closed() for client in clients)
    network.bind(server.port).stop()


def test_a_stop_that_was_interrupted_before_the_loop_woke_holds_no_port(server, monkeypatch):
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    port = server.port
    assert get(server).status_code == 200  # its thread polls: before, there is nothing to wake
    with monkeypatch.context() as interrupting:
        interrupting.setattr("oauth_tutorial.network.sockets._Listener.pull_trigger", interrupt)
        with pytest.raises(KeyboardInterrupt):
            server.stop()

    network.bind(port).stop()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX signals")
def test_a_stop_that_was_interrupted_while_it_waited_for_the_end_is_waited_for(server, monkeypatch):
    """After an interrupt of ``Thread.join`` Python may say that a thread ended that has not."""
    late, loop = threading.Event(), sockets.wasyncore.loop

    def loop_that_ends_late(*args: Any, **kwargs: Any) -> None:
        loop(*args, **kwargs)
        if stopping.is_set():
            late.wait(WAIT)

    stopping = threading.Event()
    monkeypatch.setattr(sockets.wasyncore, "loop", loop_that_ends_late)
    assert get(server).status_code == 200  # its thread polls
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        stopping.set()
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - the interrupt may come at once
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            server.stop()
    finally:
        signal.signal(signal.SIGALRM, before)

    threading.Timer(0.1, late.set).start()
    network.bind(server.port).stop()


def test_stop_does_not_wait_for_an_answer(serve, connect):
    asked, go_on, finished = threading.Event(), threading.Event(), threading.Event()

    def app(environ: Any, start_response: Any) -> list[bytes]:
        asked.set()
        go_on.wait(WAIT)
        finished.set()
        return echo(environ, start_response)

    server = serve(app)
    client = connect(server)
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    try:
        assert asked.wait(WAIT)
        server.stop()
        assert client.is_closed()
        assert not finished.is_set()
    finally:
        go_on.set()


def test_many_may_stop_it_at_once(server):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: server.stop(), range(8)))

    network.bind(server.port).stop()


def test_a_port_that_is_taken_is_said_while_other_servers_come_and_go(server):
    def one_of_both(number: int) -> None:
        for _ in range(300):
            if number % 2:
                network.bind().stop()
            else:
                with pytest.raises(network.PortTaken):
                    network.bind(server.port)

    with ExitStack() as stack:
        for _ in range(200):
            stack.callback(network.bind().stop)
        at_once(4, one_of_both)


def test_an_application_may_stop_its_own_server(serve, connect):
    servers: list[network.Server] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        servers[0].stop()
        return echo(environ, start_response)

    servers.append(serve(app))
    client = connect(servers[0])
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert client.is_closed()


def test_nothing_of_it_is_left(serve):
    """Neither a thread nor an open file."""
    process, server = psutil.Process(), None
    serve().stop()  # what is loaded once is loaded now
    threads, files = set(threading.enumerate()), process.num_fds()
    for _ in range(5):
        server = network.serve(echo)
        get(server)
        server.stop()

    left = [one for one in set(threading.enumerate()) - threads if one.is_alive()]
    for one in left:
        one.join(timeout=WAIT)
    assert not [one for one in left if one.is_alive()]
    assert process.num_fds() <= files


def test_a_stop_while_it_begins_frees_the_port(monkeypatch):
    """Its thread was asked for, and has not begun: as when the learner interrupts just then."""
    monkeypatch.setattr(threading.Thread, "start", lambda thread: None)
    server = network.bind()
    server.answer(echo)
    server.stop()
    server.stop()

    network.bind(server.port).stop()


def test_a_thread_that_cannot_be_had_leaves_no_port(monkeypatch):
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    server = network.bind()
    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            server.answer(echo)

    network.bind(server.port).stop()


def test_without_a_file_to_open_that_is_said_and_not_that_a_port_is_taken(monkeypatch):
    def none_left(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as full:
        full.setattr(socket, "socket", none_left)
        with pytest.raises(TooManyFiles, match="too many files"):
            network.bind()


def test_without_a_file_to_open_it_rests_between_two_attempts(server, monkeypatch):
    """Else it would turn in a circle: whoever waits to be accepted goes on waiting."""
    attempts, enough, rests = [], threading.Event(), []

    def none_left(listening: socket.socket) -> None:
        attempts.append(1)
        enough.set()
        raise OSError(errno.EMFILE, "Too many open files")

    sleep = sockets.time.sleep
    monkeypatch.setattr(sockets.time, "sleep", lambda s: (rests.append(s), sleep(s)))
    with monkeypatch.context() as full, ExitStack() as stack:
        full.setattr(socket.socket, "accept", none_left)
        half_open(stack, server, b"")
        assert enough.wait(WAIT)
    assert get(server).status_code == 200

    assert len(rests) >= len(attempts) > 0


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_forked_child_holds_neither_the_port_nor_a_connection(server, client):
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert client.read()[0] == 200  # the server has the connection, and not the system alone
    ready, done = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        server.stop()  # of the parent, as an exit handler might: nothing of it is here
        os.write(ready[1], b"x")
        os.read(done[0], 1)
        os._exit(0)
    try:
        assert os.read(ready[0], 1) == b"x"
        assert get(server).status_code == 200
        client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert client.read()[0] == 200
        assert client.is_closed()
        server.stop()
        network.bind(server.port).stop()
    finally:
        os.write(done[1], b"x")
        os.waitpid(child, 0)
        for end in (*ready, *done):
            os.close(end)
