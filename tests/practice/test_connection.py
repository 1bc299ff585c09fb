"""HTTP/1.1 as the service speaks it; h11 reads the answers, wsgiref judges the WSGI side."""

import errno
import logging
import socket
import threading
from http.client import HTTPConnection
from wsgiref.validate import validator

import h11
import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.practice import connection
from oauth_tutorial.practice.connection import MOST_HEAD, Reader
from oauth_tutorial.practice.listen import Listener
from oauth_tutorial.practice.web import MOST_BYTES

WAIT = 10  # seconds, for what comes at once


@pytest.fixture
def serve():
    """Serve a WSGI application on any port."""
    listeners = []

    def start(app):
        listeners.append(Listener())
        listeners[-1].serve(app)
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.stop()


def echo(environ, start_response):
    """Answer with what arrived."""
    length = int(environ["CONTENT_LENGTH"] or 0)
    lines = [
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ["wsgi.input"].read(length).decode("latin-1"),
        environ.get("HTTP_X_A", "-"),
        environ.get("HTTP_COOKIE", "-"),
    ]
    data = "|".join(lines).encode("latin-1")
    head = [("Content-Type", "text/plain; charset=latin-1"), ("Content-Length", str(len(data)))]
    start_response("200 OK", head)
    return [data]


class Client:
    """A socket, and h11, which knows what a server may send."""

    def __init__(self, listener):
        self.socket = socket.create_connection(("127.0.0.1", listener.port), timeout=WAIT)
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
def connect():
    """Connect to a listener."""
    clients = []

    def start(listener):
        clients.append(Client(listener))
        return clients[-1]

    yield start
    for client in clients:
        client.socket.close()


@pytest.fixture
def client(serve, connect):
    return connect(serve(echo))


def test_the_wsgi_side_follows_pep_3333(serve):
    listener = serve(validator(echo))
    url = f"http://127.0.0.1:{listener.port}/a%20b?c=d%20e"

    assert requests.get(url, timeout=WAIT).text == "GET|/a b|c=d%20e||-|-"
    assert requests.post(url, data=b"body", timeout=WAIT).text == "POST|/a b|c=d%20e|body|-|-"


def test_one_connection_carries_many_requests(serve):
    connection = HTTPConnection("127.0.0.1", serve(echo).port, timeout=WAIT)
    connection.connect()
    first = connection.sock
    for number in range(3):
        connection.request("GET", f"/{number}")
        assert connection.getresponse().read().startswith(b"GET|/%d|" % number)

    assert connection.sock is first
    connection.close()


def test_a_request_may_come_byte_by_byte():
    reader = Reader("127.0.0.1", 80)
    whole = b"POST /x?y HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nhi"
    for place in range(len(whole)):
        assert not reader.requests
        reader.feed(whole[place : place + 1])

    ((environ, stays_open),) = reader.requests
    assert stays_open
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/x", "y")
    assert (environ["HTTP_X_A"], environ["wsgi.input"].read()) == ("1", b"hi")


