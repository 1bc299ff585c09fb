"""The registration endpoint: an app makes itself known (RFC 7591)."""

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import AUTH_METHODS, Client
from oauth_tutorial.practice.model.redirect_uris import split
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import new_secret

METADATA_IS_JSON = Rule(
    "metadata_is_json",
    "RFC 7591 §3.1",
    "the body is a JSON object",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
REDIRECT_URIS_USABLE = Rule(
    "redirect_uris_usable",
    "RFC 7591 §2",
    "redirect_uris is a list of absolute URLs without fragment",
    error="invalid_redirect_uri",
    causes=("registration_refused",),
)
AUTH_METHOD_SUPPORTED = Rule(
    "auth_method_supported",
    "RFC 7591 §2",
    "token_endpoint_auth_method is one that is offered",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)


def register(photobox: ServiceState, metadata: object, checks: Checklist) -> dict[str, object]:
    """Register a client and return its client information response (RFC 7591 §3.1, §3.2.1).

    Args:
        photobox: Where it is remembered.
        metadata: What was sent, as JSON.
        checks: Where the results go.

    Raises:
        Refused: ``invalid_redirect_uri`` or ``invalid_client_metadata`` (§3.2.2).
    """
    checks.require(METADATA_IS_JSON, isinstance(metadata, dict))
    assert isinstance(metadata, dict)  # noqa: S101 - for the type checker; required above
    uris = metadata.get("redirect_uris")
    checks.require(REDIRECT_URIS_USABLE, _usable(uris))
    method = metadata.get("token_endpoint_auth_method", "client_secret_basic")
    checks.require(
        AUTH_METHOD_SUPPORTED, method in AUTH_METHODS, expected=" or ".join(AUTH_METHODS)
    )
    client = Client(
        client_id=f"client-{new_secret()[:12]}",
        name=str(metadata.get("client_name") or "An app")[:60],
        redirect_uris=tuple(uris or ()),
        client_secret=None if method == "none" else new_secret(),
        dpop_bound_access_tokens=metadata.get("dpop_bound_access_tokens") is True,
    )
    photobox.clients.add(client)
    return _client_information(client, str(method))


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


def _usable(uris: object) -> bool:
    return (
        isinstance(uris, list)
        and bool(uris)
        and len(uris) <= 10
        and all(isinstance(uri, str) and _is_absolute(uri) for uri in uris)
    )


def _is_absolute(uri: str) -> bool:
    parts = split(uri)
    if parts is None or not parts.scheme or parts.fragment or "#" in uri:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    # a private-use scheme has a dot in it (RFC 8252 §7.1): no javascript:, no data:
    return "." in parts.scheme
