"""One practice service: its parts, its addresses, and the thread that listens."""

import threading
from typing import Any

from oauth_tutorial.practice.api import Api
from oauth_tutorial.practice.clients import Clients
from oauth_tutorial.practice.clock import Clock
from oauth_tutorial.practice.faults import Faults
from oauth_tutorial.practice.identity import Keys
from oauth_tutorial.practice.listen import Listener
from oauth_tutorial.practice.log import Log
from oauth_tutorial.practice.nonces import Nonces
from oauth_tutorial.practice.options import Options
from oauth_tutorial.practice.people import password_is_right
from oauth_tutorial.practice.store import Store

_lock = threading.Lock()
_running: "PhotoBox | None" = None


def public_url(port: int) -> str:
    """Return where the browser reaches a port of this machine.

    A hook: whoever knows that the browser is elsewhere puts a better one in its place.
    """
    return f"http://127.0.0.1:{port}"


class PhotoBox:
    """An authorization server with a photo API, in memory.

    Args:
        issuer: Its own name and base URL, without a slash at the end.
    """

    def __init__(self, issuer: str = "http://127.0.0.1") -> None:
        from oauth_tutorial.practice.app import create_app

        self.issuer = issuer
        self.cookie = f"photobox_{issuer.rpartition(':')[2].strip('/')}"
        self.clock, self.store = Clock(), Store()
        self.clients = Clients(lambda port: public_url(port))  # the hook may be filled later
        self.keys, self.log = Keys(self.clock), Log()
        self.options, self.faults = Options(), Faults(self)
        self.lock = threading.Lock()  # what works once must work once for two requests at a time
        self.nonces = Nonces(self.clock)
        self.api_rules = Api(self)
        self.app: Any = create_app(self)
        self._listener: Listener | None = None

    @property
    def authorization_endpoint(self) -> str:
        """Where the browser reaches it; every other endpoint is for programs in the kernel."""
        base = self.issuer if self._listener is None else public_url(self._listener.port)
        return f"{base}/authorize"

    token_endpoint = property(lambda self: f"{self.issuer}/token")
    revocation_endpoint = property(lambda self: f"{self.issuer}/revoke")
    introspection_endpoint = property(lambda self: f"{self.issuer}/introspect")
    registration_endpoint = property(lambda self: f"{self.issuer}/register")
    userinfo_endpoint = property(lambda self: f"{self.issuer}/userinfo")
    jwks_uri = property(lambda self: f"{self.issuer}/jwks.json")
    device_authorization_endpoint = property(lambda self: f"{self.issuer}/device_authorization")
    pushed_authorization_request_endpoint = property(lambda self: f"{self.issuer}/par")
    api = property(lambda self: f"{self.issuer}/api", doc="Base URL of the photo API.")

    @property
    def verification_uri(self) -> str:
        """Where a person types the code of a device: a page for the browser (RFC 8628 §3.2)."""
        return self.authorization_endpoint.removesuffix("authorize") + "device"

    def accepts_password(self, username: str, password: str) -> bool:
        """Say whether somebody who has this password could sign in with it."""
        return password_is_right(username, password)

    def reset(self) -> None:
        """Go back to the start: right clock, no fault, safe options, nothing remembered.

        The log stays, and so does the address.
        """
        self.clock.rewind()
        self.faults.clear()
        self.options.reset()
        self.keys.reset()
        self.store.clear()
        self.clients.reset()

    def stop(self) -> None:
        """Stop listening and free the port. Harmless when it is stopped already."""
        global _running
        self.faults.clear()  # wakes an answer that waits
        if self._listener is not None:
            self._listener.stop()
        if _running is self:
            _running = None

    def __repr__(self) -> str:
        return f"PhotoBox practice service at {self.issuer}"


def start(port: int = 0) -> PhotoBox:
    """Start the practice service in a thread, or give back the one that runs.

    Args:
        port: Where to listen on 127.0.0.1. Default: any free port.

    Raises:
        PortTaken: When another program listens there.

    Example:
        >>> photobox = start()
        >>> photobox.stop()
    """
    global _running
    with _lock:
        if _running is None:
            listener = Listener(port)
            photobox = PhotoBox(f"http://127.0.0.1:{listener.port}")
            listener.serve(photobox.app)
            photobox._listener = listener
            _running = photobox
        return _running


def running() -> PhotoBox | None:
    """Return the service that this process runs, or None."""
    return _running
