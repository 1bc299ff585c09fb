"""Where the service listens: a port of 127.0.0.1, and threads that sleep until somebody comes."""

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from oauth_tutorial.practice.connection import Connection

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

BACKLOG = 128  # connections that wait to be accepted: a class presses *run* at once
PAUSE = 0.05  # seconds until it is tried again when nothing could be accepted


class PortTaken(OSError):
    """Raised when another program already listens on the wanted port."""


class Listener:
    """A bound socket, and later the threads that serve it.

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
            self._socket.listen(BACKLOG)
        except OSError as error:
            self._socket.close()
            raise PortTaken(
                f"Port {port} of 127.0.0.1 is taken or not allowed. Choose another "
                "one, or leave it out to get any free port."
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self._changing = threading.Condition()  # guards the three below
        self._waiting = 0  # threads that wait for a connection
        self._open: set[Connection] = set()
        self._stopping = False

    def serve(self, app: "WSGIApplication") -> None:
        """Begin to answer requests, in daemon threads."""
        self._app = app
        with self._changing:
            self._add_thread()

    def stop(self) -> None:
        """Free the port, and end every connection. Harmless when it is done already."""
        with self._changing:
            if self._stopping:
                return
            self._stopping = True
            for connection in self._open:
                connection.close()
            waiting = self._waiting
        for _ in range(waiting):  # each of them wakes up when somebody comes
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        with self._changing:
            self._changing.wait_for(lambda: not self._waiting, timeout=1)
        self._socket.close()

    def _add_thread(self) -> None:
        threading.Thread(target=self._take_turns, name="photobox", daemon=True).start()
        self._waiting += 1

    def _take_turns(self) -> None:
        """Answer one connection after the other.

        Whoever takes one sees to it that a thread waits for the next: there are as many threads
        as there were connections at a time, and none has to be made for each.
        """
        while connection := self._next():
            try:
                connection.run()
            finally:
                with self._changing:
                    self._open.discard(connection)
                    self._waiting += 1

    def _next(self) -> Connection | None:
        connected = self._accept()
        with self._changing:
            self._waiting -= 1
            self._changing.notify_all()
            if connected is None:
                return None
            connection = Connection(connected, self._app)
            if self._stopping:
                connected.close()
                return None
            if not self._waiting:
                with suppress(RuntimeError):  # no room for another one: this one comes back
                    self._add_thread()
            self._open.add(connection)
            return connection

    def _accept(self) -> socket.socket | None:
        while not self._stopping:
            try:
                return self._socket.accept()[0]
            except OSError:  # gone before its turn came, or too many files are open
                time.sleep(PAUSE)
        return None
