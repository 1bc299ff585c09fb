"""One connection of a browser or a client: HTTP/1.1 comes in, a WSGI application answers.

llhttp, the parser of Node.js, reads what comes (``httptools``); ours is what stands between
it and the application. One thread stays with a connection from its first byte to its last: to
hand each request to another one costs more than all the rules (``python -m benchmarks.flow``).
"""

import logging
import socket
import sys
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from wsgiref.handlers import format_date_time

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser, parse_url

from oauth_tutorial.practice.web import MOST_BYTES, environ_key

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

SILENCE = 60  # seconds until a connection on which nothing happens is closed
MOST_HEAD = 64 * 1024  # bytes of request line and headers
CHUNK = 64 * 1024  # bytes that are received at a time

Headers = list[tuple[str, str]]
Problem = tuple[str, str]
"""A status, and a sentence for the person who reads the answer."""

UNREADABLE = (
    "400 Bad Request",
    "This is no HTTP/1.1 request that can be read. In a URL, what is not ASCII is "
    "percent-encoded (RFC 3986, section 2.1).",
)
HOSTS = ("400 Bad Request", "A request has one Host header (RFC 9112, section 3.2).")
LONG_HEAD = (
    "431 Request Header Fields Too Large",
    f"Request line and headers are longer than {MOST_HEAD // 1024} KiB.",
)
FAILED = ("500 Internal Server Error", "The service failed. Its log says where.")


class Connection:
    """Answers the requests of one socket, in turn, until either side closes it.

    Args:
        connected: A stream socket; it is closed in the end.
        app: What answers (PEP 3333).
    """

    def __init__(self, connected: socket.socket, app: "WSGIApplication") -> None:
        self._socket, self._app = connected, app

    def run(self) -> None:
        """Answer all; that a browser went away is no news."""
        with self._socket, suppress(OSError):
            self._socket.settimeout(SILENCE)
            self._serve(Reader(*self._socket.getsockname()))

    def close(self) -> None:
        """End it from another thread: the one that waits for bytes wakes up."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _serve(self, reader: "Reader") -> None:
        while data := self._socket.recv(CHUNK):
            reader.feed(data)
            while reader.requests:
                environ, stays_open = reader.requests.popleft()
                if not self._answer(environ, stays_open):
                    return
            if reader.problem is not None:
                return self._refuse(reader.problem)
            if reader.asks_to_continue():
                self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _answer(self, environ: "WSGIEnvironment", stays_open: bool) -> bool:
        """Send the application's answer, and say whether the connection stays open."""
        try:
            data = respond(self._app, environ, stays_open)
        except OSError:  # on purpose: the connection ends without an answer
            raise
        except Exception:
            logging.getLogger(__name__).exception("A request failed")
            self._refuse(FAILED)
            return False
        self._socket.sendall(data)
        return stays_open

    def _refuse(self, problem: Problem) -> None:
        status, sentence = problem
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(sentence)))]
        self._socket.sendall(_head(status, headers, stays_open=False) + sentence.encode())
        # RFC 9112 §9.6: what is still on its way would reset the connection before this is read
        self._socket.shutdown(socket.SHUT_WR)
        while self._socket.recv(CHUNK):
            pass


def respond(app: "WSGIApplication", environ: "WSGIEnvironment", stays_open: bool) -> bytes:
    """Return what the application answers, head and body in one piece.

    Args:
        app: What answers. Its answer is short, and whole before anything is sent.
        environ: The request.
        stays_open: Whether another request may follow.

    Raises:
        ValueError: When a header of the answer has more than one line.
        Exception: Whatever the application raises.
    """
    head: list[tuple[str, Headers]] = []
    parts: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> Any:
        head[:] = [(status, headers)]
        return parts.append

    body: Iterable[bytes] = app(environ, start_response)
    try:
        parts.extend(body)
    finally:
        getattr(body, "close", list)()  # PEP 3333: it may have one
    data = b"".join(parts)
    status, headers = head[0]
    if all(name.lower() != "content-length" for name, _ in headers):
        headers = [*headers, ("Content-Length", str(len(data)))]
    return _head(status, headers, stays_open) + data


def _head(status: str, headers: Headers, stays_open: bool) -> bytes:
    lines = [f"HTTP/1.1 {status}\r\n", f"Date: {_date(int(time.time()))}\r\n"]
    lines += [f"{name}: {value}\r\n" for name, value in headers]
    if not stays_open:
        lines.append("Connection: close\r\n")
    text = "".join(lines)
    if text.count("\n") != len(lines) or text.count("\r") != len(lines):
        raise ValueError("A header of the answer has more than one line.")
    return f"{text}\r\n".encode("latin-1")


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return format_date_time(second)


