"""Registered clients (RFC 6749 §2)."""

import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from oauth_tutorial.practice.model.keys import ALGORITHMS
from oauth_tutorial.practice.model.public_address import PublicAddress
from oauth_tutorial.practice.model.redirect_uris import begins, difference, host, matches
from oauth_tutorial.practice.model.scopes import DEFAULT_SCOPE, PERSON_SCOPES, SERVICE_SCOPES
from oauth_tutorial.practice.model.store import Bounded
from oauth_tutorial.practice.model.variants import STORY, Variant
from oauth_tutorial.text.readers import split_url

AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
PHOTO_FRAME = "photobox-printer"  # the device of the story, which has no secret
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 §3.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a client that registered itself is told again when it asks (RFC 7592 §3).

    Attributes:
        access_token: The ``registration_access_token``: opens this registration, and nothing else.
        issued_at: When the ``client_id`` was issued, in seconds since 1970.
        auth_method: The ``token_endpoint_auth_method`` that it chose.
        described: What it said of itself that no rule looks at: ``client_uri``, ``contacts``, …
    """

    access_token: str = field(repr=False)
    issued_at: int
    auth_method: str
    described: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def token_is(self, token: str) -> bool:
        """Compare in constant time."""
        return _same(self.access_token, token)


@dataclass(frozen=True, slots=True)
class Client:
    """An app that PhotoBox knows."""

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    client_secret: str | None = None
    grant_types: tuple[str, ...] = ("authorization_code", "refresh_token")
    scope: tuple[str, ...] = PERSON_SCOPES
    is_resource_server: bool = False
    dpop_bound_access_tokens: bool = False
    public_address: PublicAddress | None = field(default=None, repr=False, compare=False)
    """Where a browser on another machine finds the app. Default: loopback alone."""
    post_logout_redirect_uris: tuple[str, ...] = ()
    id_token_signed_response_alg: str = ALGORITHMS[0]
    registration: Registration | None = field(default=None, repr=False, compare=False)
    """Of one that registered itself. Default: none, as of the course's own."""

    @property
    def default_scope(self) -> tuple[str, ...]:
        """What a request on behalf of a person gets that names no scope (RFC 6749 §3.3)."""
        return DEFAULT_SCOPE if set(DEFAULT_SCOPE) <= set(self.scope) else self.scope

    @property
    def is_public(self) -> bool:
        """Whether it cannot keep a secret (RFC 6749 §2.1)."""
        return self.client_secret is None

    def secret_is(self, secret: str) -> bool:
        """Compare in constant time."""
        return _same(self.client_secret or "", secret)

    def has_redirect_uri(self, redirect_uri: str, *, loose: bool = False) -> bool:
        """Whether a registered URI matches: exactly, but for a loopback port.

        Args:
            redirect_uri: What was sent.
            loose: Unsafe: whether a registered beginning is enough. Default: no.
        """
        fits = begins if loose else matches
        known = any(fits(known, redirect_uri) for known in self.redirect_uris)
        return (
            known or redirect_uri == self._public_redirect_uri() or self._is_of_an_app(redirect_uri)
        )

    def expected_redirect_uri(self, redirect_uri: str) -> str:
        """Return the one to compare with: the public one where the host is the public one."""
        public = self._public_redirect_uri()
        if public is not None and host(public) == host(redirect_uri):
            return public
        return self.redirect_uris[0] if self.redirect_uris else ""

    def why_not(self, redirect_uri: str) -> str:
        """Say how a redirect URI that does not match differs; empty for a client without one."""
        if not self.redirect_uris:
            return ""
        if self.public_address is not None:
            reason = self.public_address.why_not(redirect_uri, self._path)
            if reason:
                return reason
        return difference(self.expected_redirect_uri(redirect_uri), redirect_uri)

    def _is_of_an_app(self, redirect_uri: str) -> bool:
        return self.public_address is not None and self.public_address.is_of_an_app(redirect_uri)

    @property
    def _path(self) -> str:
        return split_url(self.redirect_uris[0]).path

    def _public_redirect_uri(self) -> str | None:
        """The registered one as a browser far from the kernel sees it now, or None."""
        if self.public_address is None:
            return None
        uri = self.public_address.redirect_uri(self._path)
        is_loopback = uri is not None and any(matches(known, uri) for known in self.redirect_uris)
        return None if is_loopback else uri


