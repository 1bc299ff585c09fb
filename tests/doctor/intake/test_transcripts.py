"""Requests and answers that stand in a text, as programs print them."""

# ruff: noqa: E501 - what a program prints is quoted whole

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.transcripts import http_messages, lines_of_log

VERBOSE = """* Connected to login.example
> POST /token HTTP/1.1
> Host: login.example
> Content-Type: application/json
>
} [52 bytes data]
< HTTP/1.1 400 Bad Request
< Content-Type: application/json
<
{ [40 bytes data]
{"error":"invalid_request"}
* Connection #0 left intact"""


def test_what_curl_prints_is_a_request_and_its_answer() -> None:
    asked, answer = http_messages(VERBOSE)

    assert (asked.method, asked.url, asked.headers["content-type"]) == (
        "POST",
        "/token",
        "application/json",
    )
    assert (answer.status, answer.body.strip()) == (400, '{"error":"invalid_request"}')
    assert diagnose(VERBOSE).cause == "wrong_content_type"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("POST https://idp.example/token 401 (Unauthorized)", ("POST", "https://idp.example/token", 401)),
        ('10.0.0.7 - - [10/Oct/2025:13:55:36] "POST /oauth/token HTTP/1.1" 401 55', ("POST", "/oauth/token", 401)),
        ("POST /oauth/register 400 {}", ("POST", "/oauth/register", 400)),
        ("GET https://a.example/.well-known/x gives 200 and text/html", ("GET", "https://a.example/.well-known/x", 200)),
        ("POST https://a.example/mcp -> 401", ("POST", "https://a.example/mcp", 401)),
        ("[W 16:28] 404 GET /hub/oauth2/authorize?client_id=z (@127.0.0.1) 17.81ms", ("GET", "/hub/oauth2/authorize?client_id=z", 404)),
    ],
)  # fmt: skip
def test_a_line_of_a_log_holds_method_address_and_status(line: str, seen: object) -> None:
    assert [(one.method, one.url, one.status) for one in lines_of_log(line)] == [seen]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("POST https://idp.example/oauth/token 401 (Unauthorized)", "client_authentication_failed"),
        ("POST https://idp.example/oauth/token 502 (Bad Gateway)", "server_error"),
        ("GET https://idp.example/oauth/authorize?client_id=a&scope=b 404", "endpoint_wrong"),
        ("POST https://idp.example/oauth/token 405 (Method Not Allowed)", "endpoint_wrong"),
        ("GET https://idp.example/.well-known/openid-configuration 404", "endpoint_wrong"),
        ("POST https://idp.example/register 403 (Forbidden)", "registration_refused"),
        ("POST https://idp.example/token 429 (Too Many Requests)", "rate_limited"),
        ("GET https://shop.example/items 500", "unknown"),
        ("GET https://shop.example/api/items 401", "unknown"),
    ],
)
def test_a_status_means_what_its_endpoint_makes_of_it(line: str, cause: str) -> None:
    assert diagnose(line).cause == cause


def test_a_whole_exchange_is_computed_with() -> None:
    """The request first, then what came."""
    text = (
        "POST /token HTTP/1.1\nHost: a.example\nContent-Type: application/x-www-form-urlencoded\n\n"
        "grant_type=refresh_token&refresh_token=abcdefgh12345\n\n"
        'HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{"error":"invalid_grant"}'
    )

    assert diagnose(text).cause == "refresh_token_dead"
