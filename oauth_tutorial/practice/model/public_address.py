"""The redirect URI of this kernel, as a browser on another machine has to write it.

On a hub that is ``https://hub.example/user/alice/proxy/49152/callback``. People may
share the machine there, and each proxy reaches every port of it. So the port matters:
below the public address only the one is good on which this kernel's own receiver
listens. On any other the code could go to somebody else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

# RFC 3986 §3.3 and §5.2.4: names with a slash between; no "..", however it is written
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+/?")


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """What the kernel knows and the practice service must ask for.

    Args:
        url: Where the browser reaches a port of the kernel's machine.
        receiver_port: The port on which a receiver of this kernel listens now, or None.
        apps: Base URLs of apps that the learner runs here, without a slash at the end.
    """

    url: Callable[[int], str]
    receiver_port: Callable[[], int | None]
    apps: set[str] = field(default_factory=set, compare=False)

    def redirect_uri(self, path: str) -> str | None:
        """Return the redirect URI that arrives at this kernel now, or None without a receiver."""
        port = self.receiver_port()
        return None if port is None else self.url(port) + path

    def is_of_an_app(self, redirect_uri: str) -> bool:
        """Whether it is a path below the address of an app that was said to run here."""
        return any(
            redirect_uri.startswith(app) and _PATH.fullmatch(redirect_uri[len(app) :])
            for app in self.apps
        )

    def port_of(self, redirect_uri: str, path: str) -> int | None:
        """Return the port that a redirect URI below the public address leads to, or None."""
        numbers = {int(digits) for digits in re.findall(r"[0-9]{1,5}", redirect_uri[:2000])}
        ports = (number for number in sorted(numbers) if 0 < number < 65536)
        return next((port for port in ports if redirect_uri == self.url(port) + path), None)

    def why_not(self, redirect_uri: str, path: str) -> str:
        """Say why a redirect URI below the public address is refused; empty for any other."""
        port = self.port_of(redirect_uri, path)
        if port is None:
            return ""
        own = self.receiver_port()
        open_now = "no receiver is open" if own is None else f"the receiver is on port {own}"
        return (
            f"the port differs: {port} was sent, but in this notebook {open_now}. Another "
            "person's program may be on that port. Run the cell that makes the receiver, then "
            "the cells that build the URL and show the link"
        )
