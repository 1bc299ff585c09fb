"""An application that says what arrived, and a port for it in either way."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import h11
import pytest
import requests

from oauth_tutorial import network
from oauth_tutorial.network import Refusal
from tests.raw_server import Raw

WAIT = 10  # seconds, for what comes at once


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with what arrived."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
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


@pytest.fixture
def serve() -> Iterator[Callable[..., network.Server]]:
    """Serve a WSGI application on any port."""
    servers = []

    def start(app: Any = echo, **how: Any) -> network.Server:
        servers.append(network.serve(app, **how))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def url(server: network.Server, path: str = "/") -> str:
    return f"http://127.0.0.1:{server.port}{path}"


class Client:
    """A socket, and h11, which knows what a server may send."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT)
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
def connect() -> Iterator[Callable[[network.Server], Client]]:
    """Connect to a server."""
    clients = []

    def start(server: network.Server) -> Client:
        clients.append(Client(server))
        return clients[-1]

    yield start
    for client in clients:
        client.socket.close()


@pytest.fixture
def told() -> list[Refusal]:
    return []


@pytest.fixture
def server(serve, told) -> network.Server:
    return serve(refused=told.append)


@pytest.fixture
def client(server, connect) -> Client:
    return connect(server)


def get(server: network.Server, path: str = "/") -> requests.Response:
    return requests.get(url(server, path), timeout=WAIT)


@pytest.fixture
def raw() -> Iterator[Raw]:
    server = Raw()
    yield server
    server.stop()
