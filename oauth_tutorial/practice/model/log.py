"""What the service received, what it checked, what it answered."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.text.plain import plain

LIMIT = 500  # requests that are remembered
REQUEST_HEADERS = (
    "Accept",
    "Authorization",
    "Content-Type",
    "DPoP",
    "Host",
    "Referer",
    "Sec-Fetch-Mode",
)
RESPONSE_HEADERS = ("Content-Type", "DPoP-Nonce", "Location", "Retry-After", "WWW-Authenticate")
_OPEN = frozenset(
    {
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "decision",
        "dpop_jkt",
        "error",
        "grant_type",
        "iss",
        "prompt",
        "redirect_uri",
        "resource",
        "response_type",
        "scope",
        "token_type_hint",
        "username",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request to the service.

    What was received and answered stays in memory; the repr shows the shape of
    every value that could open something.

    Attributes:
        path: The standard one, as ``"/token"``, also where a provider's own was asked.
        parameters: Query and form, in standard form: what was judged.
        time: When, by the service's own clock, which can be moved.
        number: Counts up from 1; the answer carried it as ``X-Request-Id``.
        started_at: When, by the wall clock, in seconds since 1970.
        elapsed: Seconds until the answer was ready.
        url: The address that the service saw, with its query, as it came.
        request_headers: Those of ``REQUEST_HEADERS``: cookies are never kept.
        response_headers: Those of ``RESPONSE_HEADERS``.
        request_body: The body that was sent, when it is text.
        response_body: The answer's JSON or form, as it went; or nothing.
        judged: The same answer in the RFCs' words, where the service plays a provider; or nothing.
        blind: Whether a page of another site sent it, and nobody looked at the answer.
    """

    method: str
    path: str
    status: int
    parameters: Mapping[str, str] = field(repr=False)
    checks: Checklist = field(repr=False)
    time: float = 0.0
    error: str = ""
    fault: str = ""  # the faults that acted on it, a space between
    number: int = 0
    started_at: float = 0.0
    elapsed: float = field(default=0.0, repr=False)
    url: str = field(default="", repr=False)
    request_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    response_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request_body: str = field(default="", repr=False)
    response_body: str = field(default="", repr=False)
    judged: str = field(default="", repr=False)
    blind: bool = field(default=False, repr=False)

    @property
    def outcome(self) -> str:
        """``"refused"`` when a rule was broken, else ``"ok"``."""
        return "refused" if self.checks.failed or self.status >= 400 else "ok"

    def __repr__(self) -> str:
        head = f"{plain(self.method)} {plain(self.path)} → {self.status}"
        given = [
            f"    {plain(name)} = {_shown(name, value)}" for name, value in self.parameters.items()
        ]
        faults = [f"  fault: {self.fault}"] if self.fault else []
        return "\n".join([head, *given, *(f"  {check}" for check in self.checks), *faults])


class Log(deque[Entry]):
    """The newest requests, oldest first; of too many, the blind ones go first."""

    def __init__(self) -> None:
        super().__init__(maxlen=LIMIT)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._subscribers: list[Callable[[Entry], object]] = []

    def next_number(self) -> int:
        """Return the number of the request that is being answered."""
        return next(self._numbers)

    def append(self, entry: Entry) -> None:
        """Add the newest request, and tell whoever subscribed."""
        with self._lock:
            if len(self) == self.maxlen:
                # else a page could push out what a learner has done
                del self[next((i for i, one in enumerate(self) if one.blind), 0)]
            super().append(entry)
        for tell in list(self._subscribers):
            with suppress(Exception):  # a view that fails must not fail a request
                tell(entry)

    def subscribe(self, callback: Callable[[Entry], object]) -> Callable[[], None]:
        """Call ``callback(entry)`` for every request from now on, in the service's thread.

        Returns:
            A function that ends it; harmless when called twice.
        """
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    def find(self, number: int) -> Entry | None:
        """Return the request whose answer carried that ``X-Request-Id``, or None."""
        return next((entry for entry in list(self) if entry.number == number), None)

    def __repr__(self) -> str:
        if not self:
            return "No request yet."
        return "\n".join(
            f"{entry.number}. {plain(entry.method)} {plain(entry.path)} → {entry.status}"
            + (f"  ✗ {entry.checks.failed.sentence}" if entry.checks.failed else "")
            for entry in self
        )

    def last(self, path: str) -> Entry | None:
        """Return the newest request to that path, or None.

        What a browser asked before it (``OPTIONS``, a CORS preflight) is in the log, but is none.
        """
        fits = (entry for entry in reversed(self) if entry.path == path)
        return next((entry for entry in fits if entry.method != "OPTIONS"), None)


def kept(header: Callable[[str], str | None], names: tuple[str, ...]) -> dict[str, str]:
    """Return the headers that are on the list."""
    return {name: value for name in names if (value := header(name)) is not None}


def _shown(name: str, value: str) -> str:
    return plain(value) if name in _OPEN else f"<{len(value)} characters>"
