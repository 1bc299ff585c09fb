"""``run("printshop.py")``: the learner's own app, for their own tab and the course's PhotoBox.

It runs inside the kernel: no process is started, so it works in a web page as well.
"""

import time
from collections import deque
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oauth_tutorial import practice
from oauth_tutorial.browser.visiting import is_drawn_in_the_notebook
from oauth_tutorial.client.redirect import authorization_error
from oauth_tutorial.errors import AuthorizationDenied, CallbackTimeout, InvalidArgument
from oauth_tutorial.network import bind
from oauth_tutorial.network.waiting import Bell, wait
from oauth_tutorial.notebook.live import show_status
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.copies.copy import last_lines
from oauth_tutorial.review.copies.loaded import globals_of, in_environment
from oauth_tutorial.review.photobox import STORY_CLIENT, STORY_SECRET
from oauth_tutorial.review.visitor import name_of
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import first_of_each, split_url

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SLICE = 0.1  # seconds: how soon an interrupt is heard
_AGAIN = (
    "That is an answer, not a failure: the app must show the person a page. To try again, open the "
    "app again, sign in there, then run this cell again."
)
MOST_LINES = 200  # of what the app writes
_running: "RunningApp | None" = None


def run(app: str | Path) -> "RunningApp":
    """Run an app for the person's own tab. The one that ran before is stopped.

    Args:
        app: A Python file with a WSGI application called ``app`` (PEP 3333).

    Raises:
        InvalidArgument: When there is no such file, or it cannot be loaded.

    Example:
        ``shop = run("printshop.py")``, then ``visit(shop.url)`` and ``shop.wait()``
    """
    global _running
    asked = read_asked(app)
    if asked.file is None:
        raise InvalidArgument('run() needs a Python file, such as "printshop.py".')
    port = 0
    if _running is not None:  # so that the open tab still works
        port = _running.port
        _running.stop()
    _running = RunningApp(asked.file, port)
    return _running


class RunningApp:
    """An app that runs in this kernel.

    Args:
        file: With a WSGI application called ``app``.
        port: Where it listens. Default: any free port.

    Attributes:
        url: Its first page, as the browser reaches it.
        port: Where it listens on 127.0.0.1.

    Raises:
        InvalidArgument: When it cannot be loaded.
    """

    def __init__(self, file: Path, port: int = 0) -> None:
        self._name = plain(file.name, 80)
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._cookies: dict[str, str] = {}
        self._own_cookies: set[str] = set()
        self._answer: dict[str, str] | None = None
        self._is_back = Bell()
        self._until_stopped = ExitStack()
        self._server = bind(port, name="own-app")
        self._until_stopped.callback(self._server.stop)
        self.port = self._server.port
        photobox = practice.start()
        home = photobox.expect_app(self.port)
        self.url = f"{home}/"
        self._home = split_url(home)
        given = {"PHOTOBOX": photobox.issuer, "HOME_URL": home, "PORT": str(self.port)}
        self._given = given | {"CLIENT_ID": STORY_CLIENT, "CLIENT_SECRET": STORY_SECRET}
        try:
            self._until_stopped.enter_context(in_environment(self._given))
            self._server.answer(self._watched(self._load(file)))
        except BaseException:
            self.stop()
            raise

    def wait(self, timeout: float = 120) -> None:
        """Wait until the person has come back from PhotoBox, and is shown a page of the app.

        Args:
            timeout: Seconds until it gives up.

        Raises:
            CallbackTimeout: When nobody came back in time.
            AuthorizationDenied: When the person said no.
            AuthorizationFailed: When PhotoBox answered with another error.
        """
        end = time.monotonic() + (0 if is_drawn_in_the_notebook() else timeout)
        show = show_status("Waiting for the sign-in")
        while not wait(self._is_back, SLICE):
            left = end - time.monotonic()
            if left <= 0:
                raise CallbackTimeout(
                    f"Nobody has signed in to {self._name} yet.",
                    hint="Run the cell with visit(…), sign in there, then run this one again.",
                )
            show(f"Waiting for you to sign in: {left:.0f} seconds left")
        answer = self._answer or {}
        show("Refused" if "error" in answer else "Came back")
        if "error" in answer:
            error = authorization_error(answer)
            if isinstance(error, AuthorizationDenied):
                error.hint = _AGAIN
            raise error

    @property
    def cookie(self) -> str:
        """The session cookie that the browser sent last.

        Raises:
            InvalidArgument: When it has sent none.
        """
        known = [value for name, value in self._cookies.items() if name in self._own_cookies]
        if not known:
            raise InvalidArgument(
                f"No browser has sent a cookie of {self._name} yet.",
                hint="Run the cell with visit(…), and sign in there.",
            )
        return known[-1]

    def said(self) -> str:
        """Return the last lines that the app wrote, with secrets hidden."""
        return last_lines("".join(self._lines), self._given)

    def stop(self) -> None:
        """End it, and free its port. Harmless when done already."""
        self._until_stopped.close()

    def __repr__(self) -> str:
        return f"{self._name} runs, for your own tab"

    def _load(self, file: Path) -> "WSGIApplication":
        try:
            app: Any = globals_of(file, {"print": self._print}).get("app")
        except (Exception, SystemExit) as error:
            raise InvalidArgument(
                f"{self._name} cannot be loaded: {type(error).__name__}: {plain(str(error), 200)}",
            ) from error
        if not callable(app):
            raise InvalidArgument(f"{self._name} has no WSGI application called app.")
        return app  # type: ignore[no-any-return]

    def _watched(self, app: "WSGIApplication") -> "WSGIApplication":
        def watched(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            environ |= self._as_behind_a_proxy() | {"wsgi.errors": self}
            self._cookies = _read_cookies(environ.get("HTTP_COOKIE", ""))

            ended = ""

            def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                nonlocal ended
                ended = status
                lines = [value for name, value in headers if name.lower() == "set-cookie"]
                self._own_cookies |= set(map(name_of, lines))
                return start_response(status, headers, *more)

            answer = app(environ, start)
            try:
                return list(answer)
            finally:
                getattr(answer, "close", lambda: None)()
                self._note(environ, ended)

        return watched

    def _as_behind_a_proxy(self) -> dict[str, str]:
        """What a WSGI server is told of the address that browsers use (PEP 3333)."""
        return {
            "wsgi.url_scheme": self._home.scheme,
            "HTTP_HOST": self._home.netloc,
            "SCRIPT_NAME": self._home.path.rstrip("/"),
        }

    def _note(self, environ: "WSGIEnvironment", status: str) -> None:
        """Note that somebody came back from PhotoBox, once there is a page for them."""
        answer = first_of_each(environ.get("QUERY_STRING", ""))
        if "error" in answer or "code" in answer:
            self._answer = answer
        is_page = not status.startswith("3") and "html" in environ.get("HTTP_ACCEPT", "")
        if self._answer is not None and is_page:
            self._is_back.set()

    def _print(
        self, *what: object, sep: str | None = " ", end: str | None = "\n", **_: Any
    ) -> None:
        self.write(
            (" " if sep is None else sep).join(map(str, what)) + ("\n" if end is None else end)
        )

    def write(self, text: str) -> int:
        """Keep what the app writes, out of the notebook: its log may hold a code."""
        self._lines.append(text)
        return len(text)

    def flush(self) -> None:
        """Nothing waits to be written."""


def _read_cookies(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return {name: value for name, _, value in pairs if name}
