"""The 21 ways in which servers answer: a token and an error read right from each.

Each fake is one server: it refuses a request that is not in its dialect, so that the dialect is
tested as well, and not the reading alone.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from werkzeug.wrappers import Request, Response

from oauth_tutorial import exchange_code, network
from oauth_tutorial.client.dialect import RFC_6749, Dialect
from oauth_tutorial.errors import TokenRequestFailed

TOKEN = "2YotnFZFEjr1zCsicMWpAA"
BEARER = {"access_token": TOKEN, "token_type": "bearer"}
BASIC = ("s6BhdRkqt3", "gX1fBat3bV")


def in_basic(request: Request) -> bool:
    found = request.authorization
    return found is not None and (found.username, found.password) == BASIC


def in_form(request: Request) -> bool:
    return (request.form.get("client_id"), request.form.get("client_secret")) == BASIC


def in_json(request: Request) -> bool:
    given = request.get_json(silent=True)
    return in_basic(request) and isinstance(given, dict) and given.get("code") == "SplxlOBeZQ"


def by_key(request: Request) -> bool:
    return request.form.get("client_key") == BASIC[0] and "client_id" not in request.form


@dataclass(frozen=True)
class Shape:
    """One server.

    Attributes:
        good: What it answers with a token; a dict is JSON, text is itself.
        bad: What it answers with an error, and the status.
        error: Which code that is; and its sentence.
        dialect: How it differs.
        wants: Whether a request is in its dialect; what is not gets no token.
        expires_in: The lifetime; scopes: what was granted; extra: the names of what else came.
    """

    good: object
    bad: tuple[int, object]
    error: tuple[str, str]
    dialect: Dialect = RFC_6749
    wants: Callable[[Request], bool] = in_form
    expires_in: int | None = None
    scopes: tuple[str, ...] = ()
    extra: frozenset[str] = frozenset()
    refresh_token: str | None = None
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)


SHAPES = {
    "GitHub": Shape(
        good=BEARER | {"scope": "repo,gist"},
        bad=(
            200,
            {
                "error": "bad_verification_code",
                "error_description": "The code passed is incorrect or expired.",
                "error_uri": "https://docs.github.com/",
            },
        ),
        error=("bad_verification_code", "The code passed is incorrect or expired."),
        dialect=Dialect(granted_separator=","),
        wants=lambda request: in_form(request) and request.accept_mimetypes.accept_json,
        scopes=("repo", "gist"),
    ),
    "GitHub App": Shape(
        good=BEARER
        | {
            "expires_in": "28800",
            "refresh_token": "ghr_1B4a2e77838347a7E420ce178F2E7c6912E1692",
            "refresh_token_expires_in": "15811200",
            "scope": "",
        },
        bad=(200, {"error": "incorrect_client_credentials"}),
        error=("incorrect_client_credentials", ""),
        dialect=Dialect(granted_separator=","),
        expires_in=28800,
        extra=frozenset({"refresh_token_expires_in"}),
        refresh_token="ghr_1B4a2e77838347a7E420ce178F2E7c6912E1692",
    ),
    "Slack, a bot": Shape(
        good={
            "ok": True,
            "access_token": TOKEN,
            "token_type": "bot",
            "scope": "commands,incoming-webhook",
            "bot_user_id": "U0KRQLJ9H",
            "team": {"name": "Slack", "id": "T9TK3CUKW"},
        },
        bad=(200, {"ok": False, "error": "invalid_code"}),
        error=("invalid_code", ""),
        dialect=Dialect(client_auth="basic", granted_separator=","),
        wants=in_basic,
        scopes=("commands", "incoming-webhook"),
        extra=frozenset({"ok", "bot_user_id", "team", "token_type"}),
    ),
    "Slack, a person": Shape(
        good={
            "ok": True,
            "app_id": "A0KRD7HC3",
            "authed_user": {
                "id": "U1234",
                "scope": "chat:write,files:read",
                "access_token": TOKEN,
                "token_type": "user",
            },
            "team": {"id": "T9TK3CUKW"},
        },
        bad=(200, {"ok": False, "error": "bad_redirect_uri"}),
        error=("bad_redirect_uri", ""),
        dialect=Dialect(token_at="authed_user", granted_separator=","),
        scopes=("chat:write", "files:read"),
        extra=frozenset({"ok", "app_id", "team", "id", "token_type"}),
    ),
    "Notion": Shape(
        good=BEARER | {"bot_id": "b0", "workspace_id": "w0", "owner": {"type": "user"}},
        bad=(
            400,
            {
                "object": "error",
                "status": 400,
                "code": "validation_error",
                "message": "body failed validation: body.redirect_uri should be defined.",
            },
        ),
        error=(
            "validation_error",
            "body failed validation: body.redirect_uri should be defined.",
        ),
        dialect=Dialect(client_auth="basic", body="json", headers={"Notion-Version": "2022-06-28"}),
        wants=lambda request: in_json(request) and "Notion-Version" in request.headers,
        extra=frozenset({"bot_id", "workspace_id", "owner"}),
    ),
    "TikTok": Shape(
        good=BEARER
        | {
            "expires_in": 86400,
            "open_id": "afd97af1",
            "refresh_expires_in": 31536000,
            "refresh_token": "rft.1",
            "scope": "user.info.basic,video.list",
        },
        bad=(
            200,
            {
                "error": "invalid_grant",
                "error_description": "Authorization code is expired.",
                "log_id": "2022061",
            },
        ),
        error=("invalid_grant", "Authorization code is expired."),
        dialect=Dialect(names={"token": {"client_id": "client_key"}}, granted_separator=","),
        wants=by_key,
        expires_in=86400,
        scopes=("user.info.basic", "video.list"),
        extra=frozenset({"open_id", "refresh_expires_in"}),
        refresh_token="rft.1",
    ),
    "TikTok for business": Shape(
        good={
            "code": 0,
            "message": "OK",
            "request_id": "20230605",
            "data": {"access_token": TOKEN, "scope": [1, "4"], "advertiser_ids": ["7"]},
        },
        bad=(200, {"code": 40110, "message": "Auth code is expired", "data": {}}),
        error=("40110", "Auth code is expired"),
        dialect=Dialect(body="json", token_at="data"),
        wants=lambda request: request.is_json,
        scopes=("4",),
        extra=frozenset({"code", "message", "request_id", "advertiser_ids"}),
    ),
    "Reddit": Shape(
        good=BEARER | {"expires_in": 86400, "scope": "identity read"},
        bad=(429, {"message": "Too Many Requests", "error": 429}),
        error=("unknown_error", "Too Many Requests"),
        dialect=Dialect(client_auth="basic"),
        wants=lambda request: (
            in_basic(request) and request.headers["User-Agent"].startswith("oauth-tutorial/")
        ),
        expires_in=86400,
        scopes=("identity", "read"),
        headers={"Retry-After": "7"},
    ),
    "Withings": Shape(
        good={
            "status": 0,
            "body": {
                "userid": "363",
                "access_token": TOKEN,
                "refresh_token": "9fb0e8",
                "scope": "user.info,user.metrics",
                "expires_in": 10800,
                "token_type": "Bearer",
            },
        },
        bad=(200, {"status": 503, "body": {}, "error": "Invalid Params: invalid code"}),
        error=("503", "Invalid Params: invalid code"),
        dialect=Dialect(
            token_at="body",
            granted_separator=",",
            extra={"token": {"action": "requesttoken"}},
        ),
        wants=lambda request: request.form.get("action") == "requesttoken",
        expires_in=10800,
        scopes=("user.info", "user.metrics"),
        extra=frozenset({"status", "userid"}),
        refresh_token="9fb0e8",
    ),
    "Shopify": Shape(
        good={"access_token": TOKEN, "scope": "write_orders,read_customers"},
        bad=(
            400,
            {
                "error": "invalid_request",
                "error_description": "The authorization code was not found or was already used",
            },
        ),
        error=("invalid_request", "The authorization code was not found or was already used"),
        dialect=Dialect(granted_separator=",", extra={"token": {"expiring": "1"}}),
        wants=lambda request: request.form.get("expiring") == "1",
        scopes=("write_orders", "read_customers"),
    ),
    "Mailchimp": Shape(
        good=BEARER | {"expires_in": 0, "scope": None},
        bad=(400, {"error": "invalid_grant", "error_description": "code not found"}),
        error=("invalid_grant", "code not found"),
        dialect=Dialect(zero_means_never=True),
    ),
    "Facebook of old": Shape(
        good=f"access_token={TOKEN}&expires=5183999",
        kind="text/plain; charset=UTF-8",
        bad=(
            400,
            {
                "error": {
                    "type": "OAuthException",
                    "message": "Error validating verification code.",
                }
            },
        ),
        error=("OAuthException", "Error validating verification code."),
        dialect=Dialect(lifetime_name="expires"),
        expires_in=5183999,
    ),
    "Facebook": Shape(
        good=BEARER | {"expires_in": 5183944},
        bad=(
            400,
            {
                "error": {
                    "message": "This authorization code has been used.",
                    "type": "OAuthException",
                    "code": 100,
                    "error_subcode": 36009,
                    "fbtrace_id": "AbC",
                }
            },
        ),
        error=("OAuthException", "This authorization code has been used."),
        expires_in=5183944,
    ),
    "Salesforce": Shape(
        good=BEARER
        | {
            "instance_url": "https://example.my.salesforce.com",
            "id": "https://login.salesforce.com/id/00D/005",
            "issued_at": "1278448832702",
            "signature": "0Cm",
            "scope": "api refresh_token",
        },
        bad=(400, {"error": "invalid_grant", "error_description": "expired authorization code"}),
        error=("invalid_grant", "expired authorization code"),
        scopes=("api", "refresh_token"),
        extra=frozenset({"instance_url", "id", "issued_at", "signature"}),
    ),
    "Strava": Shape(
        good=BEARER
        | {
            "expires_at": 1568775134,
            "expires_in": 20566,
            "refresh_token": "e5n567567",
            "athlete": {"id": 134815},
        },
        bad=(
            400,
            {
                "message": "Bad Request",
                "errors": [
                    {"resource": "RequestToken", "field": "code", "code": "invalid"},
                ],
            },
        ),
        error=("invalid", "Bad Request; resource RequestToken; field code"),
        expires_in=20566,
        extra=frozenset({"expires_at", "athlete"}),
        refresh_token="e5n567567",
    ),
    "ORCID": Shape(
        good=BEARER
        | {
            "expires_in": 631138518,
            "scope": "/authenticate",
            "name": "Sofia Garcia",
            "orcid": "0000-0001-2345-6789",
        },
        bad=(400, {"error": "invalid_grant", "error_description": "Invalid authorization code"}),
        error=("invalid_grant", "Invalid authorization code"),
        wants=lambda request: "application/json" in request.headers["Accept"],
        expires_in=631138518,
        scopes=("/authenticate",),
        extra=frozenset({"name", "orcid"}),
    ),
    "Zoom": Shape(
        good=BEARER | {"expires_in": 3599, "scope": "user:read", "api_url": "https://api.zoom.us"},
        bad=(400, {"reason": "Invalid authorization code", "error": "invalid_request"}),
        error=("invalid_request", "Invalid authorization code"),
        dialect=Dialect(client_auth="basic"),
        wants=in_basic,
        expires_in=3599,
        scopes=("user:read",),
        extra=frozenset({"api_url"}),
    ),
    "eBay": Shape(
        good={"access_token": TOKEN, "token_type": "User Access Token", "expires_in": 7200},
        bad=(400, {"error": "invalid_grant", "error_description": "the provided code is invalid"}),
        error=("invalid_grant", "the provided code is invalid"),
        dialect=Dialect(client_auth="basic"),
        wants=in_basic,
        expires_in=7200,
        extra=frozenset({"token_type"}),
    ),
    "Fitbit": Shape(
        good=BEARER | {"expires_in": 28800, "scope": "sleep heartrate", "user_id": "GGNJL9"},
        bad=(
            400,
            {
                "errors": [
                    {
                        "errorType": "invalid_grant",
                        "message": "Authorization code expired: 1a2b. "
                        "Visit https://dev.fitbit.com/docs",
                    }
                ],
                "success": False,
            },
        ),
        error=(
            "invalid_grant",
            "Authorization code expired: 1a2b. Visit https://dev.fitbit.com/docs",
        ),
        dialect=Dialect(client_auth="basic"),
        wants=in_basic,
        expires_in=28800,
        scopes=("sleep", "heartrate"),
        extra=frozenset({"user_id"}),
    ),
    "Twitch": Shape(
        good=BEARER | {"expires_in": 14124, "scope": ["user:read:email", "chat:read"]},
        bad=(400, {"status": 400, "message": "Invalid authorization code"}),
        error=("unknown_error", "Invalid authorization code"),
        expires_in=14124,
        scopes=("user:read:email", "chat:read"),
    ),
    "Microsoft": Shape(
        good=BEARER | {"expires_in": 3736, "ext_expires_in": 3736, "scope": "User.Read openid"},
        bad=(
            400,
            {
                "error": "invalid_grant",
                "error_description": "AADSTS70008: The provided authorization code has expired.",
                "error_codes": [70008],
                "trace_id": "255d1aef",
                "correlation_id": "fb3d2015",
            },
        ),
        error=("invalid_grant", "AADSTS70008: The provided authorization code has expired."),
        expires_in=3736,
        scopes=("User.Read", "openid"),
        extra=frozenset({"ext_expires_in"}),
    ),
}


class Fake:
    """A token endpoint of one shape; a request in another dialect is refused."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.is_good = shape, True

    @Request.application
    def app(self, request: Request) -> Response:
        if not self.shape.wants(request):
            return Response("another dialect", 418)
        status, body = (200, self.shape.good) if self.is_good else self.shape.bad
        if isinstance(body, str):
            return Response(body, status, content_type=self.shape.kind)
        wants_json = request.accept_mimetypes.accept_json
        text = json.dumps(body) if wants_json else urlencode(body)
        kind = "application/json" if wants_json else "application/x-www-form-urlencoded"
        return Response(text, status, self.shape.headers, content_type=kind)


