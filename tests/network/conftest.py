"""An application that says what arrived, and a port for it in either way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from oauth_tutorial import network


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
