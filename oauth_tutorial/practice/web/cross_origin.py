"""Which answers a web page of another origin may read: CORS (Fetch Standard, "CORS protocol").

An app that runs in the browser calls what programs call: metadata, keys, token endpoint,
UserInfo (OpenID Connect Core §5.3), the photo API. None of these looks at a cookie, so every
origin may read them, and no browser is ever told to send its cookies along. What a person walks
through is for nobody's script: authorize, sign in, consent, device. Nor is introspection, which
a public client may not ask (RFC 7662 §2.1), nor what a device asks, which has no browser.
"""

from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed

from oauth_tutorial.practice.rules.endpoints.metadata import RESOURCE_METADATA

_OPEN = frozenset(
    {
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
        RESOURCE_METADATA,
        "/jwks.json",
        "/par",
        "/register",
        "/revoke",
        "/token",
        "/userinfo",
    }
)
_API = "/api/"
# A browser takes "*" for every header but Authorization. The others are named to be seen.
_REQUEST_HEADERS = "Authorization, Content-Type, DPoP, MCP-Protocol-Version, *"
_RESPONSE_HEADERS = "DPoP-Nonce, Retry-After, WWW-Authenticate, X-Request-Id"
_MAX_AGE = "600"  # seconds that a browser remembers the answer, so that it asks seldom


def answer_preflight() -> Response | None:
    """Answer what a browser asks before it sends a page's request; None for any other request.

    It is no request to the endpoint: no rule is checked and no fault acts.

    Example:
        ``OPTIONS /token`` is answered with 204 and ``Access-Control-Allow-Methods: POST``.
    """
    refused = request.routing_exception
    if request.method != "OPTIONS" or not isinstance(refused, MethodNotAllowed):
        return None
    if not _is_open(request.path):
        return None
    methods = ", ".join(sorted(refused.valid_methods or ()))
    response = Response(status=204)
    del response.headers["Content-Type"]  # of nothing
    response.headers["Allow"] = methods  # RFC 9110 §9.3.7
    response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
    response.headers["Access-Control-Max-Age"] = _MAX_AGE
    return response


def let_pages_read(response: Response) -> None:
    """Allow pages of every origin to read an answer that is for programs."""
    # a wrong address has nothing to hide, and its answer names the right one
    names_the_right_path = response.status_code == 404 and response.is_json
    if _is_open(request.path) or names_the_right_path:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _RESPONSE_HEADERS


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_API)
