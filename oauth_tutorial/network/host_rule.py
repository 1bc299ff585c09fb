"""One Host rule for everything that listens. It is what stops DNS rebinding.

A web page of ``evil.example`` can let that name point at 127.0.0.1 and so reach our ports, but the
browser still sends ``Host: evil.example`` (RFC 9110 §7.2, §7.4). A loopback name, or the host at
which a proxy exposes this kernel, is ours; any other is refused with 421.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from oauth_tutorial.network import surroundings
from oauth_tutorial.network.plain_answer import plain_answer, survive, tell_of
from oauth_tutorial.network.server import (
    WRONG_HOST,
    IsOurs,
    Manner,
    Refusal,
    Refused,
    check_manner,
)
from oauth_tutorial.text.readers import split_url

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")  # RFC 9110 §7.2
_WHY = (
    "This server answers to 127.0.0.1, localhost and the public address of its kernel, but the "
    "Host header names another host (RFC 9110, section 7.4)."
)
_WHICH = "A request must have exactly one Host header (RFC 9112, section 3.2)."


def loopback_or_public(port: int) -> IsOurs:
    """Return a function that knows the names of a port of this kernel.

    These are the loopback names with any port, because ``ssh -L`` changes the port, and the host
    of the public address, once that is known.

    Example:
        >>> loopback_or_public(49152)("localhost:8000")
        True
    """

    def is_ours(host: str) -> bool:
        name = name_of(host)
        return name in LOOPBACK_NAMES or (name != "" and name == _public_name(port))

    return is_ours


def name_of(host: str) -> str:
    """Return the name in a ``Host`` header without its port, in lower case; "" if it is invalid.

    Example:
        >>> name_of("Hub.example:8443")
        'hub.example'
    """
    found = _HOST.fullmatch(host.lower())
    return found["name"] if found else ""


def check_host(app: "WSGIApplication", is_ours: IsOurs, refused: Refused) -> "WSGIApplication":
    """Return the application behind the rule.

    Args:
        app: Answers requests with a Host of ours.
        is_ours: Says whether a Host is ours.
        refused: Called for every other request.
    """

    def checked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        if host is not None and is_ours(host):
            return app(environ, start_response)
        is_one = host is not None and "," not in host  # servers join two headers with a comma
        status, why = ("421 Misdirected Request", _WHY) if is_one else ("400 Bad Request", _WHICH)
        refused(Refusal(int(status[:3]), WRONG_HOST))
        return plain_answer(status, why, environ, start_response)

    return checked


def guarded(app: "WSGIApplication", port: int, manner: Manner) -> "WSGIApplication":
    """Return the application as all our servers run it: behind the rule, and never failing.

    Raises:
        InvalidArgument: When nobody could be answered in that manner.
    """
    check_manner(manner)
    is_ours = manner.get("is_ours") or loopback_or_public(port)
    return check_host(survive(app), is_ours, listener_of(manner))


def listener_of(manner: Manner) -> Refused:
    """Return the function to call for a refusal. It never fails, even if the listener does."""
    tell = manner.get("refused")

    def told(refusal: Refusal) -> None:
        try:
            if tell is not None:
                tell(refusal)
        except Exception as error:
            tell_of(error)

    return told


def _public_name(port: int) -> str:
    try:
        public = surroundings.public_url(port)
    except ValueError:  # the variable may hold something that is not an address
        return ""
    return name_of(split_url(public).netloc)
