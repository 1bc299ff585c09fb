"""Registered clients and their redirect URIs (RFC 6749 §2, RFC 8252 §7.3, RFC 7591)."""

import hmac
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from oauth_tutorial.practice.checks import Checklist
from oauth_tutorial.practice.public_address import PublicAddress
from oauth_tutorial.practice.scopes import PERSON_SCOPES, SERVICE_SCOPES
from oauth_tutorial.practice.store import Bounded, new_secret
from oauth_tutorial.practice.variants import STORY, Variant

AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 §3.4
_LOOPBACK = {"127.0.0.1", "::1"}  # RFC 8252 §8.3: not "localhost"


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

    @property
    def is_public(self) -> bool:
        """Whether it cannot keep a secret (RFC 6749 §2.1)."""
        return self.client_secret is None

    def secret_is(self, secret: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest((self.client_secret or "").encode(), secret.encode())

    def has_redirect_uri(self, redirect_uri: str, *, loose: bool = False) -> bool:
        """Whether a registered URI matches: to the letter, but for a loopback port.

        Args:
            redirect_uri: What was sent.
            loose: Unsafe: whether a registered beginning is enough. Default: no.
        """
        matches = _begins if loose else _matches
        known = any(matches(known, redirect_uri) for known in self.redirect_uris)
        return known or redirect_uri == self._public_redirect_uri()

    def expected_redirect_uri(self, redirect_uri: str) -> str:
        """Return the one to compare with: the public one where the host is the public one."""
        public = self._public_redirect_uri()
        if public is not None and _host(public) == _host(redirect_uri):
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

    @property
    def _path(self) -> str:
        return urlsplit(self.redirect_uris[0]).path

    def _public_redirect_uri(self) -> str | None:
        """The registered one as a browser far from the kernel sees it now, or None."""
        if self.public_address is None:
            return None
        uri = self.public_address.redirect_uri(self._path)
        is_loopback = uri is not None and any(_matches(known, uri) for known in self.redirect_uris)
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
            "photobox-printer": Client(
                "photobox-printer", "PhotoFrame", (), grant_types=(DEVICE_CODE, "refresh_token")
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
        self._registered: Bounded[Client] = Bounded()

    def get(self, client_id: str) -> Client | None:
        """Return the client of that ``client_id``, or None."""
        return self._course.get(client_id) or self._registered.get(client_id)

    def reset(self) -> None:
        """Forget the clients that registered themselves."""
        self._registered.clear()

    def register(self, metadata: object, checks: Checklist) -> dict[str, object]:
        """Register a client (RFC 7591 §3) and return its client information response."""
        checks.require(
            "metadata_is_json", isinstance(metadata, dict), error="invalid_client_metadata"
        )
        assert isinstance(metadata, dict)  # noqa: S101 - for the type checker; required above
        uris = metadata.get("redirect_uris")
        checks.require("redirect_uris_usable", _usable(uris), error="invalid_redirect_uri")
        method = metadata.get("token_endpoint_auth_method", "client_secret_basic")
        checks.require(
            "auth_method_supported",
            method in AUTH_METHODS,
            error="invalid_client_metadata",
            expected=" or ".join(AUTH_METHODS),
        )
        client = Client(
            client_id=f"client-{new_secret()[:12]}",
            name=str(metadata.get("client_name") or "An app")[:60],
            redirect_uris=tuple(uris or ()),
            client_secret=None if method == "none" else new_secret(),
            dpop_bound_access_tokens=metadata.get("dpop_bound_access_tokens") is True,
        )
        self._registered[client.client_id] = client
        return _client_information(client, str(method))


def _printshops(variant: Variant, public_address: PublicAddress | None) -> dict[str, Client]:
    """PrintShop as an app that can keep a secret, and as one that cannot."""
    callback = ("http://127.0.0.1/callback", "http://[::1]/callback")
    secrets = {variant.client_id: variant.client_secret, variant.public_client_id: None}
    return {
        client_id: Client(client_id, "PrintShop", callback, secret, public_address=public_address)
        for client_id, secret in secrets.items()
    }


def _client_information(client: Client, method: str) -> dict[str, object]:
    information: dict[str, object] = {
        "client_id": client.client_id,
        "client_name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "token_endpoint_auth_method": method,
        "grant_types": list(client.grant_types),
        "response_types": ["code"],
        "dpop_bound_access_tokens": client.dpop_bound_access_tokens,
    }
    if client.client_secret:
        information |= {"client_secret": client.client_secret, "client_secret_expires_at": 0}
    return information


def difference(expected: str, received: str) -> str:
    """Name the first place where two redirect URIs part.

    Example:
        >>> difference("http://127.0.0.1/callback", "http://127.0.0.1:8000/calback")
        "the path differs: '/callback' is registered, '/calback' was sent"
    """
    try:
        known, sent = urlsplit(expected), urlsplit(received)
        ports = known.port, sent.port
    except ValueError:
        return "what was sent is not a URL"
    for part in ("scheme", "hostname", "path", "query", "fragment"):
        ours, theirs = getattr(known, part) or "", getattr(sent, part) or ""
        if ours != theirs:
            label = "host" if part == "hostname" else part
            return f"the {label} differs: {ours!r} is registered, {theirs!r} was sent"
    if ports[0] != ports[1]:
        return f"the port differs: {ports[0]} is registered, {ports[1]} was sent"
    return "they differ in spelling, such as upper case or a user name"


def _matches(known: str, received: str) -> bool:
    if known == received:
        return True
    ours, theirs = _split(known), _split(received)
    if ours is None or theirs is None or ours.hostname not in _LOOPBACK or ours.scheme != "http":
        return False
    if "@" in theirs.netloc:
        return False
    return _without_port(ours) == _without_port(theirs)


def _begins(known: str, received: str) -> bool:
    """The mistake that RFC 9700 §4.1 is about: to compare only the beginning."""
    ours, theirs = _split(known), _split(received)
    if received.startswith(known):
        return True
    if ours is None or theirs is None or ours.hostname not in _LOOPBACK:
        return False
    same_host = (ours.scheme, ours.hostname) == (theirs.scheme, theirs.hostname)
    return same_host and theirs.path.startswith(ours.path)


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port  # raises when the port is no number
    except ValueError:
        return None
    return parts


def _host(uri: str) -> str | None:
    parts = _split(uri)
    return None if parts is None else parts.netloc


def _without_port(parts: SplitResult) -> tuple[str, str | None, str, str, str]:
    return parts.scheme, parts.hostname, parts.path, parts.query, parts.fragment


def _usable(uris: object) -> bool:
    return (
        isinstance(uris, list)
        and bool(uris)
        and len(uris) <= 10
        and all(isinstance(uri, str) and _is_absolute(uri) for uri in uris)
    )


def _is_absolute(uri: str) -> bool:
    parts = _split(uri)
    if parts is None or not parts.scheme or parts.fragment or "#" in uri:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    # a private-use scheme has a dot in it (RFC 8252 §7.1): no javascript:, no data:
    return "." in parts.scheme
