"""What a grant that is in order gets: tokens (RFC 6749 §5.1)."""

from typing import TYPE_CHECKING

from oauth_tutorial.practice.lifetimes import ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS
from oauth_tutorial.practice.store import Grant, Token, new_secret

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox


def issue(
    photobox: "PhotoBox",
    grant: Grant,
    scope: tuple[str, ...],
    *,
    nonce: str | None = None,
    refresh_scope: tuple[str, ...] | None = None,
) -> dict[str, object]:
    """Make the tokens of a grant and the response that carries them.

    Args:
        photobox: Whose store remembers them.
        grant: What they hang on.
        scope: Of the access token.
        nonce: Of the authorization request, for the ID token.
        refresh_scope: Of the refresh token. Default: ``scope``.
    """
    access_token = _access_token(photobox, grant, scope)
    answer: dict[str, object] = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": ACCESS_TOKEN_SECONDS,
        "scope": " ".join(scope),
    }
    answer["refresh_token"] = _refresh_token(photobox, grant, refresh_scope or scope)
    if "openid" in scope:
        answer["id_token"] = photobox.keys.id_token(
            issuer=photobox.issuer,
            client_id=grant.client_id,
            username=grant.username,
            auth_time=grant.auth_time,
            now=photobox.clock.now(),
            access_token=access_token,
            nonce=nonce,
        )
    return answer


def _access_token(photobox: "PhotoBox", grant: Grant, scope: tuple[str, ...]) -> str:
    value = new_secret()
    expires_at = photobox.clock.now() + ACCESS_TOKEN_SECONDS
    photobox.store.access_tokens[value] = Token(grant, scope, expires_at)
    return value


def _refresh_token(photobox: "PhotoBox", grant: Grant, scope: tuple[str, ...]) -> str:
    value = new_secret()
    expires_at = photobox.clock.now() + REFRESH_TOKEN_SECONDS
    photobox.store.refresh_tokens[value] = Token(grant, scope, expires_at)
    return value
