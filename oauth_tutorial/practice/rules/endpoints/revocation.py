"""The revocation endpoint (RFC 7009)."""

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.client_authentication import authenticate
from oauth_tutorial.practice.rules.token_request import TOKEN_PRESENT, TokenRequest, read_form

TOKEN_OF_THIS_CLIENT = Rule(
    "token_of_this_client",
    "RFC 7009 §2.1",
    "the token was issued to this client",
    error="invalid_grant",
    causes=("client_authentication_failed",),
)


def revoke(photobox: ServiceState, request: TokenRequest, checks: Checklist) -> dict[str, object]:
    """Revoke a token; an unknown one is no error (RFC 7009 §2.2).

    Returns:
        Nothing: the client looks at the status alone.

    Raises:
        Refused: When the client has not proved itself, names no token, or another client's.
    """
    parameters = read_form(request, checks)
    client = authenticate(photobox.clients, request.authorization, parameters, checks)
    value = parameters.get("token", "")
    checks.require(TOKEN_PRESENT, value)
    # §2.1: the hint may be ignored; both kinds are searched
    refresh = photobox.store.refresh_tokens.get(value)
    token = refresh or photobox.store.access_tokens.get(value)
    if token is None:
        return {}
    checks.require(TOKEN_OF_THIS_CLIENT, token.grant.client_id == client.client_id)
    if refresh:
        refresh.grant.alive = False  # §2.1: the access tokens of the same grant as well
    else:
        photobox.store.access_tokens.pop(value, None)
    return {}
