"""A small server on 127.0.0.1 for questions that only carry a nonce."""

import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

IDLE = 5  # seconds until a silent connection is dropped

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
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            name="where-is-the-browser",
            daemon=True,
        ).start()

    def close(self) -> None:
        """Stop and free the port."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would share the port

    def __init__(self, answer: Callable[[str, list[tuple[str, str]]], Answer]) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a dropped connection is no news."""


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
