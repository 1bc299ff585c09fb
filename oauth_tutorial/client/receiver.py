"""A loopback server that captures the redirect (RFC 8252 §7.3).

It answers every request properly, but only the answer to *this* request ends the
wait: the one that carries the right ``state``. Icons, prefetches, old tabs and
other people's links are noted in ``events`` and change nothing.
"""

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator
from types import TracebackType
from typing import Any

from oauth_tutorial.client.arrivals import (
    ANSWERED,
    GO_ON,
    Event,
    Page,
    Wanted,
    hosts_of,
    of_error,
    of_refusal,
    too_late,
)
from oauth_tutorial.client.pasting.pasted import find_pasted
from oauth_tutorial.client.receiver_app import receiver_app
from oauth_tutorial.client.receiver_arguments import Host, check_arguments, check_timeout, named
from oauth_tutorial.client.receiver_port import take_port
from oauth_tutorial.client.redirect import AuthorizationResponse, judge, with_fit_code
from oauth_tutorial.errors import (
    AuthorizationFailed,
    CallbackTimeout,
    ReceiverClosed,
    RedirectError,
)
from oauth_tutorial.location.finding import public_url
from oauth_tutorial.network import Refusal, Server, surroundings
from oauth_tutorial.network.plain_answer import tell_of
from oauth_tutorial.network.waiting import Bell, wait
from oauth_tutorial.notebook.live import show_status
from oauth_tutorial.text.readers import read_pairs
from oauth_tutorial.wire.joined import refused_link
from oauth_tutorial.wire.recording import note_redirect

SLICE = 0.1  # seconds until an interrupt is noticed, on Windows too
SILENCE = 5  # seconds until an idle connection is closed
THREADS = 4
WAITING, RECEIVED, REFUSED = "Waiting", "Received", "Refused"
TIMED_OUT, STOPPED = "Timed out", "Stopped"
FOR_YOU, NO_PAGE = "Waiting for you to sign in", "PhotoBox refused the link; its page says why"

_lock = threading.RLock()  # if an interrupt leaves it held, this thread can still take it again
_live: "LoopbackReceiver | None" = None