@pytest.fixture(params=SHAPES, ids=str)
def fake(request):
    fake = Fake(SHAPES[request.param])
    serving = network.serve(fake.app)
    fake.url = f"http://127.0.0.1:{serving.port}/token"
    yield fake
    serving.stop()


def ask(fake, dialect):
    return exchange_code(
        fake.url,
        code="SplxlOBeZQ",
        redirect_uri="https://client.example.com/cb",
        client_id=BASIC[0],
        client_secret=BASIC[1],
        dialect=dialect,
    )


def test_there_are_21():
    assert len(SHAPES) == 21


def test_the_token_is_read_right(fake):
    shape, token = fake.shape, ask(fake, fake.shape.dialect)

    assert (token.access_token, token.token_type) == (TOKEN, "Bearer")
    assert (token.expires_in, token.scopes) == (shape.expires_in, shape.scopes)
    assert token.refresh_token == shape.refresh_token
    assert set(token.extra) == shape.extra


def test_the_error_is_read_right(fake):
    fake.is_good = False
    with pytest.raises(TokenRequestFailed) as raised:
        ask(fake, fake.shape.dialect)

    failure = raised.value
    assert type(failure) is TokenRequestFailed
    assert (failure.error, failure.error_description) == fake.shape.error
    assert failure.status == fake.shape.bad[0]
    assert failure.error_description in failure.message
    assert failure.error in failure.message or failure.error == "unknown_error"


def test_too_many_requests_have_a_sentence_of_their_own():
    fake = Fake(SHAPES["Reddit"])
    fake.is_good = False
    serving = network.serve(fake.app)
    fake.url = f"http://127.0.0.1:{serving.port}/token"
    with pytest.raises(TokenRequestFailed, match=r"too many requests.* Wait 7 seconds \(Retry-A"):
        ask(fake, fake.shape.dialect)
    serving.stop()
