"""How a client proves at the back channel who it is (RFC 6749 §2.3, §3.2.1)."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.clients import Client, Clients


def authenticate(
    clients: Clients, authorization: str | None, parameters: Mapping[str, str], checks: Checklist
) -> Client:
    """Find the client, and check its secret; a public client names itself only.

    Args:
        clients: Those that are registered.
        authorization: The header of that name.
        parameters: Of the body.
        checks: Where the results go.

    Raises:
        Refused: 401 ``invalid_client``, or ``invalid_request`` when it came in two ways.
    """
    basic = _required_basic(authorization, checks)
    checks.require("one_client_authentication", not (basic and "client_secret" in parameters))
    client_id, secret = basic or (
        parameters.get("client_id", ""),
        parameters.get("client_secret"),
    )
    client = clients.get(client_id)
    checks.require(
        "client_known",
        client,
        error="invalid_client",
        status=401,
        received=repr(client_id[:80]),
    )
    assert client is not None  # noqa: S101 - for the type checker; required above
    _check_secret(client, secret, checks)
    return client


def _check_secret(client: Client, secret: str | None, checks: Checklist) -> None:
    right = not secret if client.is_public else client.secret_is(secret or "")
    checks.require(
        "client_authenticated",
        right,
        error="invalid_client",
        status=401,
        expected="no secret, for this client is public" if client.is_public else "its secret",
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
    except (binascii.Error, UnicodeDecodeError):
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
        "client_authenticated",
        basic,
        error="invalid_client",
        status=401,
        expected="Basic, a space, base64(client_id:client_secret)",
        received="something else",
    )
    return basic
