"""DPoP proofs made by hand: nothing of the package makes them."""

import base64
import hashlib
import json
import secrets
import time

from joserfc import jws
from joserfc.jwk import ECKey, Key


def new_key() -> ECKey:
    return ECKey.generate_key("P-256")


def proof(
    key: Key,
    htm: str,
    htu: str,
    *,
    access_token: str | None = None,
    header: dict[str, object] | None = None,
    sign_with: Key | None = None,
    **changes: object,
) -> str:
    """Sign a proof; ``header`` and ``changes`` replace members, None leaves one out."""
    claims: dict[str, object] = {
        "jti": secrets.token_urlsafe(12),
        "htm": htm,
        "htu": htu,
        "iat": int(time.time()),
    }
    if access_token is not None:
        digest = hashlib.sha256(access_token.encode()).digest()
        claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    protected: dict[str, object] = {
        "typ": "dpop+jwt",
        "alg": "ES256",
        "jwk": key.as_dict(private=False),
    } | (header or {})
    protected = {name: value for name, value in protected.items() if value is not None}
    algorithms = [str(protected["alg"])]
    return jws.serialize_compact(
        protected, json.dumps(claims), sign_with or key, algorithms=algorithms
    )