class Clients:
    """The clients of the course, and those that register themselves.

    Args:
        public_address: Where a browser on another machine finds the kernel. Default: loopback
            alone.
        variant: Whose PrintShop is known beside the story's. Default: nobody's.
    """

    def __init__(
        self, public_address: PublicAddress | None = None, variant: Variant = STORY
    ) -> None:
        self._course = _printshops(STORY, public_address)
        self._course |= _printshops(variant, public_address)
        self._course |= {
            PHOTO_FRAME: Client(
                PHOTO_FRAME, "PhotoFrame", (), grant_types=(DEVICE_CODE, "refresh_token")
            ),
            "printshop-nightly": Client(
                "printshop-nightly",
                "PrintShop's nightly report",
                (),
                "printshop-nightly-secret",
                grant_types=("client_credentials",),
                scope=tuple(SERVICE_SCOPES),
            ),
            "photobox-api": Client(  # asks about tokens only (RFC 7662)
                "photobox-api",
                "PhotoBox's photo API",
                (),
                "photobox-api-secret",
                grant_types=(),
                scope=(),
                is_resource_server=True,
            ),
        }
        self._given: dict[str, Client] = {}
        # Whoever registers without end pushes out what nobody has asked for since, and whoever
        # asks for each of them as well, what nobody has signed in for.
        self._registered: Bounded[Client] = Bounded()
        self._seen: Bounded[Client] = Bounded()
        self._used: Bounded[Client] = Bounded()
        self._moving = threading.Lock()

    def get(self, client_id: str) -> Client | None:
        """Return the client of that ``client_id``, or None."""
        known = self._course.get(client_id) or self._given.get(client_id)
        if known is not None:
            return known
        with self._moving:
            found = self._used.get(client_id) or self._seen.get(client_id)
            if found is None and client_id in self._registered:
                found = self._seen[client_id] = self._registered[client_id]
                del self._registered[client_id]  # now: it is at home somewhere all the time
        return found

    def use(self, client_id: str) -> None:
        """Keep a client that registered itself: somebody has signed in for it, or it got a token.

        A page of another site can do neither, so it cannot push out one of these.
        """
        client = self.get(client_id)
        with self._moving:
            if client is not None and self.is_self_registered(client_id):
                self._used[client_id] = client
                self._used.move_to_end(client_id)  # as the newest
                self._seen.pop(client_id, None)

    def signing_algorithm(self, client_id: str) -> str:
        """Return what this client's tokens are signed with: RS256, unless it registered another."""
        client = self.get(client_id)
        return ALGORITHMS[0] if client is None else client.id_token_signed_response_alg

    def course(self) -> list[Client]:
        """Return the clients of the course, which are there without registering."""
        return list(self._course.values())

    def reset(self) -> None:
        """Forget the clients that registered themselves."""
        for home in self._homes:
            home.clear()

    def is_self_registered(self, client_id: str) -> bool:
        """Whether anybody may have registered it: no person here vouches for its addresses."""
        return any(client_id in home for home in self._homes)

    def give(self, client: Client, instead_of: str = "") -> None:
        """Remember a client for as long as the service runs: whoever started it brought it.

        Args:
            client: Which one.
            instead_of: The ``client_id`` that it got when it registered. Default: none.
        """
        self._drop(instead_of)
        self._given[client.client_id] = client

    def add(self, client: Client) -> None:
        """Remember a client that registered itself.

        Where there are too many, the oldest that nobody has used is forgotten.
        """
        homes = (self._given, *self._homes)
        with self._moving:
            home = next((one for one in homes if client.client_id in one), self._registered)
            home[client.client_id] = client

    def remove(self, client_id: str) -> None:
        """Forget a client that registered itself, or was brought (RFC 7592 §2.3)."""
        with self._moving:
            self._drop(client_id)
            self._given.pop(client_id, None)

    @property
    def _homes(self) -> tuple[Bounded[Client], ...]:
        return self._registered, self._seen, self._used

    def _drop(self, client_id: str) -> None:
        for home in self._homes:
            home.pop(client_id, None)


def _same(one: str, other: str) -> bool:
    # JSON can say half a character, which UTF-8 cannot: "\ud800"
    return hmac.compare_digest(*(text.encode("utf-8", "surrogatepass") for text in (one, other)))


def _printshops(variant: Variant, public_address: PublicAddress | None) -> dict[str, Client]:
    """PrintShop as an app that can keep a secret, and as one that cannot."""
    callback = ("http://127.0.0.1/callback", "http://[::1]/callback")
    secrets = {variant.client_id: variant.client_secret, variant.public_client_id: None}
    return {
        client_id: Client(client_id, "PrintShop", callback, secret, public_address=public_address)
        for client_id, secret in secrets.items()
    }
