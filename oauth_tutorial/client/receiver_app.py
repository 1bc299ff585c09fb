"""The receiver's side of HTTP: the requests that come, and the pages that answer them."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from oauth_tutorial.client.arrivals import Event, Page, Wanted, not_the_redirect
from oauth_tutorial.network.small_page import small_page

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Take = Callable[[str], Page]
"""Judges the query of a redirect."""

Note = Callable[[Event], None]
"""Notes what came and how it was answered."""


def receiver_app(wanted: Wanted, take: Take, note: Note) -> "WSGIApplication":
    """Make the WSGI application of a receiver.

    Args:
        wanted: The one request that is expected. The answer to any other says what is wrong.
        take: Judges what came to that path with GET.
        note: Called for every request after its answer was written, so that closing the receiver
            cannot cut the page off, and a code counts even if the browser has hung up.
    """

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        page = not_the_redirect(environ, wanted)
        if page is None:
            query = environ["QUERY_STRING"].encode("latin-1").decode("utf-8", "replace")
            page = take(query)
        event = page.event
        allow = {"Allow": "GET"} if event.status == 405 else {}
        body = small_page(environ, start_response, event.status, page.title, page.text, **allow)
        return _Then(body, lambda: note(event))

    return app


class _Then:
    """A body, with a function to call when the server is done with it (PEP 3333: ``close``)."""

    def __init__(self, body: Iterable[bytes], close: Callable[[], None]) -> None:
        self._body, self.close = body, close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)
