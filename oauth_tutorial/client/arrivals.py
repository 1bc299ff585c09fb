"""What reaches a receiver, and why it is or is not the answer: one table, read from top to bottom.

A wait that ends without an answer and the page in the tab say the same: what came, and what was
expected. ``CallbackTimeout.arrived`` has the name.

==================  =============================================================================
nothing             no request at all
tls                 the browser speaks https, the receiver http
unreadable          not HTTP, or too long
wrong_host          a different ``Host``, none, or two (RFC 9110 §7.2)
another_path        a path other than that of ``redirect_uri``
not_a_navigation    a prefetch, an image, a frame, a service worker: nobody opened this page
form_post           a form by ``POST`` (response_mode=form_post)
another_method      any method other than ``GET``
no_query            the right path with no query
no_state            a redirect without ``state``
another_state       a redirect that answers another request
another_issuer      a redirect of another authorization server (RFC 9207)
no_code             the right ``state``, but neither code nor error
malformed           anything else that is not an answer
==================  =============================================================================
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oauth_tutorial.errors import (
    Arrival,
    CallbackTimeout,
    IssuerMismatch,
    OAuthTutorialError,
    RedirectError,
    StateMismatch,
)
from oauth_tutorial.location.evidence import origin_of
from oauth_tutorial.network import Refusal
from oauth_tutorial.network.server import TLS, WRONG_HOST
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.text.redaction import hide_random

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

HTTP = 80  # the port that an http address leaves out
GO_ON = "The notebook is still waiting."
ANSWERED = (
    "This request already has a different answer.\n"
    "In the notebook, run the cell that makes the receiver and the link again, and sign in from "
    "the new link."
)
OPEN_THE_LINK = (
    "Open the link above, sign in, approve, and run this cell again. If the "
    "browser cannot reach the page it returns to, paste that address above."
)
CHANGE_THE_LINK = (
    "The page in the browser says what is wrong. Change it in the cell that makes the link, run "
    "that cell again, and open the new link."
)
_REGISTER = "Then register the same address, and start again from a fresh link."
# What browsers ask for on their own; it says nothing about the redirect.
_BY_ITSELF = re.compile(r"/(?:favicon\.ico|apple-touch-icon[\w.-]*|robots\.txt|\.well-known/.*)")
# A path that ends in an answer, for example because its '?' was encoded, holds a code.
_AFTER_PATH = re.compile(r"[?&;=#\\]|%(?:3[bdf]|2[36])", re.I)
_PREFETCH = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that reached the receiver. No code, token or secret of it is kept.

    Attributes:
        status: The HTTP status of the reply.
        what: What came and what was expected, in a few words.
        kind: Its name in the table above; None for the answer itself.
        hint: What to do about it.
    """

    status: int
    what: str
    kind: Arrival | None = None
    hint: str = field(default="", repr=False)

    def __repr__(self) -> str:
        return f"{self.status} {self.what}"


@dataclass(frozen=True, slots=True)
class Page:
    """The reply to one request, and the event that is noted for it."""

    title: str
    text: str
    event: Event


@dataclass(frozen=True, slots=True)
class Wanted:
    """The one request that a receiver waits for.

    Attributes:
        redirect_uri: Where the browser comes back to.
        path: The path of it, as it arrives here.
        hosts: What a browser may write into ``Host`` on its way here, in lower case.
    """

    redirect_uri: str
    path: str
    hosts: Collection[str]


Look = Callable[["WSGIEnvironment", Wanted], Page | None]


