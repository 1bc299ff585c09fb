"""The only module that needs a socket: waitress, on 127.0.0.1, in a thread."""

import socket
import threading
from typing import Any

THREADS = 4


class PortTaken(OSError):
    """Raised when another program already listens on the wanted port."""


class Listener:
    """A bound socket, and later the thread that serves it.

    Binding comes first: the issuer has the port in its name.
    """

    def __init__(self, port: int = 0) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError as error:
            self._socket.close()
            raise PortTaken(
                f"Port {port} of 127.0.0.1 is taken or not allowed. Choose another "
                "one, or leave it out to get any free port."
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self._stopping = threading.Event()
        self._map: dict[int, Any] = {}

    def serve(self, app: Any) -> None:
        """Begin to answer requests, in a daemon thread."""
        import waitress

        self._server = waitress.create_server(
            app,
            map=self._map,
            sockets=[self._socket],
            threads=THREADS,
            ident=None,
            log_socket_errors=False,  # a browser that went away is no news in a notebook
        )
        self._thread = threading.Thread(target=self._loop, name="photobox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop within a second and free the port."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._server.pull_trigger()
        self._thread.join(timeout=5)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._server.asyncore.loop(timeout=1, map=self._map, count=1)
        self._server.task_dispatcher.shutdown()
        self._server.asyncore.close_all(map=self._map, ignore_all=True)
        self._socket.close()
