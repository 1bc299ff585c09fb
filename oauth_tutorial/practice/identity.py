"""The signing key and the ID token (OpenID Connect Core §2, RFC 7517).

joserfc is imported when the first key is needed, which keeps the start short.
"""

import base64
import hashlib
from functools import cached_property
from typing import Any

ID_TOKEN_SECONDS = 600


class Keys:
    """One ES256 key, made when it is first needed."""

    @cached_property
    def _key(self) -> Any:
        from joserfc.jwk import ECKey

        return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)

    def jwks(self) -> dict[str, object]:
        """Return the public key as a JWK Set (RFC 7517 §5)."""
        return {"keys": [self._key.as_dict(private=False)]}

    def id_token(
        self,
        *,
        issuer: str,
        client_id: str,
        username: str,
        auth_time: int,
        now: float,
        access_token: str,
        nonce: str | None,
    ) -> str:
        """Sign an ID token for one client (OpenID Connect Core §2)."""
        from joserfc import jwt

        claims: dict[str, object] = {
            "iss": issuer,
            "sub": username,
            "aud": client_id,
            "iat": int(now),
            "exp": int(now) + ID_TOKEN_SECONDS,
            "auth_time": auth_time,
            "at_hash": _at_hash(access_token),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key)


def _at_hash(access_token: str) -> str:
    # OpenID Connect Core §3.1.3.6: the left half of the hash, base64url
    half = hashlib.sha256(access_token.encode("ascii")).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode("ascii")
