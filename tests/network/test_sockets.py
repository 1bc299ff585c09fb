"""HTTP/1.1 on real sockets; h11, which is not ours, reads the answers.

Here is what can be seen on sockets only, and what ``facts`` about attacks said must hold: floods,
upgrades, endless trailers, broken requests, a stop in the middle of everything.
"""

import errno
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from typing import Any

import h11
import psutil
import pytest
import requests

from oauth_tutorial import network, practice
from oauth_tutorial.network import Refusal, connection, sockets
from tests.network.conftest import echo

pytestmark = pytest.mark.sockets
WAIT = 10  # seconds, for what comes at once
FLOOD = 1000  # connections


class Client:
    """A socket, and h11, which knows what a server may send."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT)
        self.parser = h11.Connection(h11.CLIENT)

    def send(self, *pieces):
        for piece in pieces:
            self.socket.sendall(piece)

    def read(self, method="GET"):
        """Return status and body of the next answer; h11 raises when it is none."""
        if self.parser.our_state is h11.DONE:
            self.parser.start_next_cycle()
        if self.parser.our_state is h11.IDLE:  # h11 has to know what was asked
            self.parser.send(h11.Request(method=method, target="/", headers=[("Host", "a")]))
            self.parser.send(h11.EndOfMessage())
        status, body = 0, b""
        while not isinstance(event := self._event(), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                status, self.headers = event.status_code, dict(event.headers)
            elif isinstance(event, h11.Data):
                body += event.data
        return status, body.decode("latin-1")

    def _event(self):
        while (event := self.parser.next_event()) is h11.NEED_DATA:
            self.parser.receive_data(self.socket.recv(65536))
        return event

    def is_closed(self):
        """Wait until the server closed the connection."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True


@pytest.fixture
def connect() -> Iterator[Callable[[network.Server], Client]]:
    """Connect to a server."""
    clients = []

    def start(server: network.Server) -> Client:
        clients.append(Client(server))
        return clients[-1]

    yield start
    for client in clients:
        client.socket.close()


@pytest.fixture
def told() -> list[Refusal]:
    return []


@pytest.fixture
def server(serve, told) -> network.Server:
    return serve(refused=told.append)


@pytest.fixture
def client(server, connect) -> Client:
    return connect(server)


def get(server: network.Server, path: str = "/") -> requests.Response:
    return requests.get(f"http://127.0.0.1:{server.port}{path}", timeout=WAIT)


# One connection


def test_one_connection_carries_many_requests(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=WAIT)
    connection.connect()
    first = connection.sock
    for number in range(3):
        connection.request("GET", f"/{number}")
        assert connection.getresponse().read().startswith(b"GET|/%d|" % number)

    assert connection.sock is first
    connection.close()


def test_a_connection_can_end_with_its_answer(serve, connect):
    client = connect(serve(keep_alive=False))
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert client.read() == (200, "GET|/|||-|-")
    assert client.headers[b"connection"] == b"close"
    assert client.is_closed()


def test_a_request_may_come_byte_by_byte(client):
    whole = b"POST /x?y HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nhi"
    client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.send(*(bytes([byte]) for byte in whole))

    assert client.read("POST") == (200, "POST|/x|y|hi|1|-")


def test_requests_that_come_at_once_are_answered_in_turn(client):
    client.send(b"".join(b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % n for n in (1, 2)))

    assert client.read() == (200, "GET|/1|||-|-")
    assert client.read() == (200, "GET|/2|||-|-")


def test_an_answer_to_head_has_no_body(serve, connect):
    """RFC 9110 §9.3.2: a body would be taken for the next answer."""
    client = connect(serve(practice.PhotoBox("http://photobox.example").app))
    host = b"HTTP/1.1\r\nHost: localhost\r\n\r\n"
    client.send(b"HEAD / " + host, b"GET /jwks.json " + host)

    assert client.read("HEAD") == (200, "")
    assert client.read()[1].startswith('{"keys":')


def test_a_client_that_asks_first_is_told_to_continue(client):
    """RFC 9110 §10.1.1: curl waits a second otherwise."""
    head = b"POST /x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
    client.send(head + b"\r\n")
    assert client.socket.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"

    client.send(b"hi")
    assert client.read("POST") == (200, "POST|/x||hi|-|-")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_asks_first_and_has_no_body_is_answered(client, method):
    """RFC 9110 §10.1.1: there is nothing to go on with."""
    head = f"{method} /x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    client.send(head.encode() + b"Content-Length: 0\r\n\r\n")

    assert client.read(method) == (200, f"{method}|/x|||-|-")


OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
POST = b"POST /x?y HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [POST + OFFER + b"Content-Length: 2\r\n\r\nhi"],
        [POST + OFFER + b"Content-Length: 2\r\n\r\n", b"hi"],
        [POST, OFFER + b"Content-Length: 2\r\n\r\nh", b"i"],
        [POST + OFFER + b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\nhi\r\n0\r\n\r\n"],
    ],
)
def test_an_offer_to_upgrade_changes_nothing(client, pieces):
    """RFC 9110 §7.8: `curl --http2` and Java's client make it with every request."""
    client.send(*pieces)

    assert client.read("POST") == (200, "POST|/x|y|hi|1|-")


def test_two_offers_to_upgrade_in_one_packet_end_nothing(server, connect):
    """Three connections of these 152 bytes once ended the service until the kernel restarted."""
    offer = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n"
    for _ in range(20):
        client = connect(server)
        client.send(offer * 2)
        assert [client.read()[0], client.read()[0]] == [200, 200]

    assert get(server).status_code == 200


def test_a_trailer_is_no_header(client):
    """RFC 9110 §6.5.1."""
    client.send(
        b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"2\r\nhi\r\n0\r\nX-A: late\r\n\r\n",
    )

    assert client.read("POST") == (200, "POST|/x||hi|-|-")


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"0\r\n", b"X-A: " + b"a" * 4000 + b"\r\n"),
        (b"", b"1\r\na\r\n" * 2000),
        (b"", b"a" * 8000),
    ],
    ids=["trailers", "chunks", "length of a chunk"],
)
def test_what_never_ends_is_broken_off(client, start, more):
    """139 MB of memory for 47 MB of trailers, once."""
    before = psutil.Process().memory_info().rss
    client.send(
        b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + start
    )
    sent = 0
    with suppress(ConnectionError):
        while sent < 50_000_000:
            client.send(more)
            sent += len(more)

    assert sent < 10 * network.server.MOST_BODY
    assert psutil.Process().memory_info().rss - before < 30 * network.server.MOST_BODY


def test_an_absolute_target_is_understood(client):
    """RFC 9112 §3.2.2: proxies send it."""
    client.send(b"GET http://localhost/x?y=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert client.read() == (200, "GET|/x|y=1||-|-")


def test_headers_that_come_twice_are_joined(client):
    """RFC 9110 §5.3."""
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\nX-A: 2\r\n\r\n")

    assert client.read() == (200, "GET|/|||1, 2|-")


BAD = {
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    "no http": b"nothing\r\n\r\n",
    "colon": b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "space": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "nul": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\x00b\r\n\r\n",
    "length": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "plus": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\n",
    "digits": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %b\r\n\r\n" % (b"9" * 5000),
    "bracket": b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "lengths": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "gzip": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
    "chunk": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "long": b"nothing" + b"and much of it" * 50_000,
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_request_is_answered_and_told(server, connect, told, what):
    client = connect(server)
    client.send(BAD[what])
    status = client.read()[0]

    assert status in {400, 431, 501}
    assert [refusal.status for refusal in told] == [status]
    assert (told[0].what == connection.TLS) == (what == "tls")
    assert get(server).status_code == 200


def test_what_came_before_is_answered_first(client):
    client.send(b"GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\nnothing\r\n\r\n")

    assert client.read() == (200, "GET|/1|||-|-")
    assert client.read()[0] == 400


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
    ],
)
def test_nothing_is_smuggled_behind_two_lengths(serve, connect, head):
    """RFC 9112 §6.3: whatever is made of the first, ``/hidden`` is its body, or not read."""
    paths = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        paths.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    client = connect(serve(app))
    hidden = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(hidden), hidden)
    client.send(b"POST /seen HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n" + body)
    client.read("POST")

    assert "/hidden" not in paths


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_header_of_an_answer_has_one_line(serve, end):
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-A", f"1{end}Set-Cookie: b=c")])
        return [b""]

    answer = get(serve(app))

    assert (answer.status_code, "Set-Cookie" in answer.headers) == (500, False)


def test_an_answer_has_its_date_and_does_not_say_by_whom(server):
    """RFC 9110 §6.6.1."""
    headers = get(server).headers

    assert headers["Date"].endswith(" GMT")
    assert "Server" not in headers


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
