"""A loopback server that captures the redirect (RFC 8252 §7.3).

It answers every request properly and stops waiting only for an answer to *this*
request: the one that carries the right ``state``. Icons, prefetches, old tabs and
other people's links are noted in ``events`` and change nothing.
"""

import re
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from oauth_tutorial.client.authorization import AuthorizationResponse, read_redirect
from oauth_tutorial.client.receiver_app import receiver_app
from oauth_tutorial.errors import (
    AuthorizationFailed,
    CallbackTimeout,
    InvalidArgument,
    PortInUse,
    ReceiverClosed,
    RedirectError,
)
from oauth_tutorial.location.evidence import origin_of
from oauth_tutorial.location.finding import public_url
from oauth_tutorial.network import PortTaken, Refusal, Server, bind, surroundings
from oauth_tutorial.network.waiting import wait
from oauth_tutorial.notebook.live import show_status
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.wire.recording import note_redirect

SLICE = 0.1  # seconds: how soon an interrupt is heard, on Windows too
SILENCE = 5  # seconds until a connection on which nothing happens is closed
THREADS = 4
HTTP = 80  # the port that an http address does not say
_PATH = re.compile(r"/(?!/)[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")  # RFC 3986 §3.3, nothing encoded
WAITING, RECEIVED, REFUSED, TIMED_OUT = "Waiting", "Received", "Refused", "Timed out"

