"""A refresh token becomes new tokens, and is used up by it (RFC 6749 §6, RFC 9700 §4.14.2)."""

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from oauth_tutorial.practice.rules.token_request import Asked


def refresh_token(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Rotate the refresh token. One that comes a second time ends its whole family.

    Raises:
        Refused: ``invalid_grant``; ``invalid_scope`` for more than was granted.
    """
    token = _find(photobox, asked)
    if token.used:
        token.grant.alive = False  # RFC 9700 §4.14.2: thief or owner, nobody knows which
    asked.checks.require("refresh_token_unused", not token.used, error="invalid_grant")
    if token.jkt is not None:
        asked.checks.require("dpop_key_of_the_token", asked.jkt == token.jkt, error="invalid_grant")
    scope = tuple((asked.parameters.get("scope") or " ".join(token.scope)).split(" "))
    asked.checks.require("scope_not_wider", set(scope) <= set(token.scope), error="invalid_scope")
    answer = issue(photobox, asked, token.grant, scope, refresh_scope=token.scope)
    token.used = True
    return answer


def _find(photobox: ServiceState, asked: Asked) -> Token:
    value = asked.parameters.get("refresh_token", "")
    asked.checks.require("refresh_token_present", value)
    token = photobox.store.refresh_tokens.get(value)
    known = (
        token is not None
        and token.grant.client_id == asked.client.client_id
        and token.lives(photobox.clock.now())
    )
    asked.checks.require("refresh_token_known", known, error="invalid_grant")
    assert token is not None  # noqa: S101 - for the type checker; required above
    return token
