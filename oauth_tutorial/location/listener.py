"""A small server on 127.0.0.1 for questions that only carry a nonce."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from oauth_tutorial._loopback_server import IDLE, LoopbackServer

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


class Listener:
    """Listen on any free port until closed.

    Args:
        answer: Gets path with query, and all headers, of every GET; called on the
            server's threads.
    """

    def __init__(self, answer: Callable[[str, list[tuple[str, str]]], Answer]) -> None:
        self._server = _Server(answer)
        self.port = self._server.port
        self._server.start("where-is-the-browser")

    def close(self) -> None:
        """Stop and free the port."""
        self._server.stop()


class _Server(LoopbackServer):
    def __init__(self, answer: Callable[[str, list[tuple[str, str]]], Answer]) -> None:
        self.answer = answer
        super().__init__(0, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = IDLE

    def do_GET(self) -> None:
        status, headers, body = self.server.answer(self.path, list(self.headers.items()))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the request line holds the nonce."""
