"""One connection of waitress; h11, which is not ours, reads the answers.

Broken requests, upgrades, endless trailers, who asks first.
"""

import socket
from contextlib import suppress
from http.client import HTTPConnection
from typing import Any

import psutil
import pytest

from oauth_tutorial import network, practice
from oauth_tutorial.network import connection
from tests.network.conftest import WAIT, echo, get

pytestmark = pytest.mark.sockets


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
