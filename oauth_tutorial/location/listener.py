"""A small server on 127.0.0.1 for questions that only carry a nonce.

It exists to learn by which Host the kernel is seen, so it answers to any.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from oauth_tutorial.network import serve

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""

THREADS = 2
SILENCE = 5  # seconds until a connection on which nothing happens is closed


class Listener:
    """Listen on any free port until closed.

    Args:
        answer: Gets path with query, and all headers, of every GET; called on the
            server's threads.
    """

    def __init__(self, answer: Callable[[str, list[tuple[str, str]]], Answer]) -> None:
        def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            if environ["REQUEST_METHOD"] != "GET":
                status, headers, body = 405, {"Allow": "GET"}, b""
            else:
                status, headers, body = answer(_target(environ), _headers(environ))
            length = {"Content-Length": str(len(body))}
            phrase = HTTPStatus(status).phrase
            start_response(f"{status} {phrase}", list((headers | length).items()))
            return [body]

        self._server = serve(
            app,
            name="where-is-the-browser",
            threads=THREADS,
            keep_alive=False,
            silence=SILENCE,
            is_ours=lambda host: True,
        )
        self.port = self._server.port

    def close(self) -> None:
        """Stop and free the port."""
        self._server.stop()


def _target(environ: "WSGIEnvironment") -> str:
    path, query = str(environ["PATH_INFO"]), environ["QUERY_STRING"]
    return f"{path}?{query}" if query else path


def _headers(environ: "WSGIEnvironment") -> list[tuple[str, str]]:
    """Return the headers; one that came twice is joined by a comma, which no host has."""
    pairs = ((key[5:], value) for key, value in environ.items() if key.startswith("HTTP_"))
    return [(name.replace("_", "-").title(), str(value)) for name, value in pairs]
