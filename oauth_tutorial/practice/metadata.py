"""What the service says of itself (RFC 8414, OpenID Connect Discovery 1.0)."""

from oauth_tutorial.practice.clients import AUTH_METHODS

SCOPES: dict[str, str] = {  # scope → what the consent page says
    "photos.read": "See your photos",
    "orders.write": "Order prints in your name",
    "openid": "Know which account is yours",
    "profile": "See your name",
}
DEFAULT_SCOPE = ("photos.read",)  # RFC 6749 §3.3: when the request names none


def metadata(issuer: str) -> dict[str, object]:
    """Return the authorization server metadata (RFC 8414 §2)."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "revocation_endpoint": f"{issuer}/revoke",
        "registration_endpoint": f"{issuer}/register",
        "jwks_uri": f"{issuer}/jwks.json",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def openid_metadata(issuer: str) -> dict[str, object]:
    """Return the OpenID Provider metadata (Discovery 1.0 §3)."""
    return metadata(issuer) | {
        "userinfo_endpoint": f"{issuer}/userinfo",
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "claims_supported": ["sub", "name", "auth_time", "nonce", "at_hash"],
    }
