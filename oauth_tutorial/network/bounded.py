"""One request and its whole answer, bounded in time and in size.

The ``timeout`` of ``requests`` is for each wait: a server that sends a byte now and then can hold
a request for ever, and a body may be endless. Here the time covers everything, from the look-up of
the name to the last byte, and the size limit is for the decompressed body.
"""

import http.client
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader

from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.network.server import is_virtual
from oauth_tutorial.text.readers import MOST_CHARACTERS

MOST_BYTES = MOST_CHARACTERS
_INTERIM = {102, 103}  # http.client knows only 100
_MOST_INTERIM, _MOST_LINES, _LONGEST_LINE = 10, 100, 65536
_AT_ONCE = 16 * 1024
_GRACE = 0.1  # seconds in which the thread notices that its connection was cut


class BodyTooLong(requests.RequestException):
    """Raised when a body is longer than ``MOST_BYTES``. What has come of it is discarded."""


def post(
    url: str,
    form: Mapping[str, str],
    *,
    headers: Mapping[str, str],
    auth: Any = None,
    seconds: float,
) -> requests.Response:
    """Send a form and return the answer; see :func:`send`."""
    return send("POST", url, form=form, headers=headers, auth=auth, seconds=seconds)


def send(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    json: Mapping[str, str] | None = None,
    headers: Mapping[str, str],
    auth: Any = None,
    seconds: float,
) -> requests.Response:
    """Send a request and return the answer. Redirects are not followed: a secret would go along.

    Args:
        method: As ``"POST"``.
        url: The URL.
        form: Names and values, sent as a form. Default: none.
        json: Names and values, sent as JSON. Default: none.
        headers: Further header fields.
        auth: As for ``requests``. Default: none.
        seconds: The time for connecting, sending and the whole answer together.

    Raises:
        BodyTooLong: When the body is too long.
        requests.RequestException: As ``requests`` does. If the head of an answer came,
            ``.response`` holds it, without a body.
        Exception: What ``requests`` lets through, such as a ``UnicodeError`` from a host name.
    """
    adapter = _Adapter()
    with session_for(url) as session:
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        # it reads Location even when no redirect is followed, and fails at http://[
        session.get_redirect_target = lambda response: None  # type: ignore[method-assign,assignment]

        def exchange() -> requests.Response:
            return session.request(
                method,
                url,
                data=form,
                json=json,
                headers=headers,
                auth=auth,
                timeout=seconds,
                allow_redirects=False,
            )

        return exchange() if is_virtual() else _within(seconds, exchange, adapter)


def _within(
    seconds: float, exchange: Callable[[], requests.Response], adapter: "_Adapter"
) -> requests.Response:
    """Wait for an exchange in a thread: the look-up of a name has no time limit of its own."""
    outcome: Future[requests.Response] = Future()

    def work() -> None:
        try:
            outcome.set_result(exchange())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=work, name="token request", daemon=True).start()
    try:
        wait([outcome], timeout=seconds)
    finally:  # also when the cell is interrupted
        if not outcome.done():
            adapter.cut()
    wait([outcome], timeout=_GRACE)
    if not outcome.done():
        raise requests.Timeout("no answer in time")
    return outcome.result()


class _QuietHead(http.client.HTTPResponse):
    """Ignores broken header lines, which urllib3 would log as they came, with a traceback."""

    def _read_status(self) -> tuple[str, int, str]:
        """Skip interim responses, of which there may be any number (RFC 9110 §15.2)."""
        head: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
        for _ in range(_MOST_INTERIM):
            if head[1] not in _INTERIM:
                return head
            for _ in range(_MOST_LINES):
                if not self.fp.readline(_LONGEST_LINE).strip():
                    break
            head = super()._read_status()  # type: ignore[misc]
        raise http.client.BadStatusLine("endless interim answers")

    def begin(self) -> None:
        super().begin()
        self.msg.defects.clear()
        self.msg.set_payload("")


class _Adapter(HTTPAdapter):
    """Reads the body itself, and can be cut off from another thread."""

    def __init__(self) -> None:
        super().__init__()
        self._sockets: list[Any] = []
        self._heads: list[_QuietHead] = []
        self._is_cut = False

    def cut(self) -> None:
        """End the exchange, whatever it is waiting for."""
        self._is_cut = True
        for one in self._sockets:
            plain_one = getattr(one, "socket", one)  # of TLS inside TLS
            with suppress(OSError, TypeError):
                # not the method of an SSLSocket, which would drop the TLS that is being read
                socket.socket.shutdown(plain_one, socket.SHUT_RDWR)

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """Return the pool, with connections that note which socket they have."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = self._noted(pool.ConnectionCls)
        return pool

    def _noted(self, kind: Any) -> Any:
        adapter = self

        class Noted(kind):  # type: ignore[misc]
            def connect(self) -> None:
                super().connect()
                adapter._sockets.append(self.sock)
                if adapter._is_cut:
                    adapter.cut()

            def response_class(self, *args: Any, **options: Any) -> _QuietHead:
                adapter._heads.append(_QuietHead(*args, **options))
                return adapter._heads[-1]

        return Noted

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, *args: Any, **options: Any
    ) -> requests.Response:
        """Send a request and read the answer to its end, or to the limit."""
        head: requests.Response | None = None
        is_whole = False
        try:
            head = super().send(request, True, *args, **options)
            is_whole = not self._is_cut  # what was cut may be half a head
            head._content = _body_of(head)
            # without it requests guesses, which takes seconds for a megabyte
            head.encoding = head.encoding or "utf-8"
            if self._is_cut:  # half a body looks complete if no length was given
                raise ConnectionError
            return head
        except Exception as error:
            raise self._told(error, request, head if is_whole else None) from None
        finally:
            if head is not None:
                head.close()
            for one in self._heads:  # urllib3 leaves it open if its fields are broken
                one.close()

    def _told(
        self, error: Exception, request: requests.PreparedRequest, head: requests.Response | None
    ) -> Exception:
        """Return the error to raise: with the head of the answer, if that came."""
        told = error
        if self._is_cut:
            told = requests.ReadTimeout("no complete answer in time", request=request)
        elif isinstance(error, InvalidHeader):  # of urllib3, which requests lets through
            told = requests.RequestException(str(error), request=request)
        if isinstance(told, requests.RequestException) and head is not None:
            head._content = b""
            told.response = head
        return told


def _body_of(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_AT_ONCE):
        body += chunk
        if len(body) > MOST_BYTES:
            raise BodyTooLong(f"more than {MOST_BYTES} bytes")
    return bytes(body)
