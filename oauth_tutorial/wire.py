"""What went over the wire: the requests that this kernel sent, and their answers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from oauth_tutorial.redaction import redact

# Cookies and the like are not recorded at all.
HEADERS = frozenset(
    {"accept", "authorization", "content-type", "location", "retry-after", "www-authenticate"}
)

_lock = threading.Lock()
_recorders: list[list["Exchange"]] = []
_original_send = requests.Session.send


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response.

    The values stay in memory, so that they can be compared; the repr shows the
    shape of every secret.
    """

    method: str
    url: str = field(repr=False)
    request_headers: dict[str, str] = field(repr=False)
    request_body: str = field(repr=False)
    status: int
    response_headers: dict[str, str] = field(repr=False)
    response_body: str = field(repr=False)
    started_at: float = field(repr=False)
    elapsed: float = field(repr=False)

    def __repr__(self) -> str:
        parts = urlsplit(self.url)
        sent = parse_qsl(parts.query) + parse_qsl(self.request_body)
        shown = "".join(f"\n    {name} = {redact(name, value)[:200]}" for name, value in sent)
        return f"{self.method} {parts.scheme}://{parts.netloc}{parts.path} → {self.status}{shown}"


@contextmanager
def record() -> Iterator[list[Exchange]]:
    """Record what ``requests`` sends and receives inside the block.

    Yields:
        A list that grows by one :class:`Exchange` per request, redirects included.

    Example:
        >>> with record() as log:
        ...     pass
        >>> log
        []
    """
    log: list[Exchange] = []
    with _lock:
        _recorders.append(log)
        requests.Session.send = _recording_send  # type: ignore[assignment,method-assign]
    try:
        yield log
    finally:
        with _lock:
            # by identity: two empty logs are equal
            _recorders[:] = [other for other in _recorders if other is not log]
            if not _recorders:
                requests.Session.send = _original_send  # type: ignore[method-assign]


def _recording_send(
    session: requests.Session, request: requests.PreparedRequest, **options: Any
) -> requests.Response:
    started_at, begun = time.time(), time.perf_counter()
    response = _original_send(session, request, **options)
    # followed redirects came through here by themselves; what is left is the first hop
    first = response.history[0] if response.history else response
    exchange = _exchange(request, first, started_at, time.perf_counter() - begun)
    with _lock:
        for log in _recorders:
            log.append(exchange)
            log.sort(key=lambda one: one.started_at)
    return response


def _exchange(
    request: requests.PreparedRequest,
    response: requests.Response,
    started_at: float,
    elapsed: float,
) -> Exchange:
    body = request.body or b""
    return Exchange(
        method=request.method or "",
        url=request.url or "",
        request_headers=_kept(request.headers),
        request_body=body if isinstance(body, str) else body.decode("utf-8", "replace"),
        status=response.status_code,
        response_headers=_kept(response.headers),
        response_body=response.text,
        started_at=started_at,
        elapsed=elapsed,
    )


def _kept(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in HEADERS}
