"""What every rule and page of one practice service looks at."""

import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from oauth_tutorial.network import surroundings
from oauth_tutorial.practice.model.clients import DEVICE_CODE, Client, Clients
from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.practice.model.keys import Keys
from oauth_tutorial.practice.model.lifetimes import Lifetimes
from oauth_tutorial.practice.model.log import Log
from oauth_tutorial.practice.model.nonces import Nonces
from oauth_tutorial.practice.model.options import Options
from oauth_tutorial.practice.model.people import password_is_right
from oauth_tutorial.practice.model.personality import Mode, Personality
from oauth_tutorial.practice.model.public_address import PublicAddress
from oauth_tutorial.practice.model.resource_names import read_names
from oauth_tutorial.practice.model.store import Store
from oauth_tutorial.practice.model.variants import STORY, Variant
from oauth_tutorial.presets.schema import Preset


@dataclass(slots=True)
class Pause:
    """How long a slow answer takes.

    Attributes:
        seconds: The length.
        wake: Set when it ends at once.
    """

    seconds: float = 5.0
    wake: threading.Event = field(default_factory=threading.Event)


class ServiceState:
    """The parts and addresses of a service, without what makes it answer.

    Rules and pages are given this; ``PhotoBox`` adds the faults, the application and the port.

    Args:
        issuer: Its own name and base URL, without a slash at the end.
        variant: What a seed changed. Default: nothing.
        resources: What it gives tokens for beside its own APIs, such as a tool server's
            address (RFC 8707). Default: nothing.
        personality: The provider that it plays. Default: none.
        redirect: ``"lenient"`` lets redirect URIs through, for practice, that the provider
            would never take, once it has refused them. Default: never.

    Attributes:
        playing: The provider that it plays, or None.
        variant: Whose exercises it serves: client_id, secret, scope.
        cookie: The name of the session's cookie: ports of one host share their cookies.
        seal_key: Of what a browser keeps for the service, unchanged.
        lock: What works once must work once for two requests at a time.
        pause: Of the fault *slow_answer*.
        port: Where it listens, once it does.
        resources: What it gives tokens for beside its own APIs.
    """

    def __init__(
        self,
        issuer: str = "http://127.0.0.1",
        variant: Variant = STORY,
        *,
        resources: Iterable[str] = (),
        personality: Preset | None = None,
        redirect: Mode = "strict",
    ) -> None:
        self.playing = None if personality is None else Personality(personality, redirect)
        self.issuer, self.variant, self.resources = issuer, variant, read_names(resources)
        self.cookie = f"photobox_{issuer.rpartition(':')[2].strip('/')}"
        self.clock, self.store = Clock(), Store()
        self.address = PublicAddress(surroundings.public_url, surroundings.receiver_port)
        self.clients = Clients(self.address, variant)
        self.keys, self.log = Keys(self.clock), Log()
        self.options, self.lifetimes = Options(), Lifetimes()
        self.set_back()
        self.nonces = Nonces(self.clock)
        self.seal_key = secrets.token_bytes(32)
        self.lock, self.pause = threading.Lock(), Pause()
        self.port: int | None = None

    @property
    def preset(self) -> Preset | None:
        """What is known about the provider that it plays; None where it plays none."""
        return self.playing.preset if self.playing else None

    @property
    def personality(self) -> str | None:
        """The name of the provider that it plays, as ``"github"``; None where it plays none."""
        return self.playing.preset.slug if self.playing else None

    @property
    def title(self) -> str:
        """What its pages call themselves: nobody shall take it for the provider."""
        return f"{self.playing.preset.name}, played by PhotoBox" if self.playing else "PhotoBox"

    def set_back(self) -> None:
        """Set options and lifetimes to what they were at the start."""
        self.options.reset(self.playing.options if self.playing else None)
        self.lifetimes.reset(self.playing.lifetimes if self.playing else None)

    def options_for(self, client: Client | None) -> Options:
        """Return the options as one client meets them: rules may hang on the kind of app."""
        if self.playing is None:
            return self.options
        return self.playing.options_for(client, self.options)

    def scopes_of(self, client: Client) -> tuple[str, ...]:
        """Return the words that a client may ask a person for."""
        playing = self.playing
        if playing is None or not client.default_scope or client.client_id in playing.kinds:
            return client.scope  # one that was registered at the provider's page said its own
        return client.scope + playing.more_words

    @property
    def called(self) -> Mapping[str, str] | None:
        """Word of a scope → what the provider that is played calls it; None where none is."""
        return self.playing.own_words if self.playing else None

    def needs_no_secret(self, client: Client, grant_type: str) -> bool:
        """Whether a client that has a secret may leave it out: some providers let a device."""
        if self.playing is None or grant_type != DEVICE_CODE:
            return False
        return "none" in self.playing.app_for(client, grant_type=grant_type).client_auth

    @property
    def authorization_endpoint(self) -> str:
        """Where the browser reaches it; every other endpoint is for programs in the kernel."""
        base = self.issuer if self.port is None else surroundings.public_url(self.port)
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
    def end_session_endpoint(self) -> str:
        """Where an app sends the browser to sign the person out, a page too."""
        return self.authorization_endpoint.removesuffix("authorize") + "end_session"

    @property
    def verification_uri(self) -> str:
        """Where a person types the code of a device: a page for the browser (RFC 8628 §3.2)."""
        path = self.playing.paths.by_name.get("verification_uri", "") if self.playing else ""
        return self.authorization_endpoint.removesuffix("/authorize") + (path or "/device")

    def expect_app(self, port: int, home: str = "") -> str:
        """Let the story's clients come back to an app that listens here: to any path below it.

        Where the browser is on another machine, as on a hub, the app's redirect URI names the
        hub's address, and a receiver's is the only one that is known without this.

        Args:
            port: Where the app listens on 127.0.0.1.
            home: How the browser reaches it. Default: as this kernel finds out.

        Returns:
            The address at which the browser reaches the app, without a slash at the end.

        Example:
            ``https://hub.example/user/alice/proxy/5000``
        """
        home = (home or surroundings.public_url(port)).rstrip("/")
        self.address.apps.add(home)
        return home

    def add_resources(self, resources: Iterable[str]) -> None:
        """Give tokens for these as well from now on.

        Raises:
            InvalidArgument: For what is no absolute URI without a fragment (RFC 8707 §2).
        """
        self.resources = read_names([*self.resources, *read_names(resources)])

    def accepts_password(self, username: str, password: str) -> bool:
        """Say whether somebody who has this password could sign in with it."""
        return password_is_right(username, password)
