"""The stage of a review: one copy of the app, its PhotoBox, and what people do there."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from urllib.parse import urlencode

from oauth_tutorial.browser.page import Page
from oauth_tutorial.browser.person import drive
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.review.copies.copy import Copy
from oauth_tutorial.review.finding import (
    Way,
    offers_sign_in,
    pages_beside,
    walk,
    way_behind,
    way_in,
    way_out,
)
from oauth_tutorial.review.home import Home
from oauth_tutorial.review.people import SOMEBODY, named
from oauth_tutorial.review.photobox import OwnPhotoBox
from oauth_tutorial.review.sign_in import Request, SignedIn, how_it_ended
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.review.visitor import STOPPED, Seen, Visitor
from oauth_tutorial.text.readers import first_of_each, read_pairs, split_url


class Stage:
    """Where a review happens.

    Args:
        home: Of the app.
        copy: The app that runs.
        photobox: The service where it signs people in.
        until: When it ends, by ``time.monotonic``. Default: never.

    Attributes:
        visitors: Every browser that was there.
        way: What leads to the authorization request, once it was found.
    """

    def __init__(
        self, home: Home, copy: Copy, photobox: OwnPhotoBox, until: float = math.inf
    ) -> None:
        self.home, self.copy, self.photobox, self.until = home, copy, photobox, until
        self.visitors: list[Visitor] = []
        self.way: Way | None = None

    def said(self) -> str:
        """Return all that the app wrote, after stopping it so that nothing comes later."""
        self.copy.stop()
        return self.copy.said()

    @property
    def has_lost_the_app(self) -> bool:
        """Whether the app has ended by itself, judging by its last answer or the lack of one."""
        newest = [hop.status for visitor in self.visitors[-1:] for hop in visitor.hops[-1:]]
        gave_none = newest == [0]
        return self.copy.has_ended or (gave_none and self.copy.ends_now())

    def close(self) -> None:
        """Let go of the browsers' connections."""
        for visitor in self.visitors:
            visitor.close()

    # What one person does

    def visitor(self, more: Mapping[str, str] | None = None) -> Visitor:
        """Return a browser that has never been there before."""
        visitor = Visitor(self.home, more)
        visitor.until = self.until
        self.visitors.append(visitor)
        return visitor

    def find_way_in(self) -> bool:
        """Look for the control that signs a person in; return whether there is one."""
        visitor = self.visitor()
        visitor.stops = self.is_request
        with suppress(CannotTry):
            self.way = way_in(visitor, lambda: self.is_request(visitor.stopped_at))
            if self.way is None:
                self.way = way_behind(visitor, lambda: self.is_request(visitor.stopped_at))
        return self.way is not None

    def ask(self, visitor: Visitor) -> Request:
        """Press what signs a person in, and stop at the authorization request.

        Raises:
            CannotTry: When it does not lead there.
        """
        with self.stopping(visitor, self.is_request):
            walk(visitor, self.way or ())
        if not self.is_request(visitor.stopped_at):
            last = visitor.last
            came = f"status {last.status}" if last else "no answer"
            raise CannotTry(f"the sign-in did not lead to PhotoBox, but to {came}")
        return self.read_request(visitor.stopped_at)

    def decide(
        self,
        visitor: Visitor,
        request: Request,
        username: str = "alice",
        decision: str = "approve",
        untick: Sequence[str] = (),
    ) -> str:
        """Sign in at PhotoBox and decide there; return the address that leads back to the app.

        Raises:
            CannotTry: When PhotoBox sends nobody back.
        """
        back = request["redirect_uri"].partition("?")[0]

        def comes_back(address: str) -> bool:
            is_callback = bool(back) and address.partition("#")[0].partition("?")[0] == back
            return is_callback or self.home.has(address)

        with self.stopping(visitor, comes_back):
            drive(visitor, request.url, username=username, decision=decision, untick=untick)
        if not visitor.stopped_at:
            elsewhere = back and not self.home.has(back)
            why = self.home.unlike(back) if elsewhere else self.photobox.why_refused
            raise CannotTry(why or "PhotoBox sent nobody back")
        return visitor.stopped_at

    def arrive(self, visitor: Visitor, callback: str) -> Page:
        """Open the address that leads back, and go where the app sends the browser."""
        with self.stopping(visitor, self.is_request):
            return visitor.open(callback)

    def come_back_from(
        self, username: str = "alice", *, change: Callable[[str], str] = lambda callback: callback
    ) -> Visitor:
        """Sign a person in from the first page to the last, in a browser of their own.

        Args:
            username: Whose.
            change: Changes the address that leads back to the app. Default: it stays.
        """
        visitor = self.visitor()
        callback = self.decide(visitor, self.ask(visitor), username)
        self.arrive(visitor, change(callback))
        return visitor

    @contextmanager
    def stopping(self, visitor: Visitor, stops: Callable[[str], bool]) -> Iterator[None]:
        """Let a browser stop at some addresses, inside the block."""
        visitor.stops = stops
        try:
            yield
        finally:
            visitor.stops = lambda address: False

    # What a page says

    def who(self, visitor: Visitor) -> frozenset[str]:
        """Return who is signed in, by what the app shows this browser: usually nobody or one.

        Raises:
            CannotTry: When nobody could ever sign in, so that this would say nothing.
        """
        _ = self.alice
        return self._who(visitor)

    def _who(self, visitor: Visitor) -> frozenset[str]:
        shown = [seen for address in self._pages for seen in self.look(visitor, address)]
        names = named(" ".join(seen.text for seen in shown))
        if names or not self._names_nobody:
            return names
        return frozenset({SOMEBODY}) if self._looks_signed_in(visitor) else frozenset()

    @property
    def _pages(self) -> list[str]:
        return list(dict.fromkeys((self.home.start, self.signed_in_at or self.home.start)))

    def look(self, visitor: Visitor, address: str = "") -> list[Seen]:
        """Open a page of the app, without signing in where it asks for that.

        Args:
            visitor: In which browser.
            address: Which page. Default: where a sign-in ends.

        Returns:
            The answers of the app, the page itself last.
        """
        start = len(visitor.trail)
        with self.stopping(visitor, self.is_request):
            visitor.open(address or self.signed_in_at)
        return [seen for seen in visitor.trail[start:] if seen.by_app]

    def offers_sign_in(self, visitor: Visitor) -> bool:
        """Whether the page at hand lets the person sign in again, or sends them to do so."""
        return self.is_request(visitor.stopped_at) or offers_sign_in(visitor.page)

    def _looks_signed_in(self, visitor: Visitor) -> bool:
        page = visitor.page
        if not 0 < page.status < 400 or page.title == STOPPED:
            return False
        return way_out(page) is not None if self._way_out_tells else not offers_sign_in(page)

    def _finds_a_name(self, visitor: Visitor) -> bool:
        """Look for a page that says who is signed in behind the links of the page at hand."""
        for address in pages_beside(visitor):
            if named(" ".join(seen.text for seen in self.look(visitor, address))):
                self.signed_in_at = address
                return True
        self.look(visitor)
        return False

    # What is known of the app

    @cached_property
    def first_request(self) -> Request:
        """An authorization request, in a browser that goes no further."""
        return self.ask(self.visitor())

    @cached_property
    def second_request(self) -> Request:
        """Another one, in another browser."""
        return self.ask(self.visitor())

    @property
    def lets_people_in(self) -> bool:
        """Whether anybody can sign in."""
        return self._alice is not None

    @property
    def alice(self) -> SignedIn:
        """Alice, who signed in and did nothing else.

        Raises:
            CannotTry: When she could not.
        """
        if self._alice is None:
            raise CannotTry("nobody could sign in")
        return self._alice

    @cached_property
    def _alice(self) -> SignedIn | None:
        try:
            return self._first_sign_in()
        except CannotTry as reason:
            self.why_nobody = str(reason)
            return None

    def _first_sign_in(self) -> SignedIn:
        visitor = self.visitor()
        request = self.ask(visitor)
        callback = self.decide(visitor, request)
        before, mark = visitor.cookies(), self.mark()
        page = self.arrive(visitor, callback)
        asks_again = self.is_request(visitor.stopped_at)
        self.signed_in_at = self._without_answer(page.address)
        shown = [seen for one in self._pages for seen in self.look(visitor, one)]
        self._names_nobody = not (
            named(" ".join(seen.text for seen in shown)) or self._finds_a_name(visitor)
        )
        stranger = self.visitor()
        self.look(stranger)
        self._way_out_tells = not way_out(stranger.page) and way_out(visitor.page) is not None
        token = next(iter(self.since(mark, "/token")), None)
        if token is None or token.status != 200 or not self._who(visitor):
            raise CannotTry(how_it_ended(page, asks_again))
        if self._who(stranger):
            raise CannotTry("its pages are the same for somebody who never signed in")
        return SignedIn(visitor, request, callback, before, visitor.cookies(), page, token)

    signed_in_at = ""
    """The address of the page where a sign-in ends."""

    why_nobody = ""
    """Why nobody can sign in; empty where somebody can."""

    _names_nobody = False
    _way_out_tells = False  # where it does, only who is signed in is shown a way out

    @property
    def times_turned_away(self) -> int:
        """How often the app answered 429, too many requests."""
        return sum(one.status == 429 for who in self.visitors for one in who.of_app)

    def says_429_since(self, mark: int) -> bool:
        """Whether PhotoBox itself has answered 429 since then, which an app may only repeat."""
        return any(one.number > mark and one.status == 429 for one in list(self.photobox.log))

    # What PhotoBox saw

    def mark(self) -> int:
        """Return the number of the newest request to PhotoBox."""
        return self.photobox.log[-1].number if self.photobox.log else 0

    def since(self, mark: int, path: str) -> list[Entry]:
        """Return the requests to a path of PhotoBox since then, oldest first."""
        return [one for one in list(self.photobox.log) if one.number > mark and one.path == path]

    def is_request(self, address: str) -> bool:
        """Whether an address is that of PhotoBox's authorization endpoint."""
        return address.partition("?")[0] == self.photobox.authorization_endpoint

    def read_request(self, url: str) -> Request:
        """Read the address of an authorization request."""
        sent = first_of_each(split_url(url).query)
        pushed = self.photobox.log.last("/par") if "request_uri" in sent else None
        return Request(url, {**(pushed.parameters if pushed else {}), **sent})

    def _without_answer(self, address: str) -> str:
        """Return an address to open again, without an answer that may still be in it."""
        parts = split_url(address)
        pairs = [(name, value) for name, value in read_pairs(parts.query) if name not in _ANSWER]
        if len(pairs) == len(read_pairs(parts.query)):
            return address
        bare = address.partition("?")[0]
        return f"{bare}?{urlencode(pairs)}" if pairs else self.home.start


_ANSWER = {"code", "state", "iss", "error"}
