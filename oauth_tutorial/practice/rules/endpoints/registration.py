"""The registration endpoint: an app makes itself known (RFC 7591), and manages that (RFC 7592)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import Client, Registration
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import new_secret
from oauth_tutorial.practice.rules.endpoints.client_metadata import (
    METADATA_COMES_AS_JSON,
    Wish,
    read_metadata,
)

JSON = "application/json"

REGISTRATION_TOKEN_PRESENT = Rule(
    "registration_token_present",
    "RFC 7592 §2",
    "the Authorization header is: Bearer, a space, the registration_access_token",
    error="",  # RFC 6750 §3.1: no code where there is no token
    status=401,
    causes=("token_rejected",),
)
REGISTRATION_TOKEN_RIGHT = Rule(
    "registration_token_right",
    "RFC 7592 §2.1",
    "the registration_access_token belongs to this client's registration",
    error="invalid_token",
    status=401,
    causes=("token_rejected",),
)
CLIENT_ID_UNCHANGED = Rule(
    "client_id_unchanged",
    "RFC 7592 §2.2",
    "an update repeats the client_id that was issued",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
CLIENT_SECRET_UNCHANGED = Rule(
    "client_secret_unchanged",
    "RFC 7592 §2.2",
    "an update repeats the client_secret that was issued, or leaves it out",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
SERVERS_MEMBERS_ABSENT = Rule(
    "servers_members_absent",
    "RFC 7592 §2.2",
    "an update leaves out what only the server sets: registration_access_token, "
    "registration_client_uri, client_secret_expires_at, client_id_issued_at",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
_OF_THE_SERVER = (
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of a client about its registration, apart from HTTP.

    Attributes:
        media_type: Of the body, without parameters.
        metadata: The body as JSON, or None.
        authorization: The ``Authorization`` header.
        unreadable: What the body is instead of JSON. Default: it is JSON.
    """

    media_type: str = JSON
    metadata: object = None
    authorization: str | None = None
    unreadable: str = ""


def register(photobox: ServiceState, sent: Sent, checks: Checklist) -> dict[str, object]:
    """Register a client and return its client information response (RFC 7591 §3.1, §3.2.1).

    Args:
        photobox: Where it is remembered.
        sent: What came.
        checks: Where the results go.

    Raises:
        Refused: ``invalid_redirect_uri`` or ``invalid_client_metadata`` (§3.2.2).
    """
    wish = _read(photobox, sent, checks)
    client_id = f"client-{new_secret()[:12]}"
    registration = Registration(
        access_token=new_secret(),
        issued_at=int(photobox.clock.now()),
        auth_method=wish.auth_method,
        described=wish.described,
    )
    client = _client(wish, client_id, None, registration)
    photobox.clients.add(client)
    return _client_information(photobox, client)


def read(
    photobox: ServiceState, client_id: str, sent: Sent, checks: Checklist
) -> dict[str, object]:
    """Return what is registered (RFC 7592 §2.1).

    Raises:
        Refused: 401 for a token that does not open this registration.
    """
    return _client_information(photobox, _opened(photobox, client_id, sent, checks))


def update(
    photobox: ServiceState, client_id: str, sent: Sent, checks: Checklist
) -> dict[str, object]:
    """Put other metadata in place of all that was registered (RFC 7592 §2.2).

    Raises:
        Refused: 401; else as at :func:`register`.
    """
    client = _opened(photobox, client_id, sent, checks)
    wish = _read(photobox, sent, checks)
    assert isinstance(sent.metadata, dict)  # noqa: S101 - for the type checker; read above
    _check_what_stays(client, sent.metadata, checks)
    assert client.registration is not None  # noqa: S101 - for the type checker; opened above
    registration = replace(
        client.registration, auth_method=wish.auth_method, described=wish.described
    )
    changed = _client(wish, client_id, client.client_secret, registration)
    if set(changed.redirect_uris) != set(client.redirect_uris):
        # who approved it did so for the old addresses: they vouch for no new one (RFC 9700 §4.11.2)
        photobox.store.forget_consents(client_id)
    photobox.clients.add(changed)
    return _client_information(photobox, changed)