class LoopbackReceiver:
    """Listen for the redirect on 127.0.0.1, and on ::1 if there is one (RFC 8252 §7.3).

    It listens as soon as it exists, so ``redirect_uri`` can go into the URL.
    A kernel has one live receiver: a new one closes the old one and, unless told
    otherwise, takes over its port, so that a cell can be run again.

    Args:
        port: Where to listen. Default: any free port.
        path: The path of ``redirect_uri``; other paths get 404.
        state: The value that the authorization request carries.
        issuer: When given, a redirect that carries ``iss`` must carry this one (RFC 9207).
        host: How ``redirect_uri`` names this machine, as the provider wants it registered:
            ``"127.0.0.1"``, ``"localhost"`` or ``"[::1]"``. A public address replaces it.

    Raises:
        PortInUse: When another program listens on that port.
        InvalidArgument: When an argument, or the public address of this kernel, cannot be right.

    Example:
        ``GET /callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz HTTP/1.1``
    """

    port: int
    _redirect_uri: str

    def __init__(
        self,
        port: int = 0,
        path: str = "/callback",
        *,
        state: str,
        issuer: str | None = None,
        host: Host = "127.0.0.1",
    ) -> None:
        check_arguments(port, path, state, issuer, host)
        self.path, self._state, self._issuer = path, state, issuer
        self.events: deque[Event] = deque(maxlen=100)
        self._began = time.time()
        self.on_change: list[Callable[[str], None]] = []
        self.person_needs_the_kernel = False  # visit() says so: see wait()
        self._answer: AuthorizationResponse | AuthorizationFailed | None = None
        self._decided, self._is_gone = Bell(), False
        self._answer_lock = threading.Lock()
        self._server: Server | None = None
        try:
            _take_over(self, port, host)
            self._answer_requests()
        except BaseException:  # an invalid address, an interrupt: leave nothing half made
            self.close()
            raise

    @property
    def redirect_uri(self) -> str:
        """What the authorization and the token request must both say."""
        return self._redirect_uri

    @property
    def is_open(self) -> bool:
        """Whether it is listening."""
        return not self._is_gone

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

        If the person signs in with widgets in the notebook, it does not block: the
        widgets do not work while a cell waits.

        Args:
            timeout: Seconds until it gives up. The deadline is total.

        Raises:
            CallbackTimeout: When nothing usable came in time. It says what came instead.
            AuthorizationDenied: When the person said no.
            AuthorizationFailed: When the server answered with another error.
            ReceiverClosed: When it was closed in the meantime.
            InvalidArgument: When ``timeout`` is not a number of seconds.
        """
        check_timeout(timeout)
        timeout = 0 if self.person_needs_the_kernel else timeout
        deadline = time.monotonic() + timeout
        show = show_status()
        try:
            while not wait(self._decided, SLICE):
                left = deadline - time.monotonic()
                if self._is_gone:
                    raise self._closed()
                if left <= 0:
                    show(TIMED_OUT)
                    raise self._timed_out(timeout)
                show(f"{NO_PAGE if self._refusal() else FOR_YOU}: {left:.0f} seconds left")
        except KeyboardInterrupt:
            show(STOPPED)
            raise
        show(self.status)
        return self._result()

    def __await__(self) -> Generator[Any, None, AuthorizationResponse]:
        import asyncio

        async def answer() -> AuthorizationResponse:
            while not self._decided.is_set():
                if self._is_gone:
                    raise self._closed()
                await asyncio.sleep(SLICE)
            return self._result()

        return answer().__await__()

    def paste(self, address: str) -> str:
        """Take the address from the browser's address bar, when the browser cannot come back here.

        Args:
            address: The whole address, or its query; or a text that contains it.

        Returns:
            The outcome, in a sentence or two. It never raises an exception.
        """
        text = address if isinstance(address, str) else ""
        outcome, query = find_pasted(text, state=self._state, issuer=self._issuer)
        page = self._settled(outcome, "pasted address: ")
        try:
            self._record("PASTE", query, page)
        finally:  # an interrupt must not lose an answer
            self._note(page.event)
        return page.text

    def close(self) -> None:
        """Stop listening and free the port. Calling it twice is harmless."""
        was_open, self._is_gone = self.is_open, True
        if self._server is not None:
            self._server.stop()  # every time: an interrupt may have cut an earlier close short
        if was_open:
            self._tell()

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
        """Let the server ask this receiver, without keeping it alive."""
        receiver = weakref.proxy(self)
        wanted = Wanted(self._redirect_uri, self.path, hosts_of(self.port, self._redirect_uri))

        def refused(refusal: Refusal) -> None:
            receiver._note(of_refusal(refusal, wanted))

        assert self._server is not None  # noqa: S101 - it was just bound
        self._server.answer(
            receiver_app(wanted, lambda query: receiver._take(query), lambda e: receiver._note(e)),
            threads=THREADS,
            keep_alive=False,  # an open connection would bring the next redirect to this receiver
            silence=SILENCE,
            is_ours=lambda host: True,  # the application checks it, and says which one it expects
            refused=refused,
        )

    def _take(self, query: str) -> Page:
        """Judge the query of a redirect, as it came over the wire."""
        try:
            outcome: AuthorizationResponse | RedirectError = with_fit_code(
                judge(read_pairs(query), state=self._state, issuer=self._issuer)
            )
        except RedirectError as error:
            outcome = error
        page = self._settled(outcome, "redirect: ")
        self._record("GET", query, page)
        return page

    def _settled(self, outcome: AuthorizationResponse | RedirectError, before: str) -> Page:
        if not isinstance(outcome, AuthorizationResponse | AuthorizationFailed):
            event = of_error(outcome, 400, before)
            return Page("Not used", f"{outcome}\n{GO_ON}", event)
        status, title, text = 200, "Signed in", "The code has arrived. Go back to the notebook."
        if not self._settle(outcome):
            status, title, text = 400, "Not used", ANSWERED
        elif isinstance(outcome, AuthorizationFailed):
            title, text = "Refused", f"{outcome.message}\nGo back to the notebook."
        return Page(title, text, Event(status, before + text.splitlines()[0]))

    def _record(self, method: str, query: str, page: Page) -> None:
        try:
            note_redirect(method, f"{self.redirect_uri}?{query}", page.event.status, page.text)
        except Exception as error:  # of a listener of the record: the answer still counts
            tell_of(error)

    def _settle(self, answer: AuthorizationResponse | AuthorizationFailed) -> bool:
        with self._answer_lock:
            if self._answer is None:
                self._answer = answer
                return True
            # the same answer again, as from a reloaded page, is harmless
            return self._answer == answer

    def _note(self, event: Event) -> None:
        try:
            self.events.append(event)
        finally:
            if self._answer is not None:
                self._decided.set()
        self._tell()

    def _tell(self) -> None:
        for tell in tuple(self.on_change):
            try:
                tell(self.status)
            except Exception as error:  # of the listener: the answer still counts
                tell_of(error)

    def _result(self) -> AuthorizationResponse:
        if isinstance(self._answer, AuthorizationResponse):
            return self._answer
        assert self._answer is not None  # noqa: S101 - decided means answered
        raise self._answer.with_traceback(None)

    def _timed_out(self, timeout: float) -> CallbackTimeout:
        if self.person_needs_the_kernel:
            return CallbackTimeout(
                "Nobody has signed in yet.",
                hint="Sign in with the browser in the notebook above, then run this cell again.",
            )
        return too_late(timeout, tuple(self.events), self._refusal())

    def _refusal(self) -> str:
        return refused_link(surroundings.service(), self._began)

    def _closed(self) -> ReceiverClosed:
        return ReceiverClosed(
            "The receiver was closed while this cell was waiting for the redirect.",
            hint="Run the cell that makes the receiver, then sign in from its new link.",
        )


def current(redirect_uri: str | None = None) -> LoopbackReceiver | None:
    """Return the kernel's live receiver, if it has this redirect URI. Default: whichever it has."""
    receiver = _live
    if receiver is None or not receiver.is_open:
        return None
    return receiver if redirect_uri in (None, receiver.redirect_uri) else None


def _take_over(receiver: LoopbackReceiver, port: int, host: Host) -> None:
    global _live
    with _lock:
        older, preferred = _live, 0
        if older is not None:
            preferred = older.port if older.is_open else 0
            older.close()
        # whatever happens from here on, even an interrupt: close() frees what is noted
        receiver._server = take_port(port, preferred, host)
        receiver.port = receiver._server.port
        receiver._redirect_uri = named(public_url(receiver.port), host) + receiver.path
        # last: from now on another thread may close it
        _live = receiver
        surroundings.enter_receiver(receiver)


def _forget() -> None:
    """In a forked child, let go of the receiver: it is the parent's."""
    global _live, _lock
    _lock = threading.RLock()
    if _live is not None:
        _live._is_gone = True
    _live = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