def test_requests_that_come_at_once_are_answered_in_turn(client):
    client.send(b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")

    assert client.read() == (200, "GET|/1|||-|-")
    assert client.read() == (200, "GET|/2|||-|-")


def test_a_body_in_chunks(serve):
    url = f"http://127.0.0.1:{serve(echo).port}/x"

    assert requests.post(url, data=iter([b"ab", b"c"]), timeout=WAIT).text == "POST|/x||abc|-|-"


def test_an_answer_to_head_has_no_body(serve, connect):
    """RFC 9110 §9.3.2: a body would be taken for the next answer."""
    client = connect(serve(practice.PhotoBox("http://photobox.example").app))
    client.send(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /jwks.json HTTP/1.1\r\nHost: a\r\n\r\n")

    assert client.read("HEAD") == (200, "")
    assert client.read()[1].startswith('{"keys":')


def test_a_client_that_asks_first_is_told_to_continue(client):
    """RFC 9110 §10.1.1: curl waits a second otherwise."""
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    client.send(head)
    assert client.socket.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"

    client.send(b"hi")
    assert client.read("POST") == (200, "POST|/x||hi|-|-")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nwhat follows is left aside",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ],
)
def test_it_closes_when_asked_or_when_no_more_can_follow(client, head):
    """RFC 9112 §9.6: and says so."""
    client.send(head)

    assert client.read() == (200, "GET|/|||-|-")
    assert client.headers[b"connection"] == b"close"
    assert client.is_closed()


OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
POST = b"POST /x?y HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [POST + OFFER + b"Content-Length: 2\r\n\r\nhi"],
        [POST + OFFER + b"Content-Length: 2\r\n\r\n", b"hi"],
        [POST, OFFER + b"Content-Length: 2\r\n\r\nh", b"i"],
        [POST + OFFER + b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\nhi\r\n0\r\n\r\n"],
    ],
)
def test_an_offer_to_upgrade_changes_nothing(pieces):
    """RFC 9110 §7.8: `curl --http2` and Java's client make it with every request."""
    reader = Reader("127.0.0.1", 80)
    for piece in [*pieces, b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n"]:
        reader.feed(piece)
    (first, stays_open), (second, _) = reader.requests

    assert stays_open
    assert (first["REQUEST_METHOD"], first["PATH_INFO"]) == ("POST", "/x")
    assert (first["wsgi.input"].read(), first["HTTP_X_A"]) == (b"hi", "1")
    assert second["PATH_INFO"] == "/next"


def test_a_trailer_is_no_header(client):
    """RFC 9110 §6.5.1."""
    client.send(
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"2\r\nhi\r\n0\r\nX-A: late\r\n\r\n",
    )

    assert client.read("POST") == (200, "POST|/x||hi|-|-")


def test_an_absolute_target_is_understood(client):
    """RFC 9112 §3.2.2: proxies send it."""
    client.send(b"GET http://a/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n")

    assert client.read() == (200, "GET|/x|y=1||-|-")


def test_headers_that_come_twice_are_joined(client):
    """RFC 9110 §5.3, RFC 6265 §4.2.1."""
    client.send(
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nX-A: 2\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n"
    )

    assert client.read() == (200, "GET|/|||1, 2|a=1; b=2")


def test_an_underscore_does_not_pass_for_a_hyphen(client):
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\nX_A: forged\r\n\r\n")

    assert client.read() == (200, "GET|/|||-|-")


@pytest.mark.parametrize(
    "what",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,  # TLS
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /?a=\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"nothing\r\n" + b"and much of it" * 500_000,
    ],
    ids=["tls", "colon", "length", "two lengths", "connect", "no host", "two", "bytes", "long"],
)
def test_what_is_no_request_is_told_so_and_closed(client, what):
    client.send(what)

    assert client.read()[0] == 400
    assert client.headers[b"connection"] == b"close"
    assert client.is_closed()


