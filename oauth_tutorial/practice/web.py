"""HTTP as this service needs it, straight on WSGI (PEP 3333).

Paths are fixed, so a dictionary is the router; forms are urlencoded, as OAuth has
them. A framework does more, and to import one takes longer than all the rest of a
start: ``python -m benchmarks.start`` shows both.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from oauth_tutorial.practice.checks import Checklist

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from oauth_tutorial.practice.service import PhotoBox

FORM = "application/x-www-form-urlencoded"
HTML = "text/html; charset=utf-8"
JSON = "application/json"
MOST_BYTES = 64 * 1024  # of a request body
_OF_A_URL = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986 §2.2, and what is encoded already


class HTTPError(Exception):
    """Raised when a request gets no further than HTTP itself.

    Args:
        status: The status code of the answer.
        text: What a person reads on the page. Default: the meaning of the code.
        allow: The methods that the path has, for a 405.
    """

    def __init__(self, status: int, text: str = "", allow: str = "") -> None:
        self.status, self.allow = HTTPStatus(status), allow
        self.text = text or f"{self.status.description}."
        super().__init__(self.text)


class Parameters(dict[str, str]):
    """Decoded parameters: the first value of each name; ``pairs`` has all, as they came."""

    def __init__(self, encoded: str = "") -> None:
        super().__init__()
        self.pairs = parse_qsl(encoded, keep_blank_values=True) if encoded else []
        for name, value in self.pairs:
            self.setdefault(name, value)

    def all(self, name: str) -> list[str]:
        """Return every value of one name."""
        return [value for key, value in self.pairs if key == name]


class Request(threading.local):
    """The request that this thread answers, and what the rules note about it."""

    def begin(self, environ: "WSGIEnvironment", photobox: "PhotoBox") -> None:
        """Take up a new request to a service; its body is read by ``read``."""
        self.environ, self.photobox = environ, photobox
        self.method: str = environ["REQUEST_METHOD"]
        self.path = _text(environ.get("PATH_INFO", ""))
        self.query = _text(environ.get("QUERY_STRING", ""))
        self.args, self.form, self.body = Parameters(self.query), Parameters(), ""
        self.checks, self.error, self.fault = Checklist(), "", ""
        self.started_at = time.time()

    def read(self, most_bytes: int) -> None:
        """Read the body, and the form when it is one.

        Raises:
            HTTPError: 413 when it is longer than ``most_bytes``.
        """
        length = int(self.environ.get("CONTENT_LENGTH") or 0)
        if length > most_bytes:
            raise HTTPError(413)
        if length:
            self.body = self.environ["wsgi.input"].read(length).decode("utf-8", "replace")
        if self.body and self.media_type == FORM:
            self.form = Parameters(self.body)

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters; empty when there is none."""
        return self.environ.get("CONTENT_TYPE", "").split(";")[0].strip().lower()

    def header(self, name: str) -> str | None:
        """Return a header of the request, or None."""
        return self.environ.get(environ_key(name))

    def cookie(self, name: str) -> str:
        """Return a cookie's value, or nothing; the first counts, as it fits the path best."""
        for pair in self.environ.get("HTTP_COOKIE", "").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value
        return ""

    def json(self) -> Any:
        """Return the body as JSON, or None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def url(self) -> str:
        """The address that was asked for, as the service sees it."""
        host = self.header("Host") or "{SERVER_NAME}:{SERVER_PORT}".format(**self.environ)
        query = f"?{self.query}" if self.query else ""
        return f"{self.environ['wsgi.url_scheme']}://{host}{self.path}{query}"


class Response:
    """An answer: status, headers, body. A header is spelt as in the RFCs, and there once."""

    def __init__(self, body: str = "", status: int = 200, content_type: str = HTML) -> None:
        self.body, self.status = body, status
        self.headers = {"Content-Type": content_type}

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return self.headers["Content-Type"] == JSON

    def send(self, start_response: "StartResponse") -> Iterable[bytes]:
        """Hand the answer to the WSGI server; to HEAD without its body (RFC 9110 §9.3.2)."""
        data = self.body.encode("utf-8", "replace")  # a client's name may have half a character
        headers = [*self.headers.items(), ("Content-Length", str(len(data)))]
        start_response(f"{self.status} {HTTPStatus(self.status).phrase}", headers)
        return [] if request.method == "HEAD" else [data]


def json_response(document: object, status: int = 200) -> Response:
    """Answer with JSON; the keys are sorted, so that the same answer looks the same."""
    body = json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n"
    return Response(body, status, JSON)


def redirect(location: str) -> Response:
    """Send the browser on with GET, whatever it sent (RFC 9110 §15.4.4)."""
    response = Response(status=303)
    response.headers["Location"] = quote(location, safe=_OF_A_URL)
    return response


View = Callable[[], Response]


class Routes(dict[str, dict[str, View]]):
    """Which view answers which method at which path."""

    def add(self, path: str, view: View, *methods: str) -> None:
        """Let a view answer these methods (default: GET); HEAD comes with GET."""
        views = self.setdefault(path, {})
        views.update(dict.fromkeys(methods or ("GET",), view))
        if "GET" in views:
            views["HEAD"] = views["GET"]

    def answer(self, method: str, path: str) -> Response:
        """Answer with the view of a path.

        Raises:
            HTTPError: 404, or 405 with the methods that the path has.
        """
        if path not in self:
            raise HTTPError(404)
        if method not in self[path]:
            raise HTTPError(405, allow=", ".join(sorted(self[path])))
        return self[path][method]()


@lru_cache(maxsize=256)  # a client chooses the names
def environ_key(header: str) -> str:
    """Return under which key a WSGI environment has a header (PEP 3333, RFC 3875 §4.1)."""
    key = header.upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


def _text(raw: str) -> str:
    # PEP 3333: each character of the environ stands for one byte
    return raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "replace")


request = Request()
