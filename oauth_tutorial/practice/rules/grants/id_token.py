"""The ID token: who signed in, said to one client (OpenID Connect Core §2)."""

import base64
import hashlib

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Grant


def id_token(photobox: ServiceState, grant: Grant, access_token: str, nonce: str | None) -> str:
    """Sign an ID token.

    Args:
        photobox: Who says it, and with which key.
        grant: Whose sign-in it was, and for which client.
        access_token: What it comes with (§3.1.3.6).
        nonce: Of the authorization request.
    """
    now = int(photobox.clock.now())
    claims: dict[str, object] = {
        "iss": photobox.issuer,
        "sub": grant.username,
        "aud": grant.client_id,
        "iat": now,
        "exp": now + photobox.lifetimes.id_token,
        "auth_time": grant.auth_time,
        "at_hash": _at_hash(access_token),
    }
    if nonce is not None:
        claims["nonce"] = nonce
    algorithm = photobox.clients.signing_algorithm(grant.client_id)
    return photobox.keys.sign(claims, algorithm=algorithm)


def _at_hash(access_token: str) -> str:
    # OpenID Connect Core §3.1.3.6: the left half of the hash, base64url. It is the hash of the
    # token's algorithm, and RS256 and ES256 both have SHA-256 (RFC 7518 §3.1).
    half = hashlib.sha256(access_token.encode("ascii")).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode("ascii")
