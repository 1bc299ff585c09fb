"""A short plain-text answer, for a request that never reaches an application or makes it fail."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FAILED = "The server failed to answer this request, but it is still running."


def plain_answer(
    status: str, sentence: str, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Answer with one sentence.

    Args:
        status: Code and phrase, as ``"421 Misdirected Request"``.
        sentence: What the reader should know. It must not repeat a value of the request.
        environ: The request: HEAD gets no body (RFC 9110 §9.3.2).
        start_response: The WSGI function (PEP 3333).
    """
    body = f"{sentence}\n".encode()
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    start_response(status, list(headers.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def survive(app: "WSGIApplication") -> "WSGIApplication":
    """Return the application, which now answers 500 when it fails.

    A ``ConnectionError`` is raised again: it means that no answer is to be sent.
    """

    def surviving(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except ConnectionError:
            raise
        except Exception as error:
            tell_of(error)
            return plain_answer("500 Internal Server Error", FAILED, environ, start_response)

    return surviving


def tell_of(error: Exception) -> None:
    """Log only the kind of error: its text may hold a code."""
    kind = type(error).__name__
    logging.getLogger(__name__).error("%s while a request was answered", kind)
