"""Answers that real servers gave, each with its source, and what is right for it.

The first part are the reports; the second is other people's servers, of the same kinds.
"""

import gzip
import json
from dataclasses import dataclass, field

TOKEN = {"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "Bearer"}  # RFC 6749 §4.1.4
PACKED = gzip.compress(b" " * 50_000_000)


@dataclass(frozen=True)
class Wild:
    """An answer.

    Attributes:
        source: Who reported it.
        answer: Status, body and headers, for the server of these tests.
        wanted: What the sentence says, as a regular expression; None where it is a token.
        error: The code.
        causes: What the doctor may name first. Default: it is not asked.
        is_in_part: Whether there is no whole answer that the error could keep.
    """

    source: str
    answer: tuple[object, ...]
    wanted: str | None = None
    error: str = ""
    causes: tuple[str, ...] = field(default=())
    is_in_part: bool = False


WILD = {
    "error null": Wild(
        "CZ-NIC/pyoidc#879 (Keycloak)",
        (200, TOKEN | {"error": None, "error_description": None}),
    ),
    "error empty": Wild("dotnet/aspnetcore#53457", (200, TOKEN | {"error": ""})),
    "error false": Wild("dotnet/aspnetcore#53457 (false instead)", (200, TOKEN | {"error": False})),
    "TikTok": Wild(
        "gitroomhq/postiz-app#1897",
        (200, {"code": 40110, "message": "Auth code is expired", "data": {}}),
        "said '40110': Auth code is expired",
        "40110",
        ("code_expired",),
    ),
    "WeChat": Wild(
        "nextauthjs/next-auth#13097 (kin)",
        (200, {"errcode": 40029, "errmsg": "invalid code"}),
        "said '40029': invalid code",
        "40029",
        causes=("code_already_used", "code_expired"),
    ),
    "Facebook": Wild(
        "aarondcoleman-like error object",
        (
            400,
            {
                "error": {
                    "message": "This authorization code has been used.",
                    "type": "OAuthException",
                    "code": 100,
                    "fbtrace_id": "AbC",
                }
            },
        ),
        "said 'OAuthException': This authorization code has been used.",
        "OAuthException",
        ("code_already_used",),
    ),
    "Fitbit": Wild(
        "aarondcoleman/Fitbit.NET#320",
        (
            400,
            {
                "errors": [{"errorType": "invalid_grant", "message": "Refresh token invalid: x"}],
                "success": False,
            },
        ),
        "said 'invalid_grant': Refresh token invalid: x",
        "invalid_grant",
        ("refresh_token_dead",),
    ),
    "Discord": Wild(
        "discord/discord-api-docs#6645",
        (500, {"message": "500: Internal Server Error", "code": 0}),
        "failed with HTTP 500 and said: 500: Internal Server Error(?s:.*)the server's fault",
        "unknown_error",
        causes=("server_error",),
    ),
    "301": Wild(
        "freelawproject/courtlistener#7927",
        (301, b"", "Location: https://login.example/token/"),
        "HTTP 301, a redirect to 'https://login.example/token/'",
        "unreadable_response",
        causes=("endpoint_wrong",),
    ),
    "BOM": Wild(
        "DollhouseMCP/mcp-server#2520",
        (
            200,
            b"\xef\xbb\xbf" + json.dumps(TOKEN).encode(),
            "Content-Type: application/json; charset=utf-8",
        ),
    ),
    "form as text/plain": Wild(
        "deno/github kin: cmd-johnson/deno-oauth2-client#25",
        (
            200,
            "token_type=bearer&access_token=2YotnFZFEjr1zCsicMWpAA",
            "Content-Type: text/plain",
        ),
    ),
    "short": Wild(
        "broken proxies",
        (200, TOKEN, "Content-Length: 400"),
        "HTTP 200, but the answer broke off",
        "unreadable_response",
        is_in_part=True,
        causes=("token_response_malformed",),
    ),
    "gzip": Wild(
        "broken proxies",
        (200, TOKEN, "Content-Encoding: gzip"),
        "HTTP 200, but its body cannot be decompressed",
        "unreadable_response",
        is_in_part=True,
        causes=("token_response_malformed",),
    ),
    "401 and no body": Wild(
        "spring-projects/spring-boot#26884",
        (401, b""),
        "refused with HTTP 401 and an empty body: client authentication failed",
        "unknown_error",
        causes=("client_authentication_failed",),
    ),
    "number": Wild(
        "basecamp/basecamp-sdk#478",
        (200, {"access_token": 7, "token_type": "Bearer"}),
        "has an access_token, but it is a number, not text",
        "unreadable_response",
        causes=("token_response_malformed",),
    ),
    "newline": Wild("header reports", (200, TOKEN | {"access_token": "2YotnFZFEjr1zCsicMWpAA\n"})),
    "Slack": Wild(
        "oauthlib/oauthlib#740",
        (200, {"ok": True, "app_id": "A1", "authed_user": {"access_token": "xoxp-1234567890"}}),
        "it is at authed_user.access_token",
        "unreadable_response",
        causes=("token_response_malformed",),
    ),
}

KIN = {
    "error as words for nothing": Wild("—", (200, TOKEN | {"error": "null", "errors": []})),
    "error of zeros": Wild("TikTok v2", (200, TOKEN | {"error": {"code": "ok", "message": ""}})),
    "empty members of a form": Wild(
        "—",
        (200, "error=&scope=&access_token=2YotnFZFEjr1zCsicMWpAA", "Content-Type: text/html"),
    ),
    "JSON under text/html": Wild("—", (200, TOKEN, "Content-Type: text/html; charset=utf-8")),
    "JSON in UTF-16": Wild(
        "—",
        (
            200,
            json.dumps(TOKEN).encode("utf-16"),
            "Content-Type: application/json; charset=utf-16",
        ),
    ),
    "a form in UTF-16": Wild(
        "—",
        (
            200,
            "access_token=2YotnFZFEjr1zCsicMWpAA&a=b".encode("utf-16"),
            "Content-Type: text/plain; charset=utf-16",
        ),
    ),
    "JSON in JSON": Wild("—", (200, json.dumps(json.dumps(TOKEN)))),
    "an encoding that is none": Wild(
        "—", (200, TOKEN, "Content-Type: application/json; charset=idna")
    ),
    "Strava": Wild(
        "developers.strava.com/docs",
        (
            400,
            {
                "message": "Bad Request",
                "errors": [{"resource": "Application", "field": "client_id", "code": "invalid"}],
            },
        ),
        "said 'invalid': Bad Request; resource Application; field client_id",
        "invalid",
    ),
    "Reddit": Wild(
        "facts of providers",
        (429, {"message": "Too Many Requests", "error": 429}, "Retry-After: 30"),
        r"HTTP 429 \(too many requests\) and said: Too Many Requests. Wait 30 seconds",
        "unknown_error",
    ),
    "Okta": Wild(
        "developer.okta.com/docs/reference/error-codes",
        (
            400,
            {
                "errorCode": "invalid_client",
                "errorSummary": "Invalid value for 'client_id' parameter.",
                "errorLink": "invalid_client",
                "errorId": "oaeW1",
                "errorCauses": [],
            },
        ),
        "said 'invalid_client': Invalid value for 'client_id' parameter.",
        "invalid_client",
    ),
    "Zoom": Wild(
        "facts of providers",
        (400, {"reason": "Invalid Token!", "error": "invalid_request"}),
        "said 'invalid_request': Invalid Token!",
        "invalid_request",
    ),
    "Spring": Wild(
        "spring-projects",
        (401, {"status": 401, "error": "Unauthorized", "message": "Bad credentials", "path": "/"}),
        "said 'Unauthorized': Bad credentials",
        "Unauthorized",
    ),
    "Apigee": Wild(
        "docs.apigee.com",
        (
            401,
            {
                "fault": {
                    "faultstring": "Invalid client identifier",
                    "detail": {"errorcode": "oauth.v2.InvalidClientIdentifier"},
                }
            },
        ),
        "said 'oauth.v2.InvalidClientIdentifier': Invalid client identifier",
        "oauth.v2.InvalidClientIdentifier",
    ),
    "RFC 9457": Wild(
        "RFC 9457 §3",
        (400, {"type": "about:blank", "title": "Bad Request", "detail": "old", "status": 400}),
        "HTTP 400 and said: old; Bad Request",
        "unknown_error",
    ),
    "Django": Wild(
        "django-rest-framework",
        (400, {"client_id": ["This field is required."], "code": ["Not a code."]}),
        "said: client_id: This field is required.; code: Not a code.",
        "unknown_error",
    ),
    "Salesforce": Wild(
        "its REST API",
        (400, [{"message": "authentication failure", "errorCode": "INVALID_GRANT"}]),
        "said 'INVALID_GRANT': authentication failure",
        "INVALID_GRANT",
    ),
    "JSON in a text": Wild(
        "API gateways",
        (502, {"body": json.dumps({"error": "invalid_grant", "error_description": "used"})}),
        "failed with HTTP 502 and said 'invalid_grant': used",
        "invalid_grant",
    ),
    "a sentence as the code": Wild(
        "—", (400, {"error": "The code has expired"}), "and said: The code has expired"
    ),
    "a list as the error": Wild(
        "—", (400, {"error": ["invalid_grant"]}), "said 'invalid_grant'.", "invalid_grant"
    ),
    "error true": Wild("—", (200, {"error": True, "message": "no such code"}), "said: no such"),
    "success false": Wild("—", (200, {"success": False, "msg": "no such code"}), "said: no such"),
    "names that nobody knows": Wild(
        "—", (400, {"Fehler": "Ungültiger Code"}), "said: Fehler: Ungültiger Code"
    ),
    "a sentence and no JSON": Wild(
        "—", (400, "Invalid client", "Content-Type: text/plain"), "It says: Invalid client"
    ),
    "broken JSON": Wild(
        "—", (400, "{'error': 'invalid_grant'}"), "broken at character 2.*It says: {'error': 'inv"
    ),
    "a page": Wild(
        "nginx",
        (502, "<html><head><title>502 Bad Gateway</title></head>", "Content-Type: text/html"),
        r"HTTP 502 with HTML \(text/html\). It says: 502 Bad Gateway(?s:.*)server's fault",
    ),
    "404": Wild("—", (404, b""), "HTTP 404 with an empty body(?s:.*)letter by letter"),
    "405": Wild("—", (405, b""), "HTTP 405 (?s:.*)does not accept POST"),
    "503": Wild(
        "—",
        (503, b"", "Retry-After: Fri, 31 Dec 2027 23:59:59 GMT"),
        "Wait until Fri, 31 Dec 2027 23:59:59 GMT",
    ),
    "429 and no body": Wild(
        "—",
        (429, b"", "Retry-After: 1"),
        r"\(too many requests\) and gave no reason.* Wait 1 second \(",
    ),
    "401 with a challenge": Wild(
        "RFC 6749 §5.2",
        (401, b"", 'WWW-Authenticate: Basic realm="token"'),
        r'WWW-Authenticate: Basic realm="token"\)',
    ),
    "401 with an error in its challenge": Wild(
        "RFC 6750 §3",
        (401, b"", 'WWW-Authenticate: Bearer error="invalid_client", error_description="No app."'),
        "said 'invalid_client': No app.",
        "invalid_client",
    ),
    "token in data": Wild(
        "TikTok business",
        (200, {"code": 0, "message": "OK", "data": {"access_token": "x"}}),
        "it is at data.access_token",
    ),
    "token in a list": Wild("—", (200, {"a": [{"access_token": "x"}]}), r"at a\[0\].access_token"),
    "token in a text": Wild(
        "—", (200, {"data": json.dumps({"access_token": "x"})}), "it is at data.access_token"
    ),
    "camel case": Wild("PlentyMarkets", (200, {"accessToken": "x"}), "it is at accessToken"),
    "a token that is a list": Wild("—", (200, {"access_token": ["x"]}), "is a list, not text"),
    "the word for no value": Wild(
        "JavaScript", (200, {"access_token": "undefined"}), "it is the word 'undefined'"
    ),
    "another word for no value": Wild(
        "Python in a form", (200, "access_token=None&scope=a"), "it is the word 'None'"
    ),
    "not modified": Wild("a cache", (304, b""), r"HTTP 304 \(not modified\)"),
    "success zero": Wild(
        "PHP", (200, {"success": 0, "message": "Code expired"}), "said: Code expired"
    ),
    "a token that is nothing": Wild("—", (200, {"access_token": None}), "but it is empty"),
    "a token with a line break": Wild(
        "—", (200, {"access_token": "ab\ncd"}), "with a line break in it .character 3 of 5"
    ),
    "a token with its type": Wild("—", (200, {"access_token": "Bearer x"}), "with white space"),
    "half a character": Wild("—", (200, '{"access_token":"\\ud800"}'), "not visible ASCII"),
    "nothing known": Wild("—", (200, {"foo": 1, "bar": 2}), "no access_token. It has: bar, foo."),
    "too deep": Wild("facts of security", (200, "[" * 100_000), "more than 100 levels deep"),
    "too many digits": Wild(
        "facts of security", (200, '{"expires_in":' + "1" * 5000 + "}"), "too many digits"
    ),
    "too long": Wild(
        "facts of security", (200, b" " * 1_048_577), "longer than 1 MiB", is_in_part=True
    ),
    "too long when it is unpacked": Wild(
        "facts of security",
        (200, PACKED, "Content-Encoding: gzip"),
        "longer than 1 MiB",
        is_in_part=True,
    ),
    "packed in another way": Wild(
        "—", (200, b"\x8b\x02", "Content-Encoding: br"), "compressed as 'br'"
    ),
    "a redirect that is no URL": Wild(
        "facts of security", (302, b"", "Location: http://["), r"//\["
    ),
    "a redirect in Latin-1": Wild("—", (302, b"", "Location: http://x/\xe9"), "'http://x/é'"),
    "a redirect to nowhere": Wild("—", (303, b""), "a redirect with no Location"),
    "escapes in a redirect": Wild("—", (302, b"", "Location: /\x1b[2J"), r"'/\\\\x1b\[2J'"),
}
