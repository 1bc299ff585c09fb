"""What all our servers have in common, whether there is a socket behind the port or not."""

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from oauth_tutorial.errors import InvalidArgument

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

VARIABLE = "OAUTH_TUTORIAL_NETWORK"
IPV4, IPV6 = "127.0.0.1", "::1"
MOST_BODY = 1024 * 1024  # bytes of a request's body, before any application looks at it
MOST_HEAD = 64 * 1024  # bytes of a request's first line and headers
TLS, UNREADABLE, WRONG_HOST = "TLS (https) at an http address", "unreadable request", "wrong Host"
THREADS = 16  # that answer: six slow answers do not noticeably delay a seventh
SILENCE = 60  # seconds after which an idle connection is closed


class PortTaken(OSError):
    """Raised when another program already listens on the wanted port."""

    def __init__(self, port: int, address: str = IPV4) -> None:
        super().__init__(
            f"Port {port} of {address} is in use, or you may not listen on it. Choose another one, "
            "or leave it out to get any free port."
        )


class NoLoopback(PortTaken):
    """Raised where this machine has neither 127.0.0.1 nor ::1."""

    def __init__(self, port: int) -> None:
        OSError.__init__(
            self,
            "This machine has neither the address 127.0.0.1 nor ::1, so nothing can listen on its "
            f"port {port}. On Linux, `ip link set lo up` brings both back.",
        )


class TooManyFiles(PortTaken):
    """Raised when this process cannot open any more files, and so no port either."""

    def __init__(self, port: int) -> None:
        OSError.__init__(
            self,
            "This program has too many files and connections open, so it cannot listen on a port. "
            "Close some, or restart the kernel, and run this again.",
        )


def not_bound(port: int, address: str, error: OSError | OverflowError) -> PortTaken:
    """Return the error that says why a port of an address could not be had."""
    is_missing = isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL
    return NoLoopback(port) if is_missing else PortTaken(port, address)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was refused before the application saw it.

    Attributes:
        status: The HTTP status of the answer.
        what: What was wrong, in our own words, without a value of the request. One of ``TLS``,
            ``UNREADABLE`` and ``WRONG_HOST``.
    """

    status: int
    what: str


Refused = Callable[[Refusal], object]
"""Called for each refusal, on the server's threads."""

IsOurs = Callable[[str], bool]
"""Says whether a ``Host`` header names this server."""


class Manner(TypedDict, total=False):
    """How a server answers. Every member may be left out.

    Attributes:
        threads: How many requests are answered at a time. Default: 16.
        keep_alive: Whether a connection stays open after an answer. Default: yes.
        silence: Seconds after which an idle connection is closed. Default: 60.
        is_ours: Says whether a ``Host`` header names this server. Default: loopback names with
            any port, and the host of this kernel's public address (``host_rule``).
        refused: Called when a request is refused before the application sees it: a wrong Host,
            TLS, or something that is not HTTP. Default: nothing is called.
    """

    threads: int
    keep_alive: bool
    silence: int
    is_ours: IsOurs | None
    refused: Refused | None


def check_port(port: object) -> None:
    """Refuse a port that is not a number. Whether the port is free shows when it is bound.

    Raises:
        InvalidArgument: When it is not a number.
    """
    if not isinstance(port, int) or isinstance(port, bool):
        raise InvalidArgument(
            f"port must be a whole number from 0 to 65535, got {type(port).__name__}.",
            hint="Write it without quotes, as in port=8000, or leave it out to get any free port.",
        )


def check_manner(manner: Manner) -> None:
    """Refuse settings with which nobody would be answered.

    Raises:
        InvalidArgument: When ``threads`` or ``silence`` is not a number above 0.
    """
    for name in ("threads", "silence"):
        number: object = manner.get(name, 1)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise InvalidArgument(
                f"{name} must be a whole number of 1 or more, got {number!r:.40}.",
                hint=f"Leave {name} out: it has a default.",
            )


class Server(Protocol):
    """A port of this machine. It is ours from the start, and answers once ``answer`` is called."""

    @property
    def port(self) -> int:
        """The number of the port."""

    @property
    def host(self) -> str:
        """The host of the port, as in a URL: 127.0.0.1, or [::1] if there is no other."""

    def answer(self, app: "WSGIApplication", **manner: Unpack[Manner]) -> None:
        """Begin to answer requests, as :class:`Manner` says."""

    def stop(self) -> None:
        """Free the port, and end every connection within a second. Calling it twice is harmless."""

    @property
    def hears_ipv6(self) -> bool:
        """Whether the port of ::1 is ours as well."""


def is_virtual() -> bool:
    """Return whether ports exist only inside this process.

    They do in a web page (Pyodide), when ``OAUTH_TUTORIAL_NETWORK=virtual`` asks for it, and when
    waitress is not installed. ``OAUTH_TUTORIAL_NETWORK=sockets`` asks for sockets.
    """
    wanted = os.environ.get(VARIABLE, "").strip().lower()
    if wanted in {"virtual", "sockets"}:
        return wanted == "virtual"
    return sys.platform == "emscripten" or not _has_waitress()


def _has_waitress() -> bool:
    from importlib.util import find_spec

    return find_spec("waitress") is not None
