"""A browser inside the kernel: for where no tab can reach it, and for tests.

It reads the pages that a tab would show, and does what a person does there: fill
in, tick, press. A person drives it by widgets (``_browser_view``), the autopilot by
the same methods in code. It has cookies of its own, and opens the practice service
and other loopback addresses only: what is not exactly one of these is not opened, however
it was come by. A page that is too large, or too deep, is not shown.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import TypeVar
from urllib.parse import urlencode, urljoin
from urllib.request import Request

import requests

from oauth_tutorial.browser.page import (
    Button,
    Field,
    Form,
    Link,
    Page,
    Part,
    Tick,
    own_page,
    read_page,
    too_much,
)
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location.finding import to_loopback
from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.redaction import redact_url

MOST_HOPS = 20
MOST_PAGES = 50  # that Back remembers
TIMEOUT: float = 10  # seconds for one page
MOST_BYTES = 256 * 1024  # of one page
# The whole of the authority, letter by letter: libraries disagree on where a host ends in
# "http://127.0.0.2\\@127.0.0.1/" (RFC 3986 §3.2)
_NEAR = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?(?:[/?#].*)?", re.I)
_NO_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")  # RFC 3986 §2
Kind = TypeVar("Kind", Field, Tick, Button, Link)
_KEEPS_METHOD = {307, 308}  # RFC 9110 §15.4.8: every other redirect becomes a GET


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the way to a page. The address may hold a code: see the repr."""

    method: str
    address: str = field(repr=False)
    status: int

    def __repr__(self) -> str:
        address = plain(redact_url(self.address), 2000)
        return f"{self.method} {address} → {self.status or 'no answer'}"


