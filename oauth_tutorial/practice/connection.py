"""One connection of a browser or a client: HTTP/1.1 comes in, a WSGI application answers.

llhttp, the parser of Node.js, reads what comes (``httptools``); ours is what stands between
it and the application. One thread stays with a connection from its first byte to its last: to
hand each request to another one costs more than all the rules (``python -m benchmarks.flow``).
"""

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
NO_REQUEST = "This is no HTTP request that can be read."
LONG_HEAD = f"Request line and headers are longer than {MOST_HEAD // 1024} KiB."
_ALWAYS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}

Headers = Iterable[tuple[str, str]]


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
            self._answer_all(Reader(*self._socket.getsockname()))

    def close(self) -> None:
        """End it from another thread: the one that waits for bytes wakes up."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _answer_all(self, reader: "Reader") -> None:
        while data := self._socket.recv(CHUNK):
            try:
                reader.feed(data)
            except HttpParserError:
                return self._refuse("400 Bad Request", NO_REQUEST)
            if reader.head_bytes > MOST_HEAD:
                return self._refuse("431 Request Header Fields Too Large", LONG_HEAD)
            if reader.asks_to_continue():
                self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            while reader.requests:
                environ, stays_open = reader.requests.popleft()
                self._socket.sendall(answer(self._app, environ))
                if not stays_open:
                    return None
        return None

    def _refuse(self, status: str, text: str) -> None:
        length = ("Content-Length", str(len(text)))
        headers = [("Content-Type", "text/plain"), length, ("Connection", "close")]
        self._socket.sendall(_head(status, headers) + text.encode())
        # RFC 9112 §9.6: what is still on its way would reset the connection before this is read
        self._socket.shutdown(socket.SHUT_WR)
        while self._socket.recv(CHUNK):
            pass


def answer(app: "WSGIApplication", environ: "WSGIEnvironment") -> bytes:
    """Return what the application answers, head and body in one piece.

    Args:
        app: Any WSGI application (PEP 3333).
        environ: The request.

    Raises:
        Exception: Whatever the application raises.
    """
    parts: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> Any:
        parts[:] = [_head(status, headers)]
        return parts.append

    body = app(environ, start_response)
    try:
        parts.extend(body)
    finally:
        getattr(body, "close", list)()  # PEP 3333: it may have one
    return b"".join(parts)


def _head(status: str, headers: Headers) -> bytes:
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    date = _date(int(time.time()))
    return f"HTTP/1.1 {status}\r\nDate: {date}\r\n{''.join(lines)}\r\n".encode("latin-1")


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
        head_bytes: How many came so far, while a head is not complete.
    """

    def __init__(self, host: str, port: int) -> None:
        self.requests: deque[tuple[WSGIEnvironment, bool]] = deque()
        self._always = _ALWAYS | {"SERVER_NAME": host, "SERVER_PORT": str(port)}
        self._parser: Any = HttpRequestParser(self)
        self._in_head, self.head_bytes, self._asks = True, 0, False

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises:
            HttpParserError: What came is no HTTP request.
        """
        with suppress(HttpParserUpgrade):  # an offer, and nobody has to take it (RFC 9110 §7.8)
            self._parser.feed_data(data)
        self.head_bytes += len(data) if self._in_head else 0

    def asks_to_continue(self) -> bool:
        """Say, once, that the client waits for a *100 Continue* (RFC 9110 §10.1.1)."""
        asks = self._asks
        self._asks = False
        return asks

    # The parser calls these, in this order.

    def on_message_begin(self) -> None:
        self._url, self._headers = b"", dict[str, str]()
        self._body, self._length = list[bytes](), 0
        self._in_head, self.head_bytes, self._asks = True, 0, False

    def on_url(self, part: bytes) -> None:
        self._url += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if b"_" in name:  # it would pass for the name with a hyphen
            return
        key, text = environ_key(name.decode("latin-1")), value.decode("latin-1")
        if key in self._headers:
            # RFC 9110 §5.3; cookies have a separator of their own (RFC 6265 §4.2.1)
            separator = "; " if key == "HTTP_COOKIE" else ", "
            text = f"{self._headers[key]}{separator}{text}"
        self._headers[key] = text

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._asks = self._headers.get("HTTP_EXPECT", "").lower() == "100-continue"

    def on_body(self, part: bytes) -> None:
        self._length += len(part)
        if self._length <= MOST_BYTES:  # the rest is read, or the refusal could not be
            self._body.append(part)

    def on_message_complete(self) -> None:
        self._asks = False
        stays_open = self._parser.should_keep_alive() and not self._parser.should_upgrade()
        self.requests.append((self._environ(), stays_open))

    def _environ(self) -> "WSGIEnvironment":
        url = parse_url(self._url)
        return {
            **self._always,
            **self._headers,
            "CONTENT_LENGTH": str(self._length) if self._length else "",
            "REQUEST_METHOD": self._parser.get_method().decode(),
            "PATH_INFO": unquote_to_bytes(url.path or b"/").decode("latin-1"),
            "QUERY_STRING": (url.query or b"").decode("latin-1"),
            "SERVER_PROTOCOL": f"HTTP/{self._parser.get_http_version()}",
            "wsgi.input": BytesIO(b"".join(self._body)),
        }
