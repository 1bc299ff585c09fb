"""What went over the wire: the requests that this kernel sent, and their answers.

What the kernel never sends itself is added by whoever sees it: the receiver notes
the redirect that the browser brings, ``visit`` the link that it shows.
"""

import bisect
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, overload

from oauth_tutorial.text.readers import read_text
from oauth_tutorial.wire.exchange import Exchange

if TYPE_CHECKING:
    import requests

# Cookies and the like are not recorded at all.
HEADERS = frozenset(
    {
        "accept",
        "authorization",
        "content-type",
        "dpop",
        "dpop-nonce",
        "location",
        "retry-after",
        "www-authenticate",
        "x-request-id",
    }
)
MOST_BYTES = 64 * 1024  # of a body
MOST_EXCHANGES = 2000  # a forgotten recording goes on, and must not fill the memory

_lock = threading.RLock()  # a recording may be collected while it is held
_live: "weakref.WeakSet[Recording]" = weakref.WeakSet()
_original_send: Callable[..., "requests.Response"] | None = None
# of this thread or task: a server that answers meanwhile sends its own requests
_party: ContextVar[str] = ContextVar("party", default="")


class Recording(Sequence[Exchange]):
    """The exchanges since it began, in the order in which they were sent.

    It ends with :meth:`stop`, with its ``with`` block, or when nobody holds it.

    Attributes:
        began_at: Seconds since 1970.
        ended_at: Seconds since 1970, or None while it records.
        on_change: What is called after each message, and at the end, from any thread.
    """

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self.on_change: list[Callable[[], None]] = []
        self.began_at = time.time()
        self.ended_at: float | None = None
        with _lock:
            _live.add(self)
            _install()

    def stop(self) -> None:
        """Record nothing more. Harmless when done already."""
        with _lock:
            _live.discard(self)
            if not _live:
                _uninstall()
        if self.ended_at is None:
            self.ended_at = time.time()
            for tell in self.on_change:
                tell()

    def __enter__(self) -> "Recording":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def __len__(self) -> int:
        return len(self._exchanges)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> list[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | list[Exchange]:
        return self._exchanges[index]

    def __repr__(self) -> str:
        if not self._exchanges:
            return "No message yet."
        return "\n".join(f"{number}. {one!r}" for number, one in enumerate(self._exchanges, 1))

    def _add(self, exchange: Exchange) -> None:
        # an answer may come before that of an older request
        bisect.insort(self._exchanges, exchange, key=lambda one: one.started_at)
        del self._exchanges[:-MOST_EXCHANGES]


def record() -> Recording:
    """Record what ``requests`` sends and receives, redirects included.

    A session with the attribute ``is_browser = True`` is somebody's browser, not
    this client, and is passed over.

    Returns:
        A growing sequence of :class:`Exchange`. As ``with record() as log:`` it ends
        with the block; as ``log = record()`` with ``log.stop()``.

    Example:
        >>> with record() as log:
        ...     pass
        >>> log
        No message yet.
    """
    return Recording()


@contextmanager
def sent_by(name: str) -> Iterator[None]:
    """Mark what ``requests`` sends inside the block as somebody else's than the client's.

    Args:
        name: Who sends it, as the ladder shows it: ``"Mallory"``. Empty: the client again.

    Example:
        >>> with sent_by("Mallory"):
        ...     pass
    """
    before = _party.set(name)
    try:
        yield
    finally:
        _party.reset(before)


def note(exchange: Exchange) -> None:
    """Add a message that did not go through ``requests`` to every live recording."""
    with _lock:
        recordings = list(_live)
        for recording in recordings:
            recording._add(exchange)
    for recording in recordings:
        for tell in recording.on_change:
            tell()


def note_redirect(method: str, address: str, status: int, remark: str) -> None:
    """Note what the browser brought back to the client: RFC 6749 §4.1.2.

    Args:
        method: ``"GET"``, or ``"PASTE"`` when the person carried it by hand.
        address: The redirect URI with the answer in its query.
        status: What the client answered.
        remark: What the client made of it; one sentence.
    """
    note(
        Exchange(
            method=method,
            url=address,
            status=status,
            response_headers={"Content-Type": "text/html; charset=utf-8"},
            channel="front",
            sender="browser",
            recipient="client",
            remark=remark.splitlines()[0],
        )
    )


def _install() -> None:
    global _original_send
    import requests

    if _original_send is None:
        _original_send = requests.Session.send
        requests.Session.send = _recording_send  # type: ignore[assignment,method-assign]


def _uninstall() -> None:
    global _original_send
    import requests

    current: object = requests.Session.send  # may be somebody else's by now
    if _original_send is not None and current is _recording_send:
        requests.Session.send = _original_send  # type: ignore[method-assign]
        _original_send = None


def _recording_send(
    session: "requests.Session", request: "requests.PreparedRequest", **options: Any
) -> "requests.Response":
    import requests

    send = _original_send or requests.Session.send
    if not _live or getattr(session, "is_browser", False):
        return send(session, request, **options)
    started_at = time.time()
    try:
        response = send(session, request, **options)
    except requests.RequestException as error:
        note(_sent(request, started_at, remark=_what_failed(error)))
        raise
    # followed redirects came through here by themselves; what is left is the first hop
    first = response.history[0] if response.history else response
    answer = {
        "status": first.status_code,
        "response_headers": _kept(first.headers.items()),
        "response_body": "" if options.get("stream") else _text(first),
        "elapsed": first.elapsed.total_seconds(),
    }
    note(_sent(request, started_at, **answer))
    return response


def _sent(request: "requests.PreparedRequest", started_at: float, **answer: Any) -> Exchange:
    body = request.body
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    return Exchange(
        method=request.method or "",
        url=request.url or "",
        request_headers=_kept(request.headers.items()),
        request_body=text if isinstance(text, str) else "",  # a stream is left alone
        started_at=started_at,
        party=_party.get(),
        **answer,
    )


def _text(response: "requests.Response") -> str:
    # response.text would guess the encoding of JSON, which takes longer than the request
    return read_text(response.content[:MOST_BYTES], response.encoding)


def _what_failed(error: "requests.RequestException") -> str:
    import requests

    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if error.response is not None:
        return f"no whole answer: HTTP {error.response.status_code} came, and not all of its body"
    return "no answer: the connection failed"


def _kept(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() in HEADERS}
