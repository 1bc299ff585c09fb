"""The receiver's side of HTTP: what is asked, and the page that is answered."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from oauth_tutorial.network.small_page import small_page

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Take = Callable[[str], tuple[int, str, str]]
"""Judges the query of a redirect: status, title and text of the page."""

Note = Callable[[int, str], None]
"""Notes what was answered, and to what."""


def receiver_app(path: str, take: Take, note: Note) -> "WSGIApplication":
    """Make the WSGI application of a receiver.

    Args:
        path: The path of ``redirect_uri``; other paths get 404.
        take: Judges what came to that path with GET.
        note: Is told of every request, after its answer was written: a close that follows
            cannot cut the page off, and a browser that hung up has brought the code all the same.
    """

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        allow = {}
        if environ["REQUEST_METHOD"] != "GET":
            status, title, text = 405, "Method not allowed", "Only GET is answered here."
            what, allow = "another method", {"Allow": "GET"}
        elif environ["PATH_INFO"] != path:
            status, title, text = 404, "Not found", "Nothing is here."
            what = "another path"
        else:
            query = environ["QUERY_STRING"].encode("latin-1").decode("utf-8", "replace")
            status, title, text = take(query)
            what = f"redirect: {text.splitlines()[0]}"
        body = small_page(environ, start_response, status, title, text, **allow)
        return _Then(body, lambda: note(status, what))

    return app


class _Then:
    """A body, and what is done once the server is finished with it (PEP 3333: ``close``)."""

    def __init__(self, body: Iterable[bytes], close: Callable[[], None]) -> None:
        self._body, self.close = body, close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)
