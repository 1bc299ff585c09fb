"""What the service says of itself (RFC 8414, OpenID Connect Discovery 1.0)."""

from oauth_tutorial.practice.clients import AUTH_METHODS
from oauth_tutorial.practice.grants import GRANTS
from oauth_tutorial.practice.scopes import SCOPES, SERVICE_SCOPES

CONFIDENTIAL_AUTH_METHODS = tuple(method for method in AUTH_METHODS if method != "none")


def metadata(issuer: str) -> dict[str, object]:
    """Return the authorization server metadata (RFC 8414 §2)."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "revocation_endpoint": f"{issuer}/revoke",
        "introspection_endpoint": f"{issuer}/introspect",
        "registration_endpoint": f"{issuer}/register",
        "jwks_uri": f"{issuer}/jwks.json",
        "scopes_supported": [*SCOPES, *SERVICE_SCOPES],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(CONFIDENTIAL_AUTH_METHODS),
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