def delete(
    photobox: ServiceState, client_id: str, sent: Sent, checks: Checklist
) -> dict[str, object]:
    """Forget the client, and end all that it was given (RFC 7592 §2.3).

    Returns:
        Nothing: the client looks at the status alone.

    Raises:
        Refused: 401 for a token that does not open this registration.
    """
    _opened(photobox, client_id, sent, checks)
    with photobox.lock:
        photobox.store.forget_client(client_id)
        photobox.clients.remove(client_id)  # last: until then the token opens it for another try
    return {}


def _read(photobox: ServiceState, sent: Sent, checks: Checklist) -> Wish:
    checks.require(
        # a page of another site can send text/plain without being asked for a preflight
        METADATA_COMES_AS_JSON,
        sent.media_type == JSON,
        expected=JSON,
        received=repr(sent.media_type[:60]) if sent.media_type else "no Content-Type",
    )
    return read_metadata(sent.metadata, photobox.options.off, checks, sent.unreadable)


def _opened(photobox: ServiceState, client_id: str, sent: Sent, checks: Checklist) -> Client:
    scheme, _, token = (sent.authorization or "").partition(" ")
    checks.require(REGISTRATION_TOKEN_PRESENT, scheme.lower() == "bearer" and token.strip())
    client = photobox.clients.get(client_id)
    registration = client.registration if client else None
    # §2.1: a client that is not known is told the same
    opens = registration is not None and registration.token_is(token.strip())
    checks.require(REGISTRATION_TOKEN_RIGHT, opens)
    assert client is not None  # noqa: S101 - for the type checker; required above
    return client


def _check_what_stays(client: Client, metadata: Mapping[str, object], checks: Checklist) -> None:
    theirs = [name for name in _OF_THE_SERVER if name in metadata]
    checks.require(SERVERS_MEMBERS_ABSENT, not theirs, received=" ".join(theirs))
    checks.require(CLIENT_ID_UNCHANGED, metadata.get("client_id") == client.client_id)
    secret = metadata.get("client_secret")
    same = secret is None or (isinstance(secret, str) and client.secret_is(secret))
    checks.require(CLIENT_SECRET_UNCHANGED, same)


def _client(wish: Wish, client_id: str, secret: str | None, registration: Registration) -> Client:
    """Make the client; a secret stays as long as there is one."""
    return Client(
        client_id=client_id,
        name=wish.name,
        redirect_uris=wish.redirect_uris,
        client_secret=None if wish.auth_method == "none" else secret or new_secret(),
        grant_types=wish.grant_types,
        scope=wish.scope,
        dpop_bound_access_tokens=wish.dpop_bound_access_tokens,
        post_logout_redirect_uris=wish.post_logout_redirect_uris,
        id_token_signed_response_alg=wish.id_token_signed_response_alg,
        registration=registration,
    )


def _client_information(photobox: ServiceState, client: Client) -> dict[str, object]:
    """All that is registered (RFC 7591 §3.2.1), and how it is managed (RFC 7592 §3)."""
    registration = client.registration
    assert registration is not None  # noqa: S101 - for the type checker; it registered itself
    information: dict[str, object] = {
        **registration.described,
        "client_id": client.client_id,
        "client_id_issued_at": registration.issued_at,
        "client_name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "token_endpoint_auth_method": registration.auth_method,
        "grant_types": list(client.grant_types),
        "response_types": ["code"] if "authorization_code" in client.grant_types else [],
        "scope": " ".join(client.scope),
        "id_token_signed_response_alg": client.id_token_signed_response_alg,
        "dpop_bound_access_tokens": client.dpop_bound_access_tokens,
        "registration_access_token": registration.access_token,
        "registration_client_uri": f"{photobox.registration_endpoint}/{client.client_id}",
    }
    if client.post_logout_redirect_uris:
        information["post_logout_redirect_uris"] = list(client.post_logout_redirect_uris)
    if client.client_secret:
        information |= {"client_secret": client.client_secret, "client_secret_expires_at": 0}
    return information
