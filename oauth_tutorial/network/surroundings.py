"""What only this kernel knows: where its browser is, and which receiver and service are running.

The modules that know this are on higher floors. The package hands in a function that finds the
browser (it loads what it needs on its first call); a receiver registers itself when it opens, and
a practice service when it starts. The practice service asks here, so that it need not import
anything from the client's side, which it judges.
"""

from collections.abc import Callable
from typing import Any, Protocol

from oauth_tutorial.network.own_address import own_host


class Receiver(Protocol):
    """What is known of a receiver of this kernel."""

    @property
    def port(self) -> int:
        """The port on which it listens."""

    @property
    def is_open(self) -> bool:
        """Whether it still does."""


def loopback(port: int | str) -> str:
    """Return the URL at which this machine's own programs reach one of its ports."""
    return f"http://{own_host()}:{port}"


_find: Callable[[int], str] = loopback
_receiver: Receiver | None = None
_service: Any = None


def public_url(port: int) -> str:
    """Return the URL at which the browser reaches a port, without a slash at the end.

    Example:
        ``https://hub.example/user/alice/proxy/49152``
    """
    return _find(port)


def find_by(find: Callable[[int], str]) -> None:
    """Let a function say where the browser reaches a port."""
    global _find
    _find = find


def enter_receiver(receiver: Receiver) -> None:
    """Remember the newest receiver of this kernel."""
    global _receiver
    _receiver = receiver


def receiver_port() -> int | None:
    """Return the port on which a receiver of this kernel listens now, or None."""
    return _receiver.port if _receiver is not None and _receiver.is_open else None


def enter_service(service: Any) -> None:
    """Remember the practice service that this process runs; None when it has stopped."""
    global _service
    _service = service


def service() -> Any:
    """Return the practice service that this process runs, or None, without loading anything."""
    return _service
