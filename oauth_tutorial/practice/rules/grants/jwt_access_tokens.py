"""Access tokens that an API can read and verify by itself (RFC 9068)."""

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token, new_secret
from oauth_tutorial.practice.rules.claims import one_or_all


def sign(photobox: ServiceState, token: Token) -> str:
    """Write an access token as a JWT of type ``at+jwt`` (RFC 9068 §2.1, §2.2).

    The type keeps an ID token from being taken for an access token. The algorithm is that of
    the client's ID tokens: RS256, which every server must know (§2.1), unless it
    registered another.
    """
    claims: dict[str, object] = {
        "iss": photobox.issuer,
        "sub": token.grant.subject,
        "aud": one_or_all(token.audience),
        "client_id": token.grant.client_id,
        "scope": " ".join(token.scope),
        "iat": int(token.issued_at),
        "exp": int(token.expires_at),
        "jti": new_secret(),
    }
    if token.grant.username:
        claims["auth_time"] = token.grant.auth_time
    if token.jkt:
        claims["cnf"] = {"jkt": token.jkt}  # RFC 9449 §6.1
    algorithm = photobox.clients.signing_algorithm(token.grant.client_id)
    return photobox.keys.sign(claims, "at+jwt", algorithm)
