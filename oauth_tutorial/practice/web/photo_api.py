"""The photo API over HTTP: requests in, rules, answers and challenges out (RFC 6750 §3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask, Response, request

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.dpop import ALGORITHMS, Proof
from oauth_tutorial.practice.rules.endpoints.metadata import RESOURCE_METADATA
from oauth_tutorial.practice.rules.endpoints.photo_api import (
    TOKEN_NOT_IN_THE_QUERY,
    TOKEN_SENT_ONCE,
    Api,
    Shown,
)
from oauth_tutorial.practice.rules.parameters import Pairs
from oauth_tutorial.practice.rules.token_request import FORM
from oauth_tutorial.practice.web.http import JSON, json_of_request, json_response
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.played.edge import came


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What ``WWW-Authenticate`` says of one address (RFC 6750 §3).

    Args:
        scope: What is needed there. Default: nothing in particular.
        metadata: Where its document is (RFC 9728 §5.1). Default: it has none.

    Example:
        ``Bearer realm="PhotoBox", scope="photos.read", resource_metadata="http://…/api"``
    """

    scope: str = ""
    metadata: str = ""

    def against(self, refused: Refused, checks: Checklist) -> str:
        """Write the header of one refusal."""
        failed = checks.failed.name if checks.failed else ""
        sent = request.headers.get("Authorization", "")
        of_a_proof = failed.startswith("dpop_")  # RFC 9449 §7.1
        scheme = "DPoP" if of_a_proof or sent[:5].lower() == "dpop " else "Bearer"
        parameters = {
            "realm": "PhotoBox",
            "error": refused.error,  # RFC 6750 §3.1: without any token there is none
            "scope": self.scope,
            "algs": " ".join(ALGORITHMS) if of_a_proof else "",
            "resource_metadata": self.metadata,
        }
        given = [f'{name}="{value}"' for name, value in parameters.items() if value]
        return f"{scheme} {', '.join(given)}"


def add_api(app: Flask, photobox: ServiceState) -> None:
    """Add the resource server's addresses to the application."""
    api = Api(photobox)

    challenge = Challenge(metadata=photobox.issuer + RESOURCE_METADATA)

    def get(path: str, scope: str | None, answer: Callable[[Token], dict[str, object]]) -> None:
        wanted = replace(challenge, scope=scope or "")
        app.add_url_rule(
            path, path, lambda: answer_of_the_api(lambda: answer(token_for(scope)), wanted)
        )

    def authorized(body: Pairs = ()) -> Token:
        shown = Shown(
            header=request.headers.get("Authorization"),
            body=body,
            query=list(request.args.items(multi=True)),
            proof=read_proof(photobox.issuer),
        )
        return api.authorize(shown, notes.checks)

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
        is_form = request.method == "POST" and request.mimetype == FORM  # RFC 6750 §2.2
        token = authorized(list(request.form.items(multi=True)) if is_form else ())
        api.check_scope(token, "openid", notes.checks)
        return api.userinfo(token)

    def ordered() -> Response:
        return answer_of_the_api(order, replace(challenge, scope="orders.write"), status=201)

    def told() -> Response:
        return answer_of_the_api(userinfo, Challenge(scope="openid"))

    app.add_url_rule("/api/orders", "order", ordered, methods=["POST"])
    app.add_url_rule("/userinfo", "userinfo", told, methods=["GET", "POST"])


def read_proof(issuer: str) -> Proof:
    """Return the DPoP proof of the request at hand, and what it must name (RFC 9449 §4.3)."""
    return Proof(
        header=request.headers.get("DPoP", ""),
        method=request.method,
        url=issuer + came().path,  # the name that clients know, not what Host says
    )


def answer_of_the_api(
    answer: Callable[[], dict[str, object]], challenge: Challenge, status: int = 200
) -> Response:
    """Answer with what *answer* makes, or with what it was refused for.

    Args:
        answer: Makes the document, or raises ``Refused``.
        challenge: Of this address.
        status: Of an answer that is in order. Default: 200.
    """
    try:
        response = json_response(answer(), status)
    except Refused as refused:
        notes.error = refused.error
        # RFC 6750 §3.1: whoever shows no token is told what is missing, and no error code
        error = {"error": refused.error} if refused.error else {}
        response = json_response(error | {"error_description": refused.description}, refused.status)
        if refused.status in {401, 403} or _is_about_the_token(notes.checks):
            response.headers["WWW-Authenticate"] = challenge.against(refused, notes.checks)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_about_the_token(checks: Checklist) -> bool:
    """Whether a request brought a token that was not even looked at (RFC 6750 §3)."""
    return checks.failed is not None and checks.failed.rule in {
        TOKEN_NOT_IN_THE_QUERY,
        TOKEN_SENT_ONCE,
    }
