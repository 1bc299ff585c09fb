"""Two judges of an ID token that are not ours, and its parts as anybody can read them."""

import base64
import json
from typing import Any

import jwt
from joserfc import jwt as jose_jwt
from joserfc.jwk import KeySet


def part(token: str, number: int) -> dict[str, Any]:
    """Return the header (0) or the claims (1) of a JWT, unverified."""
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def verify_with_joserfc(id_token: str, jwks: dict[str, Any], issuer: str) -> dict[str, Any]:
    decoded = jose_jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"])
    registry = jose_jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": "printshop"},
        exp={"essential": True},
    )
    registry.validate(decoded.claims)
    return decoded.claims


def verify_with_pyjwt(id_token: str, jwks: dict[str, Any], issuer: str) -> dict[str, Any]:
    kid = jwt.get_unverified_header(id_token).get("kid")
    keys = [key for key in jwt.PyJWKSet.from_dict(jwks).keys if key.key_id == kid]
    if not keys:
        raise jwt.InvalidTokenError("no key of that kid")
    return jwt.decode(
        id_token, keys[0].key, algorithms=["RS256"], audience="printshop", issuer=issuer
    )
