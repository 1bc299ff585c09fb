"""How a client proves at the back channel who it is (RFC 6749 §2.3, §3.2.1)."""

import base64
from collections.abc import Callable, Mapping
from urllib.parse import unquote_plus

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import Client, Clients

CLIENT_KNOWN = Rule(
    "client_known",
    "RFC 6749 §2.2",
    "client_id names a registered client",
    error="invalid_client",
    status=401,
    causes=("unknown_client",),
)
GRANT_TYPE_ALLOWED = Rule(
    "grant_type_allowed",
    "RFC 6749 §5.2",
    "the client may use this grant_type",
    error="unauthorized_client",
    causes=("unsupported_grant_type",),
)
ONE_CLIENT_AUTHENTICATION = Rule(
    "one_client_authentication",
    "RFC 6749 §2.3",
    "the client authenticates in one way, not two",
    causes=("client_authentication_failed",),
)
CLIENT_AUTHENTICATED = Rule(
    "client_authenticated",
    "RFC 6749 §2.3.1",
    "client_secret is the client's own",
    error="invalid_client",
    status=401,
    causes=("client_authentication_failed",),
)
CLIENT_ID_SAME = Rule(
    "client_id_same",
    "RFC 6749 §3.2.1",
    "client_id is the client that authenticated",
    causes=("unknown_client",),
)
CLIENT_CONFIDENTIAL = Rule(
    "client_confidential",
    "RFC 6749 §4.4.2",
    "the client authenticates with a secret",
    error="invalid_client",
    status=401,
    causes=("client_authentication_failed",),
)


def authenticate(
    clients: Clients,
    authorization: str | None,
    parameters: Mapping[str, str],
    checks: Checklist,
    needs_no_secret: Callable[[Client], bool] = lambda client: False,
) -> Client:
    """Find the client, and check its secret; a public client names itself only.

    Args:
        clients: Those that are registered.
        authorization: The header of that name.
        parameters: Of the body.
        checks: Where the results go.
        needs_no_secret: Whether a confidential client may name itself only. Default: none may.

    Raises:
        Refused: 401 ``invalid_client``, or ``invalid_request`` when it came in two ways, or under
            two names.
    """
    basic = _required_basic(authorization, checks)
    checks.require(ONE_CLIENT_AUTHENTICATION, not (basic and "client_secret" in parameters))
    client_id, secret = basic or (
        parameters.get("client_id", ""),
        parameters.get("client_secret"),
    )
    client = clients.get(client_id)
    require_known(client, client_id, checks)
    assert client is not None  # noqa: S101 - for the type checker; required above
    if secret or not needs_no_secret(client):
        _check_secret(client, secret, checks)
    named = parameters.get("client_id", client_id)
    if named != client_id:  # kept, it is no news
        checks.require(
            CLIENT_ID_SAME,
            False,
            expected=f"{client_id!r}, as the Authorization header says",
            received=f"{named[:80]!r} in the body",
        )
    return client


def require_known(
    client: Client | None, client_id: str, checks: Checklist, rule: Rule = CLIENT_KNOWN
) -> None:
    """Check that somebody is known by that name, and say what a developer has overlooked.

    Raises:
        Refused: By *rule*.
    """
    wanted = "that of a client registered here; registrations end with the service"
    if not client_id:
        wanted = "a client_id in the body, or in an Authorization: Basic header"
    received = repr(client_id[:80]) if client_id else "none"
    checks.require(rule, client, expected=wanted, received=received)


def _check_secret(client: Client, secret: str | None, checks: Checklist) -> None:
    right = not secret if client.is_public else client.secret_is(secret or "")
    checks.require(
        CLIENT_AUTHENTICATED,
        right,
        expected="no secret, because this client is public" if client.is_public else "its secret",
        received=_what_came(secret),
    )


def _what_came(secret: str | None) -> str:
    if not secret:
        return "none"
    spaced = secret != secret.strip() or secret.strip("\"'") != secret
    return "another one" + (", with a space or a quote around it" if spaced else "")


def read_basic(header: str | None) -> tuple[str, str] | None:
    """Return client_id and secret of an ``Authorization: Basic``; None where none is readable.

    Example:
        >>> read_basic("Basic cHJpbnRzaG9wOng=")
        ('printshop', 'x')
    """
    if not _is_basic(header):
        return None
    try:
        value = (header or "").partition(" ")[2]
        client_id, colon, secret = (
            base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        )
    except ValueError:  # no Base64, or no letter of it, or no UTF-8
        return None
    # RFC 6749 §2.3.1: both were form-encoded before they were joined
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def _is_basic(header: str | None) -> bool:
    return (header or "").partition(" ")[0].lower() == "basic"


def _required_basic(header: str | None, checks: Checklist) -> tuple[str, str] | None:
    if not _is_basic(header):
        return None
    basic = read_basic(header)
    checks.require(
        CLIENT_AUTHENTICATED,
        basic,
        expected="Basic, a space, base64(client_id:client_secret)",
        received="something else",
    )
    return basic
