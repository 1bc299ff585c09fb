"""The edge of the service: a provider's own paths and words in, PhotoBox's out.

It stands in front of the application, so that routes, rules and pages know one form alone. What
came is kept for the log.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from oauth_tutorial.practice.dialect.hear import HEARD, Heard, Sent, hear
from oauth_tutorial.practice.model.state import ServiceState

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CAME = "photobox.came"
_MOST_BYTES = 64 * 1024  # longer ones are refused unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A request as it came, before it was put in standard form.

    Attributes:
        path: The path that was asked.
        query: The query.
        body: The body, where it was translated.
        heard: What was meant, at an endpoint that hears a dialect.
    """

    path: str
    query: str
    body: str | None = None
    heard: Heard | None = None


def came() -> Came:
    """Return the request at hand as it came."""
    found = request.environ.get(_CAME)
    if isinstance(found, Came):
        return found
    # what Werkzeug holds: no byte of it is lost
    return Came(path=request.path, query=request.query_string.decode("utf-8", "replace"))


class Edge:
    """Translates what comes in, where the service plays a provider.

    Args:
        app: The application.
        photobox: Whose it is.
    """

    def __init__(self, app: "WSGIApplication", photobox: ServiceState) -> None:
        self._app, self._photobox = app, photobox

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        if self._photobox.playing is not None:
            self._translate(environ)
        return self._app(environ, start_response)

    def _translate(self, environ: "WSGIEnvironment") -> None:
        playing = self._photobox.playing
        assert playing is not None  # noqa: S101 - asked by the caller
        asked, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        path = environ["PATH_INFO"] = playing.paths.find(asked)
        # a form at the authorization page goes on by GET as it came, and is heard then
        if (environ["REQUEST_METHOD"] == "POST" and path == "/authorize") or path not in HEARD:
            environ[_CAME] = Came(path=asked, query=query)
            return
        body = _read(environ)
        if body is None:
            environ[_CAME] = Came(path=asked, query=query)
            return
        sent = Sent(
            path=path,
            query=query,
            body=body,
            media_type=environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower(),
            authorization=environ.get("HTTP_AUTHORIZATION", ""),
        )
        heard = hear(self._photobox, sent)
        environ[_CAME] = Came(
            path=asked, query=query, body=body.decode("utf-8", "replace"), heard=heard
        )
        if heard.sent is not sent:
            environ["QUERY_STRING"] = heard.sent.query
            environ["CONTENT_TYPE"] = heard.sent.media_type
            environ["CONTENT_LENGTH"] = str(len(heard.sent.body))
            environ["wsgi.input"] = io.BytesIO(heard.sent.body)


def _read(environ: "WSGIEnvironment") -> bytes | None:
    """Return the body, and let it be read once more; None where it is none to be read here."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if (
        "HTTP_TRANSFER_ENCODING" in environ
        or not length.isdecimal()
        or not length.isascii()
        or int(length) > _MOST_BYTES
    ):
        return None
    body: bytes = environ["wsgi.input"].read(int(length)) if int(length) else b""
    if int(length):
        environ["wsgi.input"] = io.BytesIO(body)
    return body if len(body) == int(length) else None