def hosts_of(port: int, redirect_uri: str) -> set[str]:
    """Return what a browser writes into ``Host`` on its way to a receiver (RFC 9110 §7.2).

    Example:
        >>> sorted(hosts_of(8000, "https://Hub.example/proxy/8000/callback"))
        ['127.0.0.1:8000', '[::1]:8000', 'hub.example', 'localhost:8000']
    """
    names = {"127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names} | (names if port == HTTP else set())
    public = split_url(redirect_uri)
    # a browser writes the name in lower case, and leaves out the default port
    origin = origin_of(public.scheme, public.netloc) or ""
    return hosts | {origin.partition("://")[2]}


def not_the_redirect(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    """Return why a request is not the redirect; None if it may be."""
    found = (look(environ, wanted) for look in _LOOKS)
    return next((page for page in found if page is not None), None)


def of_refusal(refusal: Refusal, wanted: Wanted) -> Event:
    """Return the event of a request that the server refused before anything else saw it."""
    if refusal.what == TLS:
        return Event(
            refusal.status,
            "https (TLS), but this receiver speaks http: the redirect_uri must begin with http://",
            "tls",
            f"Write the redirect_uri as {wanted.redirect_uri}, with http:// (RFC 8252 §7.3): "
            f"loopback needs no certificate. {_REGISTER}",
        )
    if refusal.what == WRONG_HOST:
        what = f"a request without a Host header, instead of one for {_host_of(wanted)!r}"
        return Event(refusal.status, what, "wrong_host", OPEN_THE_LINK)
    return Event(
        refusal.status,
        f"something that is not an HTTP request from a browser (answered with {refusal.status}), "
        f"instead of GET {wanted.path}",
        "unreadable",
        OPEN_THE_LINK,
    )


def of_error(error: OAuthTutorialError, status: int, before: str = "redirect: ") -> Event:
    """Return the event of a redirect that cannot be used."""
    kind: Arrival = "malformed"
    if isinstance(error, StateMismatch):
        kind = "another_state" if error.evidence.get("received") else "no_state"
    elif isinstance(error, IssuerMismatch):
        kind = "another_issuer"
    elif isinstance(error, RedirectError) and error.evidence.get("arrived") == "no_code":
        kind = "no_code"
    return Event(status, before + error.message, kind, error.hint)


def last_of(events: Iterable[Event]) -> Event:
    """Return the last event that means something; a browser's own requests do not."""
    told = [event for event in events if event.kind is not None]
    loud = [event for event in told if event.kind != "not_a_navigation"]
    return (loud or told or [Event(0, "nothing arrived", "nothing", OPEN_THE_LINK)])[-1]


def too_late(timeout: float, events: Iterable[Event], refused: str = "") -> CallbackTimeout:
    """Return the error of a wait that ended without an answer. It says what came instead.

    Args:
        timeout: How many seconds the wait took.
        events: What came.
        refused: The rule by which the practice service refused the link, where it did.
    """
    last = last_of(events)
    if refused and last.kind == "nothing":
        last = Event(0, f"PhotoBox refused the link: {refused}", "nothing", CHANGE_THE_LINK)
    late = CallbackTimeout(
        f"No usable redirect arrived in {timeout:g} seconds; last: {last.what.rstrip('.')}.",
        hint=last.hint,
    )
    late.arrived = last.kind or "nothing"
    return late


def _another_host(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    host = str(environ.get("HTTP_HOST", ""))
    if host.lower() in wanted.hosts:  # RFC 3986 §3.2.2: upper case is the same host
        return None
    if "," in host:  # servers join two headers with a comma
        what = f"two Host headers instead of one, {_host_of(wanted)!r}"
        return _page(400, "Two hosts", what, "wrong_host", OPEN_THE_LINK)
    what = f"the Host {plain(host, 80)!r} instead of {_host_of(wanted)!r}"
    hint = (
        f"The browser must come back to exactly {wanted.redirect_uri}. If the browser is on "
        "another machine, paste the address where it ends up into the field above."
    )
    return _page(421, "Another host", what, "wrong_host", hint)


def _another_path(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    path = _path_of(environ)
    if path == wanted.path:
        return None
    if _BY_ITSELF.fullmatch(path) or _destination(environ):
        what = "something that browsers ask for on their own"
        return _page(404, "Not found", what, "not_a_navigation", OPEN_THE_LINK)
    what = f"the path {_shown(path)!r} instead of {wanted.path!r}"
    hint = (
        f"The redirect_uri must be exactly {wanted.redirect_uri}, in the authorization URL and "
        f"where the app is registered: an extra slash makes it a different address. {_REGISTER}"
    )
    return _page(404, "Another path", what, "another_path", hint)


def _nobody_opened_it(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    what = _destination(environ)
    if not what:
        return None
    what = f"{what}, instead of a page that a person opened"
    hint = "Open the link above in a tab of its own and sign in there, not in a frame or a preview."
    return _page(400, "Not opened by a person", what, "not_a_navigation", hint)


def _another_method(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    method = str(environ["REQUEST_METHOD"])
    if method == "GET":
        return None
    if method == "POST":
        what = (
            "a form sent by POST (response_mode=form_post), instead of a GET with the answer in "
            "the query (response_mode=query)"
        )
        hint = (
            "Leave response_mode out of the authorization URL, or write response_mode=query, and "
            "start again from a fresh link. Some providers post whatever you ask for, as Apple "
            "does when you ask for a scope; to receive that, you need a web app of your own."
        )
        return _page(405, "Method not allowed", what, "form_post", hint)
    what = f"the method {plain(method, 20)} instead of GET"
    return _page(405, "Method not allowed", what, "another_method", OPEN_THE_LINK)


def _no_query(environ: "WSGIEnvironment", wanted: Wanted) -> Page | None:
    if environ["QUERY_STRING"]:
        return None
    what = f"{wanted.path} without a query, instead of {wanted.path}?code=…&state=…"
    hint = (
        "Look at the address in that tab. If it has a '#' with something after it, the answer is "
        "there (response_mode=fragment): paste the whole address above. If not, something on the "
        "way, such as a proxy, removed the query."
    )
    return _page(400, "Not used", what, "no_query", hint)


# In this order: first where a request goes, then what it is.
_LOOKS: tuple[Look, ...] = (
    _another_host,
    _another_path,
    _nobody_opened_it,
    _another_method,
    _no_query,
)


def _page(status: int, title: str, what: str, kind: Arrival, hint: str) -> Page:
    text = f"The receiver got {what}.\n{hint}\n{GO_ON}"
    return Page(title, text, Event(status, what, kind, hint))


def _host_of(wanted: Wanted) -> str:
    return split_url(wanted.redirect_uri).netloc


def _path_of(environ: "WSGIEnvironment") -> str:
    """Return the path as the client wrote it: the server decodes ``%63`` and drops slashes."""
    target = str(environ.get("REQUEST_URI") or environ["PATH_INFO"])
    if not target.startswith("/"):  # the whole address, as a proxy writes it (RFC 9112 §3.2.2)
        target = split_url(target).path
    return target.partition("?")[0]


def _shown(path: str) -> str:
    short = _AFTER_PATH.split(path)[0]
    return plain(hide_random(short), 80) + ("…" if short != path else "")


def _destination(environ: "WSGIEnvironment") -> str:
    """Say what a browser asked for, if it was not a page that somebody opened.

    Browsers say so in Fetch Metadata and in older headers; other programs say nothing.
    """
    hints = [str(environ.get(name, "")).lower() for name in _PREFETCH]
    if any("prefetch" in one or "preview" in one or "prerender" in one for one in hints):
        return "a prefetch (the browser loads a page in advance)"
    if environ.get("HTTP_SERVICE_WORKER", "").lower() == "script":
        return "the script of a service worker"
    meant = str(environ.get("HTTP_SEC_FETCH_DEST", "")).lower()
    if meant in {"", "document"}:
        return ""
    if meant in {"iframe", "frame", "embed", "object", "fencedframe"}:
        return "a page in a frame"
    return "a request by a script" if meant == "empty" else f"a request for: {plain(meant, 20)}"
