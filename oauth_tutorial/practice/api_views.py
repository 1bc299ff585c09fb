"""The photo API over HTTP: requests in, rules, answers and challenges out (RFC 6750 §3)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, g, jsonify, request
from flask.typing import ResponseReturnValue

from oauth_tutorial.practice.checks import Checklist, Refused
from oauth_tutorial.practice.dpop import ALGORITHMS, Proof
from oauth_tutorial.practice.store import Token

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox


def add_api(app: Flask, photobox: "PhotoBox") -> None:
    """Add the resource server's addresses to the application."""
    api = photobox.api_rules

    def get(path: str, scope: str | None, answer: Callable[[Token], dict[str, object]]) -> None:
        app.add_url_rule(path, path, lambda: _api(lambda: answer(token_for(scope))))

    def authorized() -> Token:
        return api.authorize(
            request.headers.get("Authorization"), read_proof(photobox.issuer), g.checks
        )

    def token_for(scope: str | None) -> Token:
        token = authorized()
        api.check_audience(token, g.checks)
        api.check_scope(token, scope, g.checks)
        return token

    get("/api/me", None, api.me)
    get("/api/photos", "photos.read", api.photos)
    get("/api/report", "shop.report", api.report)

    @app.post("/api/orders")
    def orders() -> ResponseReturnValue:
        return _api(
            lambda: api.order(token_for("orders.write"), request.get_json(silent=True), g.checks),
            status=201,
        )

    @app.route("/userinfo", methods=["GET", "POST"])
    def userinfo() -> ResponseReturnValue:
        def answer() -> dict[str, object]:
            # of the authorization server itself: no resource to name (Core §5.3)
            token = authorized()
            api.check_scope(token, "openid", g.checks)
            return api.userinfo(token)

        return _api(answer)


def read_proof(issuer: str) -> Proof:
    """Return the DPoP proof of the request at hand, and what it must name (RFC 9449 §4.3)."""
    return Proof(
        header=request.headers.get("DPoP", ""),
        method=request.method,
        url=issuer + request.path,  # the name that clients know, not what Host says
    )


def _api(answer: Callable[[], dict[str, object]], status: int = 200) -> ResponseReturnValue:
    try:
        response = jsonify(answer())
    except Refused as refused:
        g.error, status = refused.error, refused.status
        response = jsonify(error=refused.error or "no_token", error_description=refused.description)
        if status in {401, 403}:
            response.headers["WWW-Authenticate"] = _challenge(refused, g.checks)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _challenge(refused: Refused, checks: Checklist) -> str:
    failed = checks.failed.name if checks.failed else ""
    if failed.startswith("dpop_"):  # RFC 9449 §7.1
        algorithms = " ".join(ALGORITHMS)
        return f'DPoP realm="PhotoBox", error="{refused.error}", algs="{algorithms}"'
    scheme = "DPoP" if request.headers.get("Authorization", "")[:5].lower() == "dpop " else "Bearer"
    challenge = f'{scheme} realm="PhotoBox"'
    if not refused.error:  # RFC 6750 §3.1: without any token there is no error code
        return challenge
    challenge += f', error="{refused.error}"'
    if failed == "scope_sufficient" and checks.failed:
        challenge += f', scope="{checks.failed.expected}"'
    return challenge