class _OnThisMachine(DefaultCookiePolicy):
    """Cookies with ``Secure`` go to loopback addresses over http too, as in Chromium and Firefox.

    These are potentially trustworthy (W3C Secure Contexts §3.1), and this browser opens no others.
    """

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Whether a cookie is kept. requests asks no policy when it sends one."""
        cookie.secure = False
        return super().set_ok(cookie, request)


class NotebookBrowser:
    """Address, page, history; ``page`` and ``hops`` say what there is.

    Example:
        >>> browser = NotebookBrowser()
        >>> browser.open("https://shop.example/").title
        'Not opened'
    """

    patience = TIMEOUT
    """Seconds for one page."""

    def __init__(self) -> None:
        self.session = session_for("http://127.0.0.1/")
        self.session.is_browser = True  # type: ignore[attr-defined]  # not the client: record()
        self.session.headers["Accept"] = "text/html"
        self.session.cookies.set_policy(_OnThisMachine())
        # else requests looks where a redirect leads, and reads the whole of its body before
        self.session.get_redirect_target = lambda answer: None  # type: ignore[method-assign,assignment]
        self.page: Page = own_page("", "Empty", "Nothing is open.")
        self.hops: list[Hop] = []
        self.on_change: list[Callable[[], None]] = []
        self._history: list[Page] = []
        self._lock = threading.RLock()  # widgets may call from any thread

    def open(self, address: str) -> Page:
        """Open an address, as typed into the address bar, and follow its redirects.

        Returns:
            The page at the end of the way; one of its own where nothing can be shown.
        """
        return self._go("GET", address)

    def back(self) -> Page:
        """Show the page before this one again, as it was. Nothing happens on the first."""
        with self._lock:
            if self._history:
                self.page, self.hops = self._history.pop(), []
        self._tell()
        return self.page

    def has(self, name: str) -> bool:
        """Whether the page has a control of that name, label, value or text."""
        return any(name in _names(part) for part in self.page.parts)

    def fill(self, name: str, value: str) -> None:
        """Fill in the field of that name or label.

        Raises:
            InvalidArgument: When the page has none.
        """
        with self._lock:
            self._find(Field, name).value = value

    def tick(self, name: str, ticked: bool = True) -> None:
        """Tick, or untick, the box of that value or label.

        Raises:
            InvalidArgument: When the page has none.
        """
        with self._lock:
            self._find(Tick, name).ticked = ticked

    def press(self, name: str) -> Page:
        """Press the button of that text or value, and follow where it leads.

        Raises:
            InvalidArgument: When the page has none.
        """
        with self._lock:
            button = self._find(Button, name)
            fields = self._filled_in(button.form)
            if button.name:
                fields.append((button.name, button.value))
            action = _joined(self.page.address, button.form.action)
            if button.form.method == "post":
                return self._go("POST", action, fields)
            # the query of the action is replaced, as HTML says (form submission, "mutate action")
            bare = action.partition("#")[0].partition("?")[0]
            return self._go("GET", f"{bare}?{urlencode(fields, errors='replace')}")

    def follow(self, text: str) -> Page:
        """Open the link of that text.

        Raises:
            InvalidArgument: When the page has none.
        """
        with self._lock:
            return self._go("GET", _joined(self.page.address, self._find(Link, text).href))

    def close(self) -> None:
        """Forget the cookies and let go of the connections."""
        self.session.close()

    def __repr__(self) -> str:
        address = plain(redact_url(self.page.address), 2000)
        return f"NotebookBrowser at {address}: {plain(self.page.title)}"

    def _go(self, method: str, address: str, fields: list[tuple[str, str]] | None = None) -> Page:
        with self._lock:
            if self.page.address:
                self._history = [*self._history[-MOST_PAGES:], self.page]
            self.hops = []
            self.page = self._walk(method, address.strip(), fields)
        self._tell()
        return self.page

    def _tell(self) -> None:
        for tell in self.on_change:
            tell()

    def _walk(self, method: str, address: str, fields: list[tuple[str, str]] | None) -> Page:
        for _ in range(MOST_HOPS):
            shown_instead = self._in_place_of(address)
            if shown_instead is not None:
                return shown_instead
            answer, markup = self._request(method, address, fields)
            if answer is None:
                return _no_answer(address)
            if not answer.is_redirect:
                if markup is None:
                    return too_much(address)
                return read_page(address, answer.status_code, markup)
            address = _joined(address, answer.headers["Location"])
            if answer.status_code not in _KEEPS_METHOD:
                method, fields = "GET", None
        return own_page(address, "Too many redirects", "The pages lead to each other in a circle.")

    def _in_place_of(self, address: str) -> Page | None:
        """Return what is shown in place of an address; None where that is opened."""
        return None if is_near(address) else _not_opened(address)

    def _seen(self, address: str, answer: requests.Response, text: str | None) -> None:
        """Take note of an answer. Nothing is done with it here."""

    def _request(
        self, method: str, address: str, fields: list[tuple[str, str]] | None
    ) -> tuple[requests.Response | None, str | None]:
        """Return the answer and its text; no text where that is too long, or does not end."""
        try:
            with self.session.request(
                method,
                self._reached_at(address),
                data=fields,
                timeout=self.patience,
                allow_redirects=False,
                stream=True,
            ) as answer:
                text = "" if answer.is_redirect else _text_of(answer)
        except (requests.RequestException, UnicodeError):  # a host that cannot be written
            self.hops.append(Hop(method, address, 0))
            return None, None
        self.hops.append(Hop(method, address, answer.status_code))
        self._seen(address, answer, text)
        return answer, text

    def _reached_at(self, address: str) -> str:
        """Return where this machine reaches an address."""
        return to_loopback(address)

    def _find(self, kind: type[Kind], name: str) -> Kind:
        found = [part for part in self.page.parts if isinstance(part, kind)]
        for part in found:
            if name in _names(part):
                return part
        there = ", ".join(repr(_names(part)[0]) for part in found) or "none"
        raise InvalidArgument(
            f"This page has no {kind.__name__.lower()} {name!r}; it has: {there}.",
            hint="Look at browser.page for what the page shows.",
        )

    def _filled_in(self, form: Form) -> list[tuple[str, str]]:
        fields = list(form.hidden)
        for part in self.page.parts:
            is_sent = isinstance(part, Field) or (isinstance(part, Tick) and part.ticked)
            if isinstance(part, Field | Tick) and is_sent and part.form is form:
                fields.append((part.name, part.value))
        return fields


def _names(part: Part) -> tuple[str, ...]:
    """By what a person, or a program, may call a control."""
    match part:
        case Field():
            return part.label, part.name
        case Tick():
            return part.label, part.value
        case Button():
            return part.text, part.value
        case Link():
            return (part.text,)
        case _:
            return ("",)


def is_near(address: str) -> bool:
    """Whether an address is one of this machine, as the kernel or as the browser says it."""
    try:
        near = to_loopback(address)
    except ValueError:  # the public address that a variable holds is none
        return False
    return not _NO_ADDRESS.search(address) and _NEAR.fullmatch(near) is not None


def _joined(base: str, reference: str) -> str:
    """Return where a reference of a page leads; what leads nowhere comes back as it is."""
    try:
        return urljoin(base, reference)
    except ValueError:  # as "http://["
        return reference


def _text_of(answer: requests.Response) -> str | None:
    deadline, body = time.monotonic() + TIMEOUT, b""
    for piece in answer.iter_content(8192):
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            return None
    try:
        return body.decode(answer.encoding or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return body.decode("utf-8", "replace")


def _not_opened(address: str) -> Page:
    return own_page(
        address,
        "Not opened",
        "The browser in the notebook opens the practice service and addresses of the "
        "kernel's own machine only. Use a tab of your real browser for this one.",
    )


def _no_answer(address: str) -> Page:
    return own_page(
        address,
        "No answer",
        "Nobody listens at this address. Run the cell that starts what should answer here.",
    )
