"""What a grant that is in order gets: tokens (RFC 6749 §5.1)."""

from oauth_tutorial.practice.model.checks import Rule
from oauth_tutorial.practice.model.options import Options
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest, Grant, Token, new_secret
from oauth_tutorial.practice.rules.grants.id_token import id_token
from oauth_tutorial.practice.rules.grants.jwt_access_tokens import sign
from oauth_tutorial.practice.rules.resources import narrow, photo_api
from oauth_tutorial.practice.rules.scope import asks_to_go_on
from oauth_tutorial.practice.rules.token_request import Asked

SCOPE_LEFT = Rule(
    "scope_left",
    "RFC 7591 §2",
    "the client may still ask for some of what was granted",
    error="invalid_scope",
    causes=("scope_invalid",),
)


def issue(
    photobox: ServiceState,
    asked: Asked,
    grant: Grant,
    scope: tuple[str, ...],
    *,
    nonce: str | None = None,
    refresh_scope: tuple[str, ...] | None = None,
    with_refresh_token: bool = True,
) -> dict[str, object]:
    """Make the tokens of a grant and the response that carries them.

    Args:
        photobox: Whose store remembers them.
        asked: The request, which may narrow the resources and prove a key.
        grant: What the tokens hang on.
        scope: Of the access token. What the client may not ask for any more is left out: it can
            take scopes out of its registration (RFC 7592 §2.2).
        nonce: Of the authorization request, for the ID token.
        refresh_scope: Of the refresh token. Default: ``scope``.
        with_refresh_token: Default: where the client may use one.

    Raises:
        Refused: ``invalid_target`` for a resource beyond the grant; ``invalid_scope`` where no
            scope is left.
    """
    left = _still_allowed(scope, photobox.scopes_of(asked.client), asked)
    photobox.clients.use(grant.client_id)
    granted = grant.resources or (photo_api(photobox.issuer),)
    audience = narrow(asked.resources, granted, asked.checks)
    now, lifetimes = photobox.clock.now(), photobox.lifetimes
    token = Token(grant, left, now, now + lifetimes.access_token, audience, jkt=asked.jkt)
    access_token = sign(photobox, token) if photobox.options.jwt_access_tokens else new_secret()
    photobox.store.access_tokens[access_token] = token
    answer: dict[str, object] = {
        "access_token": access_token,
        "token_type": token.token_type,
        "expires_in": lifetimes.access_token,
        "scope": " ".join(left),
    }
    if with_refresh_token and "refresh_token" in asked.client.grant_types:
        # RFC 9449 §5: a confidential client's is bound to its secret already
        jkt = asked.jkt if asked.client.is_public else None
        answer["refresh_token"] = new_secret()
        photobox.store.refresh_tokens[str(answer["refresh_token"])] = Token(
            grant, refresh_scope or scope, now, now + lifetimes.refresh_token, granted, jkt=jkt
        )
    if "openid" in left:
        answer["id_token"] = id_token(photobox, grant, access_token, nonce)
    return answer


def _still_allowed(
    scope: tuple[str, ...], allowed: tuple[str, ...], asked: Asked
) -> tuple[str, ...]:
    left = tuple(word for word in scope if word in allowed)
    if not left:  # what is left is no news
        asked.checks.require(
            SCOPE_LEFT, False, expected="some of " + " ".join(allowed), received=" ".join(scope)
        )
    return left


def may_go_on(
    wanted: tuple[str, ...],
    granted: tuple[str, ...],
    options: Options | None = None,
    request: AuthorizationRequest | None = None,
) -> bool:
    """Whether a refresh token may be given: not where the person refused just that.

    PhotoBox gives one without being asked, too, unless its options say otherwise. But whoever
    takes the tick from ``offline_access`` means it (OpenID Connect Core §11).

    Args:
        wanted: The words that were asked for.
        granted: Those that the person allowed.
        options: As the client meets them. Default: the safe ones.
        request: Which asked. Default: a device did.
    """
    if options and options.refresh == "never":
        return False
    if options and options.refresh == "when":
        asked = asks_to_go_on(options, wanted) if request is None else request.offline
        if not asked:
            return False
    return "offline_access" not in wanted or "offline_access" in granted