class Reader:
    """Makes WSGI environments of the bytes of a connection (PEP 3333).

    Args:
        host: The address that was connected to.
        port: Its port.

    Attributes:
        requests: Those that are complete and not answered yet, each with whether the
            connection stays open afterwards (RFC 9112 §9.3).
        problem: Why no more can be read, or None.
    """

    def __init__(self, host: str, port: int) -> None:
        self.requests: deque[tuple[WSGIEnvironment, bool]] = deque()
        self.problem: Problem | None = None
        self._always = {
            "SCRIPT_NAME": "",
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        self._parser: Any = HttpRequestParser(self)
        self._in_head, self._head_bytes, self._asks = True, 0, False

    def feed(self, data: bytes) -> None:
        """Read on: ``requests`` grows, or ``problem`` says why not."""
        try:
            self._parse(data)
        except HttpParserError:
            self.problem = self.problem or UNREADABLE
        self._head_bytes += len(data) if self._in_head else 0
        if self._head_bytes > MOST_HEAD:
            self.problem = LONG_HEAD

    def asks_to_continue(self) -> bool:
        """Say, once, that the client waits for a *100 Continue* (RFC 9110 §10.1.1)."""
        asks = self._asks
        self._asks = False
        return asks

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade as offer:
            # nobody has to take it (RFC 9110 §7.8), but llhttp stops there: we read the same
            # head again without it, and then the body
            read = offer.args[0]
            head = self._head_without_offer()
            self._parser = HttpRequestParser(self)
            self._parser.feed_data(head + data[read:])

    def _head_without_offer(self) -> bytes:
        lines = [b"%s: %s\r\n" % pair for pair in self._fields if pair[0].lower() != b"upgrade"]
        return b"%s %s HTTP/1.1\r\n%s\r\n" % (self._parser.get_method(), self._url, b"".join(lines))

    # The parser calls these, in this order.

    def on_message_begin(self) -> None:
        self._url, self._fields = b"", list[tuple[bytes, bytes]]()
        self._body, self._length = list[bytes](), 0
        self._in_head, self._head_bytes, self._asks = True, 0, False

    def on_url(self, part: bytes) -> None:
        self._url += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:  # not a trailer: those are no headers (RFC 9110 §6.5.1)
            self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._target = parse_url(self._url)  # an HttpParserError, when it is none
        self._headers = _environ_of(self._fields)
        self._version = self._parser.get_http_version()
        is_new = self._version == "1.1"
        self._asks = is_new and self._headers.get("HTTP_EXPECT", "").lower() == "100-continue"
        if is_new and sum(name.lower() == b"host" for name, _ in self._fields) != 1:
            self.problem = HOSTS
            raise HttpParserError

    def on_body(self, part: bytes) -> None:
        self._length += len(part)
        if self._length <= MOST_BYTES:  # the rest is read, or the refusal could not be
            self._body.append(part)

    def on_message_complete(self) -> None:
        if self._parser.should_upgrade():
            return  # it is read again
        self._asks = False
        stays_open = self._version == "1.1" and self._parser.should_keep_alive()
        self.requests.append((self._environ(), stays_open))

    def _environ(self) -> "WSGIEnvironment":
        return {
            **self._always,
            **self._headers,
            "CONTENT_LENGTH": str(self._length) if self._length else "",
            "REQUEST_METHOD": self._parser.get_method().decode(),
            "PATH_INFO": unquote_to_bytes(self._target.path or b"/").decode("latin-1"),
            "QUERY_STRING": (self._target.query or b"").decode("latin-1"),
            "SERVER_PROTOCOL": f"HTTP/{self._version}",
            "wsgi.input": BytesIO(b"".join(self._body)),
        }


def _environ_of(fields: list[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in fields:
        if b"_" in name:  # it would pass for the name with a hyphen
            continue
        key, text = environ_key(name.decode("latin-1")), value.decode("latin-1")
        if key in headers:
            # RFC 9110 §5.3; cookies have a separator of their own (RFC 6265 §4.2.1)
            separator = "; " if key == "HTTP_COOKIE" else ", "
            text = f"{headers[key]}{separator}{text}"
        headers[key] = text
    return headers
