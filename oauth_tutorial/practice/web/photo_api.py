"""The photo API over HTTP: requests in, rules, answers and challenges out (RFC 6750 §3)."""

from collections.abc import Callable

from flask import Flask, Response, request

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.dpop import ALGORITHMS, Proof
from oauth_tutorial.practice.rules.endpoints.photo_api import Api
from oauth_tutorial.practice.web.http import JSON, json_of_request, json_response
from oauth_tutorial.practice.web.notes import notes


def add_api(app: Flask, photobox: ServiceState) -> None:
    """Add the resource server's addresses to the application."""
    api = Api(photobox)

    def get(path: str, scope: str | None, answer: Callable[[Token], dict[str, object]]) -> None:
        app.add_url_rule(path, path, lambda: _api(lambda: answer(token_for(scope))))

    def authorized() -> Token:
        return api.authorize(
            request.headers.get("Authorization"), read_proof(photobox.issuer), notes.checks
        )

    def token_for(scope: str | None) -> Token:
        token = authorized()
        api.check_audience(token, notes.checks)
        api.check_scope(token, scope, notes.checks)
        return token

    get("/api/me", None, api.me)
    get("/api/photos", "photos.read", api.photos)
    get("/api/report", "shop.report", api.report)

    def order() -> dict[str, object]:
        asked = json_of_request() if request.mimetype == JSON else None
        return api.order(token_for("orders.write"), asked, notes.checks)

    def userinfo() -> dict[str, object]:
        # of the authorization server itself: no resource to name (Core §5.3)
        token = authorized()
        api.check_scope(token, "openid", notes.checks)
        return api.userinfo(token)

    app.add_url_rule("/api/orders", "order", lambda: _api(order, status=201), methods=["POST"])
    app.add_url_rule("/userinfo", "userinfo", lambda: _api(userinfo), methods=["GET", "POST"])


def read_proof(issuer: str) -> Proof:
    """Return the DPoP proof of the request at hand, and what it must name (RFC 9449 §4.3)."""
    return Proof(
        header=request.headers.get("DPoP", ""),
        method=request.method,
        url=issuer + request.path,  # the name that clients know, not what Host says
    )


def _api(answer: Callable[[], dict[str, object]], status: int = 200) -> Response:
    try:
        response = json_response(answer(), status)
    except Refused as refused:
        notes.error = refused.error
        error = {"error": refused.error or "no_token", "error_description": refused.description}
        response = json_response(error, refused.status)
        if refused.status in {401, 403}:
            response.headers["WWW-Authenticate"] = _challenge(refused, notes.checks)
    response.headers["Cache-Control"] = "no-store"
    return response


def _challenge(refused: Refused, checks: Checklist) -> str:
    failed = checks.failed.name if checks.failed else ""
    if failed.startswith("dpop_"):  # RFC 9449 §7.1
        algorithms = " ".join(ALGORITHMS)
        return f'DPoP realm="PhotoBox", error="{refused.error}", algs="{algorithms}"'
    sent = request.headers.get("Authorization", "")
    scheme = "DPoP" if sent[:5].lower() == "dpop " else "Bearer"
    challenge = f'{scheme} realm="PhotoBox"'
    if not refused.error:  # RFC 6750 §3.1: without any token there is no error code
        return challenge
    challenge += f', error="{refused.error}"'
    if failed == "scope_sufficient" and checks.failed:
        challenge += f', scope="{checks.failed.expected}"'
    return challenge
