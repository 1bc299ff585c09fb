"""Ways to give a token back other than RFC 7009: with the token itself, or by deleting it."""

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.client_authentication import (
    CLIENT_CONFIDENTIAL,
    CLIENT_ID_SAME,
    authenticate,
)
from oauth_tutorial.practice.rules.endpoints.revocation import TOKEN_OF_THIS_CLIENT
from oauth_tutorial.practice.rules.token_request import TOKEN_PRESENT


def end(photobox: ServiceState, token: Token) -> None:
    """End all that a person allowed with it."""
    with photobox.lock:
        token.grant.alive = False


def delete(
    photobox: ServiceState,
    *,
    authorization: str,
    client_id: str,
    value: object,
    checks: Checklist,
) -> None:
    """End a token that its client names, with Basic and its secret; an unknown one is no error.

    Args:
        photobox: Which gave it.
        authorization: The header of that name.
        client_id: The client that the address names.
        value: The token.
        checks: Where the results go.

    Raises:
        Refused: When the client has not proved itself, names no token, or another client's.
    """
    client = authenticate(photobox.clients, authorization, {}, checks)
    checks.require(CLIENT_CONFIDENTIAL, not client.is_public)
    checks.require(CLIENT_ID_SAME, client.client_id == client_id, expected="the one in the address")
    checks.require(TOKEN_PRESENT, isinstance(value, str) and value)
    token = photobox.store.access_tokens.get(str(value))
    if token is not None:
        checks.require(TOKEN_OF_THIS_CLIENT, token.grant.client_id == client.client_id)
        photobox.store.access_tokens.pop(str(value), None)
