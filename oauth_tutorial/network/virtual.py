"""Ports without sockets: a table in this process, in which ``requests`` finds them.

A web page (Pyodide) has neither sockets nor threads. There a port is an entry in a table, and an
exchange is a call: Werkzeug makes the environment of the request and runs the application (PEP
3333). ``requests`` is redirected at ``HTTPAdapter.send``, below every session, hook and redirect,
so that a lesson's own code works unchanged. It runs in CPython too, so that it can be tested.
"""

import itertools
import secrets
import threading
from collections.abc import Callable, Iterable
from http.client import HTTPMessage, RemoteDisconnected
from io import BytesIO
from typing import TYPE_CHECKING, Any, Unpack
from urllib.parse import SplitResult, unquote_to_bytes

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ReadTimeoutError
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from oauth_tutorial.network.host_rule import LOOPBACK_NAMES, guarded, listener_of, name_of
from oauth_tutorial.network.plain_answer import FAILED, tell_of
from oauth_tutorial.network.server import (
    IPV4,
    MOST_BODY,
    MOST_HEAD,
    UNREADABLE,
    Manner,
    PortTaken,
    Refusal,
    Refused,
    is_virtual,
)
from oauth_tutorial.network.waiting import patience
from oauth_tutorial.text.readers import split_url

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
EPHEMERAL = range(49152, 65536)  # RFC 6335 §6

_lock = threading.Lock()
_ports: dict[int, "VirtualServer"] = {}
_over_sockets: Callable[..., requests.Response] = HTTPAdapter.send


class VirtualServer:
    """An entry of the table. See :class:`oauth_tutorial.network.Server`.

    Args:
        port: Which one; 0 is any free port.

    Raises:
        PortTaken: When the table has it already.
    """

    def __init__(self, port: int) -> None:
        self._app: WSGIApplication | None = None
        self._tell: Refused = lambda refusal: None
        with _lock:
            _turn_requests()
            if not 0 <= port < 65536 or port in _ports:
                raise PortTaken(port)
            self._port = port or _any_free_port()
            _ports[self._port] = self

    @property
    def port(self) -> int:
        """The number of the port."""
        return self._port

    @property
    def host(self) -> str:
        """The host of the port, as in a URL."""
        return IPV4

    def answer(self, app: "WSGIApplication", **manner: Unpack[Manner]) -> None:
        """Begin to answer requests. There are no threads and no connections here."""
        self._tell = listener_of(manner)
        self._app = guarded(app, self._port, manner)

    def stop(self) -> None:
        """Free the port. Calling it twice is harmless."""
        with _lock:
            if _ports.get(self._port) is self:
                del _ports[self._port]

    @property
    def hears_ipv6(self) -> bool:
        """Whether the port of ::1 is ours as well: every name of loopback leads here."""
        return True

    def take(self, environ: dict[str, Any]) -> "tuple[Iterable[bytes], str, Headers]":
        """Answer one request: body, status line and headers.

        Raises:
            ConnectionError: When the connection closes without an answer.
        """
        if self._app is None:
            raise ConnectionResetError
        if int(environ.get("CONTENT_LENGTH") or 0) > MOST_BODY:
            return self._refuse("413 Content Too Large", environ)
        if sum(len(str(value)) for value in environ.values()) > MOST_HEAD:
            return self._refuse("431 Request Header Fields Too Large", environ)
        try:
            return run_wsgi_app(self._app, environ, buffered=True)
        except ConnectionError:
            raise
        except Exception as error:  # while the body is made: `survive` only covers the call
            tell_of(error)
            return [FAILED.encode()], "500 Internal Server Error", Headers(_PLAIN)

    def _refuse(
        self, status: str, environ: dict[str, Any]
    ) -> "tuple[Iterable[bytes], str, Headers]":
        self._tell(Refusal(int(status[:3]), UNREADABLE))
        body = [] if environ["REQUEST_METHOD"] == "HEAD" else [status.encode()]
        return body, status, Headers(_PLAIN)


def _any_free_port() -> int:
    numbers = (secrets.choice(EPHEMERAL) for _ in itertools.count())  # `random` is the learner's
    return next(number for number in numbers if number not in _ports)


def _turn_requests() -> None:
    """Let every ``requests.Session`` of this process find the table."""
    HTTPAdapter.send = _send  # type: ignore[method-assign,assignment]


