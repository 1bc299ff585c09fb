"""The receiver's side of HTTP: what is asked, by whom, and the page that is answered."""

import weakref
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from oauth_tutorial._loopback_server import IDLE, LoopbackServer
from oauth_tutorial._receiver_page import HEADERS, page
from oauth_tutorial.wire import note_redirect

if TYPE_CHECKING:
    from oauth_tutorial.receiver import LoopbackReceiver


class Server(LoopbackServer):
    """It asks the receiver what to make of each request."""

    def __init__(self, port: int, receiver: "LoopbackReceiver", host: str = "127.0.0.1") -> None:
        self.receiver = weakref.proxy(receiver)
        super().__init__(port, Handler, host)


def bind(port: int, receiver: "LoopbackReceiver") -> list[Server]:
    """Bind to 127.0.0.1 and, on the same port, to ::1 (RFC 8252 §7.3).

    A browser may take ``localhost`` for either. Without ::1 it works all the same: a machine
    may have no IPv6, or another program on that port of it.

    Raises:
        OSError: When the port of 127.0.0.1 cannot be had.
    """
    servers = [Server(port, receiver)]
    with suppress(OSError):
        servers.append(Server(servers[0].port, receiver, "::1"))
    return servers


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    timeout = IDLE
    wbufsize = -1  # head and body leave in one packet

    def do_GET(self) -> None:
        receiver = self.server.receiver
        if not self._host_is_ours():
            self._reply(400, "Wrong host", "This address is not the receiver's.", "wrong Host")
        elif urlsplit(self.path).path != receiver.path:
            self._reply(404, "Not found", "Nothing is here.", "another path")
        else:
            status, title, text = receiver._take(self.path)
            address = receiver.redirect_uri + self.path.removeprefix(receiver.path)
            note_redirect("GET", address, status, text)
            self._reply(status, title, text, f"redirect: {text.splitlines()[0]}")

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):  # every other method, HEAD and OPTIONS included
            return self._refuse_method
        raise AttributeError(name)

    def _refuse_method(self) -> None:
        self._reply(405, "Method not allowed", "Only GET is answered here.", "another method")

    def _host_is_ours(self) -> bool:
        receiver = self.server.receiver
        names = {f"{host}:{receiver.port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        return self.headers.get("Host", "") in names | {urlsplit(receiver.redirect_uri).netloc}

    def _reply(self, status: int, title: str, text: str, what: str) -> None:
        try:
            self._write(status, page(title, text))
        finally:
            # after the answer is written, so that a close cannot cut the page off; and
            # also when the browser hung up, for the code has arrived all the same
            self.server.receiver._note(status, what)

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if status == 405:
            self.send_header("Allow", "GET")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no readable request, as a line of 1 MB, in our own way."""
        self.close_connection = True
        self.requestline, self.command = "", self.command or ""
        self.request_version = "HTTP/1.0"
        self._reply(code, "Not used", "This is no request that can be read.", "unreadable request")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the request line holds the code."""
