"""The introspection endpoint: what is this token worth? (RFC 7662)."""

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.claims import one_or_all
from oauth_tutorial.practice.rules.client_authentication import CLIENT_CONFIDENTIAL, authenticate
from oauth_tutorial.practice.rules.token_request import TOKEN_PRESENT, TokenRequest, read_form


def introspect(
    photobox: ServiceState, request: TokenRequest, checks: Checklist
) -> dict[str, object]:
    """Describe a token to its own client, or to the API that received it.

    Returns:
        ``{"active": False}`` and no more for every token that is unknown, dead, used up
        or none of the caller's business (RFC 7662 §2.2).

    Raises:
        Refused: When the caller has not proved itself, or names no token.
    """
    parameters = read_form(request, checks)
    client = authenticate(photobox.clients, request.authorization, parameters, checks)
    # §2.1: otherwise anybody could try tokens out here
    checks.require(CLIENT_CONFIDENTIAL, not client.is_public)
    value = parameters.get("token", "")
    checks.require(TOKEN_PRESENT, value)
    # §2.1: the hint may be ignored; both kinds are searched
    access = photobox.store.access_tokens.get(value)
    token = access or photobox.store.refresh_tokens.get(value)
    if token is None or not _may_see(client, token) or not token.is_good(photobox.clock.now()):
        return {"active": False}
    return _describe(token, photobox.issuer) | ({"token_type": token.token_type} if access else {})


def _may_see(client: Client, token: Token) -> bool:
    return client.is_resource_server or token.grant.client_id == client.client_id


def _describe(token: Token, issuer: str) -> dict[str, object]:
    described: dict[str, object] = {
        "active": True,
        "iss": issuer,
        "client_id": token.grant.client_id,
        "sub": token.grant.subject,
        "aud": one_or_all(token.audience),
        "scope": " ".join(token.scope),
        "iat": int(token.issued_at),
        "exp": int(token.expires_at),
    }
    if token.jkt:
        described["cnf"] = {"jkt": token.jkt}  # RFC 9449 §6.2
    if token.grant.username:
        described["username"] = token.grant.username
    return described
