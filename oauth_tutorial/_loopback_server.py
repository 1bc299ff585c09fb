"""A server on a loopback address that sleeps until a request comes, and stops at once.

``serve_forever`` of the standard library polls: a close waits for the next poll, and a
kernel that nobody uses keeps waking up. This one is woken by a connection of its own.
"""

import os
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

IDLE = 5  # seconds until a silent connection is dropped


class LoopbackServer(ThreadingHTTPServer):
    """It is bound when it exists, and answers from ``start`` to ``stop``."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would share the port

    def __init__(
        self, port: int, handler: type[BaseHTTPRequestHandler], host: str = "127.0.0.1"
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), handler)
        self.port: int = self.server_address[1]
        self._stopping = threading.Event()

    def start(self, name: str) -> None:
        """Answer requests in a daemon thread of that name."""
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop and free the port."""
        self._stopping.set()
        with suppress(OSError):
            socket.create_connection(self.socket.getsockname()[:2], timeout=1).close()
        self._thread.join(timeout=1)
        self.server_close()

    def server_bind(self) -> None:
        """Bind, and ask no name server what the address is called, as the standard one does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self.handle_request()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Take no request any more while stopping: it is the one that wakes us up."""
        return not self._stopping.is_set()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a dropped connection is no news, and a traceback may hold a code."""
