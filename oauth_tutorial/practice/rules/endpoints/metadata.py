"""What the service says of itself (RFC 8414, OpenID Connect Discovery 1.0, RFC 9728)."""

from collections.abc import Set

from oauth_tutorial.practice.model import keys
from oauth_tutorial.practice.model.clients import AUTH_METHODS
from oauth_tutorial.practice.model.scopes import API_SCOPES, PERSON_SCOPES
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.claims import CLAIMS
from oauth_tutorial.practice.rules.dpop import ALGORITHMS
from oauth_tutorial.practice.rules.grants.table import GRANTS
from oauth_tutorial.practice.rules.interaction import PROMPTS

CONFIDENTIAL_AUTH_METHODS = tuple(method for method in AUTH_METHODS if method != "none")


def metadata(photobox: ServiceState) -> dict[str, object]:
    """Return the authorization server metadata (RFC 8414 §2): what is on, and no more."""
    return _without_what_is_off(
        _at_own_paths(photobox, _everything(photobox)), photobox.options.off
    )


def _at_own_paths(photobox: ServiceState, document: dict[str, object]) -> dict[str, object]:
    """Name the paths of the provider that is played; what it does not have is left out."""
    playing = photobox.playing
    if playing is None:
        return document
    base = photobox.authorization_endpoint.removesuffix("/authorize")
    own: dict[str, object] = {
        name: (base if name == "authorization_endpoint" else photobox.issuer) + path
        for name, path in playing.paths.by_name.items()
        if name in document
    }
    ways = {way for app in playing.preset.apps.values() for way in app.client_auth}
    methods = {"basic": "client_secret_basic", "post": "client_secret_post", "none": "none"}
    own["scopes_supported"] = [one.name for one in playing.preset.scopes]
    own["token_endpoint_auth_methods_supported"] = [
        name for way, name in methods.items() if way in ways
    ]
    if playing.preset.revocation.style != "rfc7009":
        gone = {"revocation_endpoint", "revocation_endpoint_auth_methods_supported"}
        return {name: value for name, value in (document | own).items() if name not in gone}
    return document | own


def _everything(photobox: ServiceState) -> dict[str, object]:
    issuer, options = photobox.issuer, photobox.options
    return {
        "issuer": issuer,
        "authorization_endpoint": photobox.authorization_endpoint,  # where the browser sees it
        "token_endpoint": f"{issuer}/token",
        "revocation_endpoint": f"{issuer}/revoke",
        "introspection_endpoint": f"{issuer}/introspect",
        "registration_endpoint": f"{issuer}/register",
        "device_authorization_endpoint": f"{issuer}/device_authorization",  # RFC 8628 §4
        "pushed_authorization_request_endpoint": f"{issuer}/par",  # RFC 9126 §5
        "require_pushed_authorization_requests": photobox.options.require_par,
        "jwks_uri": f"{issuer}/jwks.json",
        "scopes_supported": list(PERSON_SCOPES),  # what an app can ask a person for
        "response_types_supported": ["code"],
        "response_modes_supported": [options.response_mode],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(CONFIDENTIAL_AUTH_METHODS),
        "code_challenge_methods_supported": [
            "S256" if one == "hex" else one for one in options.pkce_methods
        ],
        "authorization_response_iss_parameter_supported": options.send_iss,
        "dpop_signing_alg_values_supported": list(ALGORITHMS),
    }


def _of_openid(photobox: ServiceState) -> dict[str, object]:
    """The endpoints that OpenID Connect adds."""
    return {
        "userinfo_endpoint": f"{photobox.issuer}/userinfo",
        "end_session_endpoint": photobox.end_session_endpoint,  # RP-Initiated Logout 1.0 §2.1
    }


def openid_metadata(photobox: ServiceState) -> dict[str, object]:
    """Return the OpenID Provider metadata (Discovery 1.0 §3)."""
    document = (
        _everything(photobox)
        | _of_openid(photobox)
        | {
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": list(keys.ALGORITHMS),
            "claims_supported": list(CLAIMS),
            "prompt_values_supported": list(PROMPTS),
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,  # left out, it would mean true
        }
    )
    return _without_what_is_off(_at_own_paths(photobox, document), photobox.options.off)


RESOURCE_METADATA = "/.well-known/oauth-protected-resource/api"
"""Where the photo API's document is: before the path of its address (RFC 9728 §3.1)."""


def resource_metadata(photobox: ServiceState) -> dict[str, object]:
    """Return what the photo API says of itself (RFC 9728 §2).

    There is none at ``/.well-known/oauth-protected-resource``: that would be the document of a
    resource at the root, and ``resource`` has to be the address that was asked (§3.3).
    """
    return {
        "resource": photobox.api,
        "authorization_servers": [photobox.issuer],
        "scopes_supported": list(API_SCOPES),
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": list(ALGORITHMS),
        "resource_name": "PhotoBox's photo API",
    }


def turned_off_at(photobox: ServiceState, path: str) -> str:
    """Return the name of the endpoint at a path when it is off, else nothing."""
    everything = _everything(photobox) | _of_openid(photobox)
    of_a_client = path.startswith("/register/")  # its registration_client_uri
    url = photobox.issuer + ("/register" if of_a_client else path)
    return next((name for name in photobox.options.off if everything.get(name) == url), "")


def _without_what_is_off(document: dict[str, object], off: Set[str]) -> dict[str, object]:
    grants = [name for name in GRANTS if name not in off]
    methods = {f"{name}_auth_methods_supported" for name in off}
    left = {name: value for name, value in document.items() if name not in off | methods}
    return left | {"grant_types_supported": grants}
