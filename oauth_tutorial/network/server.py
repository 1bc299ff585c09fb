"""What every server of ours is, whether there is a socket behind its port or not."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

VARIABLE = "OAUTH_TUTORIAL_NETWORK"
IPV4, IPV6 = "127.0.0.1", "::1"
MOST_BODY = 1024 * 1024  # bytes of a request's body, before any application looks at it
MOST_HEAD = 64 * 1024  # bytes of a request's first line and headers
THREADS = 16  # that answer: six slow answers delay a seventh by nothing that is felt
SILENCE = 60  # seconds after which a connection on which nothing happens is closed


class PortTaken(OSError):
    """Raised when another program already listens on the wanted port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} of 127.0.0.1 is taken or not allowed. Choose another one, or leave it "
            "out to get any free port."
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was refused before the application saw it.

    Attributes:
        status: What was answered.
        what: What was wrong, in a few words of our own; no value of the request.
    """

    status: int
    what: str


Refused = Callable[[Refusal], object]
"""Is told of each refusal, on the server's threads."""

IsOurs = Callable[[str], bool]
"""Says whether a ``Host`` header names this server."""


class Manner(TypedDict, total=False):
    """How a server answers. Each may be left out.

    Attributes:
        threads: How many requests are answered at a time. Default: 16.
        keep_alive: Whether a connection stays open after an answer. Default: yes.
        silence: Seconds after which a connection on which nothing happens is closed. Default: 60.
        is_ours: Says whether a ``Host`` header names this server. Default: loopback names with
            any port, and the host of this kernel's public address (``host_rule``).
        refused: Is told what was refused before the application saw it: another Host, TLS,
            what is no HTTP. Default: nobody is.
    """

    threads: int
    keep_alive: bool
    silence: int
    is_ours: IsOurs | None
    refused: Refused | None


class Server(Protocol):
    """A port of this machine that is ours from the beginning, and answers from ``answer`` on."""

    @property
    def port(self) -> int:
        """The number of the port."""

    def answer(self, app: "WSGIApplication", **manner: Unpack[Manner]) -> None:
        """Begin to answer requests, in the way that :class:`Manner` tells."""

    def stop(self) -> None:
        """Free the port, and end every connection within a second. Harmless when done already."""


def is_virtual() -> bool:
    """Return whether ports exist inside this process only.

    So it is in a web page (Pyodide), where ``OAUTH_TUTORIAL_NETWORK=virtual`` asks for it, and
    where waitress is not installed. ``OAUTH_TUTORIAL_NETWORK=sockets`` asks for sockets.
    """
    wanted = os.environ.get(VARIABLE, "").strip().lower()
    if wanted in {"virtual", "sockets"}:
        return wanted == "virtual"
    return sys.platform == "emscripten" or not _has_waitress()


def _has_waitress() -> bool:
    from importlib.util import find_spec

    return find_spec("waitress") is not None
