"""One person's browser in a review: it remembers every answer, and stops where it is told.

It is the notebook's browser, which opens only this machine's addresses, and says what today's
browsers say: where a request comes from (``Origin``, ``Sec-Fetch-Site``).
"""

import copy
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any

import requests

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.page import Page, own_page
from oauth_tutorial.review.home import Home
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.text.readers import split_url

_ELSEWHERE = "http://127.0.0.1:1"  # the page of somebody else on this machine
STOPPED = "Stopped"


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer, as the browser got it.

    Attributes:
        by_app: Whether the app gave it, and not PhotoBox.
        text: Of the page; empty for a redirect, and where it has no measure.
    """

    method: str
    address: str = field(repr=False)
    status: int
    by_app: bool
    headers: Mapping[str, str] = field(repr=False)
    set_cookies: tuple[str, ...] = field(repr=False)
    text: str = field(repr=False)

    @property
    def location(self) -> str:
        """Where it sends the browser; empty where it does not."""
        return self.headers.get("location", "")


class Visitor(NotebookBrowser):
    """A browser that somebody else is watching.

    Args:
        home: Of the app.
        more: Headers for the app alone, as ``{"Host": "evil.example"}``. Default: none.

    Attributes:
        until: When to open nothing more, by ``time.monotonic``.
        trail: Every answer, oldest first.
        stops: Says of an address whether to stop there, and not to open it.
        stopped_at: Where it stopped last; empty where it did not.
        left_for: The hosts of other sites that it was sent to, and did not open.
    """

    def __init__(self, home: Home, more: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.home, self.more = home, dict(more or {})
        if home.is_https:
            self.more["X-Forwarded-Proto"] = "https"
        self.until = math.inf
        self.trail: list[Seen] = []
        self.stops: Callable[[str], bool] = lambda address: False
        self.stopped_at = ""
        self.left_for: list[str] = []

    @property
    def of_app(self) -> list[Seen]:
        """The answers that the app gave."""
        return [seen for seen in self.trail if seen.by_app]

    @property
    def last(self) -> Seen | None:
        """The newest answer of the app."""
        return next((seen for seen in reversed(self.trail) if seen.by_app), None)

    def cookies(self) -> list[Cookie]:
        """Return copies of the cookies that the app has set."""
        own = {name_of(line) for seen in self.of_app for line in seen.set_cookies}
        return [copy.copy(cookie) for cookie in self.session.cookies if cookie.name in own]

    def take(self, cookies: Iterable[Cookie]) -> "Visitor":
        """Put cookies of another browser into this one."""
        for cookie in cookies:
            self.session.cookies.set_cookie(copy.copy(cookie))
        return self

    def send_from_elsewhere(
        self, method: str, address: str, fields: list[tuple[str, str]] | None = None
    ) -> Page:
        """Open an address as a page from another origin makes this browser do."""
        self.page = own_page(f"{_ELSEWHERE}/", "Elsewhere", "A page of somebody else.")
        return self._go(method, address, fields)

    def send(self, method: str, address: str, fields: list[tuple[str, str]]) -> Page:
        """Send a form that is not on the page, as if it came from there."""
        return self._go(method, address, fields)

    def _go(self, method: str, address: str, fields: list[tuple[str, str]] | None = None) -> Page:
        self.stopped_at = ""
        return super()._go(method, address, fields)

    def _in_place_of(self, address: str) -> Page | None:
        if self.stops(address):
            self.stopped_at = address
            return own_page(address, STOPPED, "The review looks at this address, and stops.")
        if self.home.has(address):
            return None
        instead = super()._in_place_of(address)
        if instead is not None:
            self.left_for.append(split_url(address).hostname or "")
        return instead

    def _reached_at(self, address: str) -> str:
        if self.home.has(address):
            return self.home.reached_at(address)
        return super()._reached_at(address)

    def _request(
        self, method: str, address: str, fields: list[tuple[str, str]] | None
    ) -> tuple[requests.Response | None, str | None]:
        if time.monotonic() > self.until:
            raise CannotTry("the review took too long")
        headers = {
            "Sec-Fetch-Site": self._site(address),
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document",
        }
        if method == "POST":
            headers["Origin"] = _origin(self.page.address) or "null"
        if self.home.has(address):
            headers |= self.more
        self.session.headers.update(headers)
        try:
            return super()._request(method, address, fields)
        finally:
            for name in headers:
                self.session.headers.pop(name, None)

    def _site(self, address: str) -> str:
        come_from = _origin(self.page.address)
        if not come_from:
            return "none"
        return "same-origin" if come_from == _origin(address) else "same-site"

    def _seen(self, address: str, answer: requests.Response, text: str | None) -> None:
        raw: Any = answer.raw
        self.trail.append(
            Seen(
                method=answer.request.method or "",
                address=address,
                status=answer.status_code,
                by_app=self.home.has(address),
                headers={name.lower(): value for name, value in answer.headers.items()},
                set_cookies=tuple(raw.headers.getlist("Set-Cookie")),
                text=text or "",
            )
        )


def name_of(set_cookie: str) -> str:
    """Return the name in a ``Set-Cookie`` header (RFC 6265 §4.1.1)."""
    return set_cookie.partition("=")[0].strip()


def _origin(address: str) -> str:
    parts = split_url(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
