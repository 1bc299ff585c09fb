"""``serve(app)``: the one way to put an application on a port of this machine.

Nothing else in the package knows whether there is a socket behind a port. Both ways keep
the same rules: who may ask (``host_rule``), how long a request may be, what closes a
connection without an answer.
"""

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


def bind(port: int = 0, *, name: str = "server", ipv6: bool = False) -> Server:
    """Take a port of 127.0.0.1; nothing is answered before ``answer``.

    So its number can stand in what is about to answer, as in an issuer.

    Args:
        port: Which one. Default: any free port.
        name: What its threads are called.
        ipv6: Whether to take the same port of ::1 too, where it can be had (RFC 8252 §7.3).

    Raises:
        PortTaken: When another program listens there.
    """
    if is_virtual():
        from oauth_tutorial.network.virtual import VirtualServer

        return VirtualServer(port)
    from oauth_tutorial.network.sockets import SocketServer

    return SocketServer(port, name=name, ipv6=ipv6)


def serve(
    app: "WSGIApplication",
    port: int = 0,
    *,
    name: str = "server",
    ipv6: bool = False,
    **manner: Unpack[Manner],
) -> Server:
    """Put an application on a port of 127.0.0.1.

    Args:
        app: What answers (PEP 3333). Where it raises a ``ConnectionError``, the connection is
            closed without an answer.
        port: Where to listen. Default: any free port.
        name: What its threads are called.
        ipv6: Whether to listen on ::1 too, where it can be had. Default: no.
        manner: How it answers; see :class:`Manner`.

    Returns:
        What listens: its ``port``, and ``stop()``.

    Raises:
        PortTaken: When another program listens there.

    Example:
        ``GET /callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz HTTP/1.1``
    """
    server = bind(port, name=name, ipv6=ipv6)
    server.answer(app, **manner)
    return server


def _has_waitress() -> bool:
    from importlib.util import find_spec

    return find_spec("waitress") is not None