def _send(
    adapter: HTTPAdapter,
    request: requests.PreparedRequest,
    stream: bool = False,
    timeout: Any = None,
    verify: Any = True,
    cert: Any = None,
    proxies: Any = None,
) -> requests.Response:
    """Send a request as ``HTTPAdapter.send`` does; to a name of loopback, without a socket."""
    parts = split_url(request.url or "")
    if parts.scheme != "http" or name_of(parts.netloc.rpartition("@")[2]) not in LOOPBACK_NAMES:
        return _over_sockets(adapter, request, stream, timeout, verify, cert, proxies)
    server, pool = _ports.get(parts.port or 80), HTTPConnectionPool("127.0.0.1", parts.port or 80)
    if server is None and not is_virtual():  # no longer virtual: there are sockets again
        return _over_sockets(adapter, request, stream, timeout, verify, cert, proxies)
    if server is None:
        refused = NewConnectionError(pool, "[Errno 111] Connection refused")  # type: ignore[arg-type]
        error = MaxRetryError(pool, request.path_url, refused)
        raise requests.ConnectionError(error, request=request)
    seconds = _seconds(timeout)
    try:
        with patience(seconds) as gave_up:
            body, status, headers = server.take(_environ_of(request, parts))
            late = gave_up()
    except ConnectionError as closed:
        gone = RemoteDisconnected("Remote end closed connection without response")
        raise requests.ConnectionError(("Connection aborted.", gone), request=request) from closed
    if late:
        text = f"Read timed out. (read timeout={seconds})"
        raise requests.ReadTimeout(ReadTimeoutError(pool, request.path_url, text), request=request)
    answer: requests.Response = adapter.build_response(
        request, _as_urllib3(b"".join(body), status, headers, request.method)
    )
    return answer


def _seconds(timeout: Any) -> float | None:
    """Return how long to wait for an answer, in any way that ``requests`` takes it."""
    if isinstance(timeout, urllib3.Timeout):
        started = timeout.clone()
        started.start_connect()
        timeout = started.read_timeout
        return float(timeout) if isinstance(timeout, int | float) else None
    seconds = timeout[1] if isinstance(timeout, tuple) else timeout
    return None if seconds is None else float(seconds)


def _environ_of(request: requests.PreparedRequest, parts: SplitResult) -> dict[str, Any]:
    """Return the environment that a server would make of a request."""
    body = _bytes_of(request.body)
    headers = {_text(name): _text(value) for name, value in request.headers.items()}
    # as servers do: "_" could pass for "-", and the length is that of what arrives
    passed = {name: value for name, value in headers.items() if "_" not in name}
    for name in ("Content-Length", "Transfer-Encoding"):
        passed.pop(name, None)
    passed.setdefault("Host", parts.netloc.rpartition("@")[2])
    builder = EnvironBuilder(
        path="/",
        base_url=f"http://127.0.0.1:{parts.port or 80}/",
        query_string=parts.query,
        method=request.method or "GET",
        headers=Headers(passed),
        input_stream=BytesIO(body),
        content_length=len(body) if body or request.method not in {"GET", "HEAD"} else None,
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
    )
    # several slashes at the start become one, as in waitress
    path = "/" + unquote_to_bytes(parts.path).lstrip(b"/").decode("latin-1")
    return {**builder.get_environ(), "PATH_INFO": path, "REQUEST_URI": request.path_url}


def _bytes_of(body: Any) -> bytes:
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    elif not isinstance(body, bytes | str):
        body = b"".join(body)
    return body.encode() if isinstance(body, str) else bytes(body)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


class _Original:
    """What ``requests`` looks for cookies in: the headers as ``http.client`` would hold them."""

    def __init__(self, headers: Headers) -> None:
        self.msg = HTTPMessage()
        for name, value in headers.items():
            self.msg[name] = value

    def isclosed(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is open."""


def _as_urllib3(
    body: bytes, status: str, headers: Headers, method: str | None
) -> urllib3.HTTPResponse:
    code, _, reason = status.partition(" ")
    return urllib3.HTTPResponse(
        body=BytesIO(body),
        headers=urllib3.HTTPHeaderDict(headers.items()),
        status=int(code),
        reason=reason,
        version=11,
        preload_content=False,
        request_method=method,  # an answer to HEAD has the length of a body, and none
        original_response=_Original(headers),  # type: ignore[arg-type]
    )
