"""What each scope lets a client know about the person (OpenID Connect Core §5.4)."""

from collections.abc import Sequence

from oauth_tutorial.practice.model.people import address_of, email_of, name_of, phone_of

CLAIMS_BY_SCOPE: dict[str, tuple[str, ...]] = {
    "openid": ("sub",),
    "profile": ("name", "preferred_username"),
    "email": ("email", "email_verified"),
    "address": ("address",),
    "phone": ("phone_number", "phone_number_verified"),
}
ID_TOKEN_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash")
CLAIMS = tuple(dict.fromkeys((*ID_TOKEN_CLAIMS, *sum(CLAIMS_BY_SCOPE.values(), ()))))


def claims_about(username: str, scope: Sequence[str]) -> dict[str, object]:
    """Return the claims that the scopes allow (OpenID Connect Core §5.3.2)."""
    known: dict[str, object] = {
        "sub": username,
        "name": name_of(username),
        "preferred_username": username,
        "email": email_of(username),
        "email_verified": True,
        "address": address_of(username),
        "phone_number": phone_of(username),
        "phone_number_verified": True,
    }
    allowed = [name for word in scope for name in CLAIMS_BY_SCOPE.get(word, ())]
    return {name: known[name] for name in known if name in allowed}


def one_or_all(audience: tuple[str, ...]) -> str | list[str]:
    """Write an ``aud``: one value is a string (RFC 7519 §4.1.3)."""
    return audience[0] if len(audience) == 1 else list(audience)
