"""A refresh token becomes new tokens, and is used up by it (RFC 6749 §6, RFC 9700 §4.14.2)."""

from oauth_tutorial.practice.model.checks import Rule
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.dpop import DPOP_KEY_OF_THE_TOKEN
from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from oauth_tutorial.practice.rules.scope import without_unknown
from oauth_tutorial.practice.rules.token_request import Asked

REFRESH_TOKEN_PRESENT = Rule(
    "refresh_token_present",
    "RFC 6749 §6",
    "refresh_token is present",
    causes=("refresh_token_dead",),
)
REFRESH_TOKEN_KNOWN = Rule(
    "refresh_token_known",
    "RFC 6749 §6",
    "refresh_token is valid and was issued to this client",
    error="invalid_grant",
    causes=("refresh_token_dead",),
)
REFRESH_TOKEN_UNUSED = Rule(
    "refresh_token_unused",
    "RFC 9700 §4.14.2",
    "refresh_token is used for the first time",
    error="invalid_grant",
    causes=("refresh_token_dead",),
)
SCOPE_NOT_WIDER = Rule(
    "scope_not_wider",
    "RFC 6749 §6",
    "scope asks for nothing beyond what was granted",
    error="invalid_scope",
    causes=("scope_invalid",),
)


def refresh_token(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Rotate the refresh token. One that comes a second time ends its whole family.

    Where the options say so, it stays good instead, and the answer may leave it out (RFC 6749 §6).

    Raises:
        Refused: ``invalid_grant``; ``invalid_scope`` for more than was granted.
    """
    token = _find(photobox, asked)
    if token.used:
        token.grant.alive = False  # RFC 9700 §4.14.2: thief or owner, nobody knows which
    asked.checks.require(REFRESH_TOKEN_UNUSED, not token.used)
    if token.jkt is not None:
        asked.checks.require(DPOP_KEY_OF_THE_TOKEN, asked.jkt == token.jkt)
    sent = dict.fromkeys((asked.parameters.get("scope") or " ".join(token.scope)).split(" "))
    # what was left out when the person approved is left out now: many clients send it each time
    scope = without_unknown(sent, photobox.scopes_of(asked.client))
    asked.checks.require(SCOPE_NOT_WIDER, set(scope) <= set(token.scope))
    options = photobox.options_for(asked.client)
    rotates = options.refresh_rotates and options.refresh_returned
    answer = issue(
        photobox,
        asked,
        token.grant,
        scope,
        refresh_scope=token.scope,
        with_refresh_token=rotates,
    )
    if not rotates and options.refresh_returned:
        answer["refresh_token"] = asked.parameters["refresh_token"]
    token.used = rotates
    return answer


def _find(photobox: ServiceState, asked: Asked) -> Token:
    value = asked.parameters.get("refresh_token", "")
    asked.checks.require(REFRESH_TOKEN_PRESENT, value)
    token = photobox.store.refresh_tokens.get(value)
    known = (
        token is not None
        and token.grant.client_id == asked.client.client_id
        and token.lives(photobox.clock.now())
    )
    asked.checks.require(REFRESH_TOKEN_KNOWN, known)
    assert token is not None  # noqa: S101 - for the type checker; required above
    return token
