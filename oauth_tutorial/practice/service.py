"""One practice service: its parts, its addresses, and the port that it answers on."""

import os
import threading
import warnings
from collections import deque
from typing import TYPE_CHECKING

from oauth_tutorial.network import PortTaken, Refusal, Server, bind, surroundings
from oauth_tutorial.network.loopback import keep_direct
from oauth_tutorial.practice.api import Api
from oauth_tutorial.practice.clients import Clients
from oauth_tutorial.practice.clock import Clock
from oauth_tutorial.practice.faults import Faults
from oauth_tutorial.practice.identity import Keys
from oauth_tutorial.practice.log import Log
from oauth_tutorial.practice.nonces import Nonces
from oauth_tutorial.practice.options import Options
from oauth_tutorial.practice.people import password_is_right
from oauth_tutorial.practice.public_address import PublicAddress
from oauth_tutorial.practice.store import Store
from oauth_tutorial.practice.variants import (
    ENVIRONMENT_VARIABLE,
    STORY,
    SeedError,
    Variant,
    read_seed,
    variant,
)

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["PhotoBox", "PortTaken", "running", "start"]

_lock = threading.Lock()
_running: "PhotoBox | None" = None


class PhotoBox:
    """An authorization server with a photo API, in memory.

    Args:
        issuer: Its own name and base URL, without a slash at the end.
        variant: What a seed changed. Default: nothing.

    Attributes:
        variant: Whose exercises it serves: client_id, secret, scope.
        app: The WSGI application, which answers without any server as well.
        refusals: What was refused before the application saw it: another Host, TLS,
            what is no HTTP. None of these is in the log.
    """

    def __init__(self, issuer: str = "http://127.0.0.1", variant: Variant = STORY) -> None:
        from oauth_tutorial.practice.app import create_app

        self.issuer, self.variant = issuer, variant
        self.cookie = f"photobox_{issuer.rpartition(':')[2].strip('/')}"
        self.clock, self.store = Clock(), Store()
        address = PublicAddress(surroundings.public_url, surroundings.receiver_port)
        self.clients = Clients(address, variant)
        self.keys, self.log = Keys(self.clock), Log()
        self.options, self.faults = Options(), Faults(self)
        self.lock = threading.Lock()  # what works once must work once for two requests at a time
        self.nonces = Nonces(self.clock)
        self.api_rules = Api(self)
        self.refusals: deque[Refusal] = deque(maxlen=100)
        self.app: WSGIApplication = create_app(self)
        self._server: Server | None = None

    @property
    def authorization_endpoint(self) -> str:
        """Where the browser reaches it; every other endpoint is for programs in the kernel."""
        here = self._server
        base = self.issuer if here is None else surroundings.public_url(here.port)
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

    def play_hidden_faults(self) -> None:
        """Switch on the faults that this variant hides: each acts once, on the first fitting
        message. Without a seed there are none.
        """
        for name in self.variant.hidden_faults:
            self.faults.add(name)

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
        if self._server is not None:
            self._server.stop()
        if _running is self:
            _running = None
            surroundings.enter_service(None)

    def __repr__(self) -> str:
        return f"PhotoBox practice service at {self.issuer}"


def start(port: int = 0, seed: int | None = None) -> PhotoBox:
    """Start the practice service in a thread, or give back the one that runs.

    Args:
        port: Where to listen on 127.0.0.1. Default: any free port.
        seed: Gives a learner another client_id, secret and scope than the next one: any whole
            number of 0 or more. Default: the environment variable ``OAUTH_TUTORIAL_SEED``,
            so that a hub can give each learner one; else the story's own values.

    Raises:
        PortTaken: When another program listens there.
        SeedError: When *seed* is no seed, or the service runs with another one.

    Example:
        >>> photobox = start()
        >>> photobox.stop()
    """
    global _running
    asked = None if seed is None else variant(seed)
    with _lock:
        if _running is None:
            chosen = asked or _variant_of_environment()
            keep_direct(os.environ)
            server = bind(port, name="photobox")  # the issuer has the port in its name
            photobox = PhotoBox(f"http://127.0.0.1:{server.port}", chosen)
            server.answer(photobox.app, refused=photobox.refusals.append)
            photobox._server = server
            _running = photobox
            surroundings.enter_service(photobox)
        elif asked not in (None, _running.variant):
            raise SeedError(
                f"The practice service runs already with seed {_running.variant.seed}, and seed "
                f"{seed} was asked for. End the one that runs first: practice.start().stop()"
            )
        return _running


def _variant_of_environment() -> Variant:
    """Read the seed that a hub sets; one that cannot be read must not end a lesson."""
    text = os.environ.get(ENVIRONMENT_VARIABLE, "")
    if not text.strip():
        return STORY
    try:
        return variant(read_seed(text))
    except SeedError as error:
        warnings.warn(
            f"The environment variable {ENVIRONMENT_VARIABLE} is left aside. {error} Your "
            "assignment has the story's values; tell your teacher. Mended, it is read when the "
            "kernel starts again.",
            stacklevel=3,
        )
        return STORY


def running() -> PhotoBox | None:
    """Return the service that this process runs, or None."""
    return _running