_lock = threading.Lock()
_live: "LoopbackReceiver | None" = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that reached the receiver; no value of it is kept."""

    status: int
    what: str

    def __repr__(self) -> str:
        return f"{self.status} {self.what}"


class LoopbackReceiver:
    """Listen on 127.0.0.1, and on ::1 where there is one, for the redirect (RFC 8252 §7.3).

    It listens as soon as it exists, so ``redirect_uri`` can go into the URL.
    A kernel has one live receiver: a new one closes the older one and, unless
    told otherwise, takes over its port, so that a cell can be run again.

    Args:
        port: Where to listen. Default: any free port.
        path: The path of ``redirect_uri``; other paths get 404.
        state: The value that the authorization request carries.
        issuer: When given, a redirect that carries ``iss`` must carry this one (RFC 9207).

    Raises:
        PortInUse: When another program listens on that port.
        InvalidArgument: When ``path`` or ``state`` cannot be right.

    Example:
        ``GET /callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz HTTP/1.1``
    """

    port: int
    _server: Server
    _redirect_uri: str

    def __init__(
        self, port: int = 0, path: str = "/callback", *, state: str, issuer: str | None = None
    ) -> None:
        _check_arguments(port, path, state)
        self.path, self._state, self._issuer = path, state, issuer
        self.events: deque[Event] = deque(maxlen=100)
        self.on_change: list[Callable[[str], None]] = []
        self.person_needs_the_kernel = False  # visit() says so: see wait()
        self._answer: AuthorizationResponse | AuthorizationFailed | None = None
        self._decided, self._gone = threading.Event(), threading.Event()
        self._answer_lock = threading.Lock()
        _take_over(self, port)
        self._answer_requests()

    @property
    def redirect_uri(self) -> str:
        """What the authorization and the token request must both say."""
        return self._redirect_uri

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return not self._gone.is_set()

    @property
    def done(self) -> bool:
        """Whether an answer, yes or no, has arrived."""
        return self._decided.is_set()

    @property
    def status(self) -> str:
        """One of Waiting, Received and Refused."""
        if isinstance(self._answer, AuthorizationResponse):
            return RECEIVED
        return REFUSED if self._answer is not None else WAITING

    def wait(self, timeout: float = 120) -> AuthorizationResponse:
        """Block until the answer is here, and return it.

        Where the person signs in by widgets of the notebook, it does not block: a cell
        that waits would keep those from working.

        Args:
            timeout: Seconds until it gives up. The deadline is total.

        Raises:
            CallbackTimeout: When nothing usable came in time.
            AuthorizationDenied: When the person said no.
            AuthorizationFailed: When the server answered with another error.
            ReceiverClosed: When it was closed meanwhile.
        """
        timeout = 0 if self.person_needs_the_kernel else timeout
        deadline = time.monotonic() + timeout
        show = show_status()
        try:
            while not wait(self._decided, SLICE):
                left = deadline - time.monotonic()
                if self._gone.is_set():
                    raise self._closed()
                if left <= 0:
                    show(TIMED_OUT)
                    raise self._timed_out(timeout)
                show(f"{WAITING} for you to sign in: {left:.0f} seconds left")
        except KeyboardInterrupt:
            show("Stopped. Run this cell again to go on waiting.")
            raise
        show(self.status)
        return self._result()

    def __await__(self) -> Generator[Any, None, AuthorizationResponse]:
        import asyncio

        async def answer() -> AuthorizationResponse:
            while not self._decided.is_set():
                if self._gone.is_set():
                    raise self._closed()
                await asyncio.sleep(SLICE)
            return self._result()

        return answer().__await__()

    def paste(self, address: str) -> str:
        """Take the address from the browser's address bar, where no tab can come back.

        Args:
            address: The whole address, or its query.

        Returns:
            What became of it, in one sentence; never an exception.
        """
        status, _, text = self._take(address)
        query = address.partition("?")[2] or address
        note_redirect("PASTE", f"{self.redirect_uri}?{query}", status, text)
        self._note(status, "pasted address: " + text.split("\n")[0])
        return text

    def close(self) -> None:
        """Stop listening and free the port. Harmless when done already."""
        if self._gone.is_set():
            return
        self._gone.set()
        self._server.stop()

    cancel = close

    def __enter__(self) -> "LoopbackReceiver":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"LoopbackReceiver at {self.redirect_uri}: {self.status}"

    def _answer_requests(self) -> None:
        """Let the server ask this receiver, which nobody holds for that."""
        receiver = weakref.proxy(self)
        ours = _hosts(self.port, self._redirect_uri)

        def take(query: str) -> tuple[int, str, str]:
            address = f"{receiver.redirect_uri}?{query}"
            status, title, text = receiver._take(address)
            note_redirect("GET", address, status, text)
            return status, title, text

        def refused(refusal: Refusal) -> None:
            receiver._note(refusal.status, refusal.what)

        self._server.answer(
            receiver_app(self.path, take, lambda status, what: receiver._note(status, what)),
            threads=THREADS,
            keep_alive=False,  # a connection that stays would bring the next redirect here
            silence=SILENCE,
            is_ours=ours.__contains__,
            refused=refused,
        )

    def _take(self, address: str) -> tuple[int, str, str]:
        """Judge one redirect: HTTP status, title and text of the page."""
        try:
            answer: AuthorizationResponse | AuthorizationFailed = read_redirect(
                address, state=self._state, issuer=self._issuer
            )
        except AuthorizationFailed as failed:
            answer = failed
        except (RedirectError, InvalidArgument) as error:
            return 400, "Not used", str(error) + "\nThe notebook goes on waiting."
        if not self._settle(answer):
            return 400, "Not used", "Another answer to this request was received before."
        if isinstance(answer, AuthorizationFailed):
            return 200, "Refused", f"{answer.message}\nGo back to the notebook."
        return 200, "Signed in", "The code has arrived. Go back to the notebook."

    def _settle(self, answer: AuthorizationResponse | AuthorizationFailed) -> bool:
        with self._answer_lock:
            if self._answer is None:
                self._answer = answer
                return True
            # the same answer once more, as a reloaded page sends it, is harmless
            return self._answer == answer

    def _note(self, status: int, what: str) -> None:
        self.events.append(Event(status, what))
        if self._answer is not None:
            self._decided.set()
        for tell in self.on_change:
            tell(self.status)

    def _result(self) -> AuthorizationResponse:
        if isinstance(self._answer, AuthorizationResponse):
            return self._answer
        assert self._answer is not None  # noqa: S101 - decided means answered
        raise self._answer.with_traceback(None)

    def _timed_out(self, timeout: float) -> CallbackTimeout:
        if self.person_needs_the_kernel:
            return CallbackTimeout(
                "Nobody has signed in yet.",
                hint="Sign in by the browser in the notebook above, then run this cell again.",
            )
        seen = self.events[-1].what if self.events else "nothing arrived"
        return CallbackTimeout(
            f"No usable redirect arrived in {timeout:g} seconds; last: {seen}.",
            hint="Open the link above, sign in, approve, and run this cell again. If the "
            "browser cannot reach the page it returns to, paste that address above.",
        )

    def _closed(self) -> ReceiverClosed:
        return ReceiverClosed(
            "The receiver was closed while it was waited for.",
            hint="Run the cell that makes the receiver, then sign in from its new link.",
        )


def current(redirect_uri: str | None = None) -> LoopbackReceiver | None:
    """Return the kernel's live receiver, if it is that redirect URI's. Default: of any."""
    receiver = _live
    if receiver is None or receiver._gone.is_set():
        return None
    return receiver if redirect_uri in (None, receiver.redirect_uri) else None


def _take_over(receiver: LoopbackReceiver, port: int) -> None:
    global _live
    with _lock:
        older = _live
        if older is not None and not older._gone.is_set():
            older.close()
            port = port or older.port
        try:
            server = bind(port, name="loopback-receiver", ipv6=True)
        except PortTaken:
            raise PortInUse(
                f"Port {port} of 127.0.0.1 is in use by another program, or not allowed.",
                hint="Leave port out to get any free port, or stop the other program.",
            ) from None
        try:
            receiver._redirect_uri = public_url(server.port) + receiver.path
        except BaseException:  # an address that is none, an interrupt: nothing stays half made
            server.stop()
            raise
        receiver._server, receiver.port = server, server.port
        # last: from now on another thread may close it
        _live = receiver
        surroundings.enter_receiver(receiver)


def _hosts(port: int, redirect_uri: str) -> set[str]:
    """Return what a browser writes into ``Host`` on its way here (RFC 9110 §7.2)."""
    names = {"127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names} | (names if port == HTTP else set())
    public = split_url(redirect_uri)
    # a browser writes the name in small letters, and no port that goes without saying
    origin = origin_of(public.scheme, public.netloc) or ""
    return hosts | {origin.partition("://")[2]}


def _check_arguments(port: object, path: object, state: object) -> None:
    if not isinstance(port, int) or not 0 <= port <= 65535:
        raise InvalidArgument(f"port must be a number from 0 to 65535, got {port!r}.")
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise InvalidArgument(
            "path must be one '/' and then letters, digits and -._~!$&'()*+,;=:@/ as in a URL.",
            hint="Write '/callback'.",
        )
    if not isinstance(state, str) or not state:
        raise InvalidArgument(
            "state must be text that is not empty.",
            hint="Make one with new_state(), and send the same in the authorization URL.",
            section="RFC 6749 §10.12",
        )