def test_what_came_before_is_answered_first(client):
    client.send(b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nnothing\r\n\r\n")

    assert client.read() == (200, "GET|/1|||-|-")
    assert client.read()[0] == 400


def test_a_head_without_end_is_refused(client):
    client.send(b"GET / HTTP/1.1\r\nX-A: ", b"a" * MOST_HEAD)

    assert client.read()[0] == 431
    assert client.is_closed()


def test_of_a_long_body_the_length_remains(serve):
    """The application refuses it (413), and the client gets to read that."""

    def app(environ, start_response):
        kept = len(environ["wsgi.input"].read())
        start_response("413 Content Too Large", [("Content-Type", "text/plain")])
        return [f"{environ['CONTENT_LENGTH']} {kept <= MOST_BYTES}".encode()]

    answer = requests.post(
        f"http://127.0.0.1:{serve(app).port}/", data=b"a" * 5_000_000, timeout=WAIT
    )

    assert (answer.status_code, answer.text) == (413, "5000000 True")


def test_a_connection_on_which_nothing_happens_is_closed(serve, connect, monkeypatch):
    monkeypatch.setattr(connection, "SILENCE", 0.2)

    assert connect(serve(echo)).is_closed()


def test_nobody_waits_for_a_silent_client(serve, connect):
    listener = serve(echo)
    for _ in range(40):
        connect(listener)

    assert requests.get(f"http://127.0.0.1:{listener.port}/", timeout=WAIT).status_code == 200


def test_slow_answers_overlap(serve):
    """Each of the four waits for the other three."""
    together = threading.Barrier(4, timeout=WAIT)

    def app(environ, start_response):
        together.wait()
        return echo(environ, start_response)

    url = f"http://127.0.0.1:{serve(app).port}/"
    statuses = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(requests.get(url, timeout=WAIT).status_code)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 4


def test_connections_one_after_the_other_share_threads(serve):
    threads = set()

    def app(environ, start_response):
        threads.add(threading.get_ident())
        return echo(environ, start_response)

    url, before = f"http://127.0.0.1:{serve(app).port}/", threading.active_count()
    for _ in range(20):
        requests.get(url, timeout=WAIT)

    assert len(threads) < 10
    assert threading.active_count() - before < 10


def test_it_goes_on_when_nothing_could_be_accepted(serve, monkeypatch):
    """As when too many files are open for a moment."""
    accept, failures = socket.socket.accept, iter([OSError(errno.EMFILE, "too many")] * 3)

    def accept_later(listening):
        for failure in failures:
            raise failure
        return accept(listening)

    monkeypatch.setattr(socket.socket, "accept", accept_later)

    url = f"http://127.0.0.1:{serve(echo).port}/"
    assert requests.get(url, timeout=WAIT).status_code == 200


def test_it_goes_on_when_there_is_no_room_for_a_thread(serve, connect, monkeypatch):
    listener = serve(echo)
    start, failures = threading.Thread.start, iter([RuntimeError("can't start new thread")])

    def start_later(thread):
        for failure in failures:
            raise failure
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_later)
    first, second = connect(listener), connect(listener)
    first.send(b"GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    second.send(b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")

    assert (first.read()[0], second.read()[0]) == (200, 200)


def test_an_application_that_fails_ends_one_connection(serve, caplog):
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/fail":
            raise ValueError("a secret")
        return echo(environ, start_response)

    base = f"http://127.0.0.1:{serve(app).port}"
    with caplog.at_level(logging.CRITICAL):
        failed = requests.get(f"{base}/fail", timeout=WAIT)

    assert (failed.status_code, "secret" in failed.text) == (500, False)
    assert requests.get(f"{base}/", timeout=WAIT).status_code == 200


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_header_has_one_line(serve, caplog, end):
    def app(environ, start_response):
        start_response("200 OK", [("X-A", f"1{end}Set-Cookie: b=c")])
        return [b""]

    with caplog.at_level(logging.CRITICAL):
        answer = requests.get(f"http://127.0.0.1:{serve(app).port}/", timeout=WAIT)

    assert (answer.status_code, "Set-Cookie" in answer.headers) == (500, False)


def test_an_answer_has_its_date(client):
    """RFC 9110 §6.6.1."""
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    client.read()

    assert client.headers[b"date"].endswith(b" GMT")


def test_an_application_that_drops_the_connection_sends_nothing(serve, connect):
    def app(environ, start_response):
        raise ConnectionResetError

    client = connect(serve(app))
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")

    assert client.is_closed()


def test_stop_frees_the_port_and_ends_what_is_open(serve, connect):
    listener = serve(echo)
    client = connect(listener)
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    client.read()
    listener.stop()
    listener.stop()

    assert client.is_closed()
    Listener(listener.port).stop()


def test_stop_does_not_wait_for_an_answer(serve, connect):
    asked, go_on, finished = threading.Event(), threading.Event(), threading.Event()

    def app(environ, start_response):
        asked.set()
        go_on.wait(WAIT)
        finished.set()
        return echo(environ, start_response)

    listener = serve(app)
    client = connect(listener)
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    try:
        assert asked.wait(WAIT)
        listener.stop()
        assert client.is_closed()
        assert not finished.is_set()
    finally:
        go_on.set()
