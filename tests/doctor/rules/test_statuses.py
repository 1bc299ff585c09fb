"""An HTTP status, where nothing else is said."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Answer, Facts, Request
from oauth_tutorial.doctor.rules.statuses import statuses


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("The token endpoint answered with 401", "client_authentication_failed"),
        ("Request failed with status code 503 during the token exchange", "server_error"),
        ("HTTP 502 trying to load OAuth metadata", "server_error"),
        ("discovery failed: 404 Not Found", "endpoint_wrong"),
        ("client registration: HTTP 403", "registration_refused"),
        ("Request failed with status code 503", "unknown"),  # of anything
        ("room 404", "unknown"),
        ('"GET /oauth/userinfo HTTP/1.1" 400 226', "token_rejected"),
        ('"GET /shop/orders HTTP/1.1" 400 226', "unknown"),
        ("If the token endpoint returns 401, the secret is wrong.", "unknown"),
        ("OAuthTokenError: Token exchange failed: 400", "code_already_used"),
        ("Token exchange failed: HTTP 400: Today the moon is too bright", "unknown"),
    ],
)
def test_a_status_in_words(text: str, cause: str) -> None:
    assert diagnose(text).cause == cause


def test_a_refused_token_request_without_its_body_is_most_likely_a_refused_code() -> None:
    """RFC 6749 §5.2: the status is 400, and the body says why; whoever has it should give it."""
    diagnosis = diagnose("Token exchange failed: HTTP 400")

    assert diagnosis.summary.startswith("Most likely of several: ")
    assert "the body of the answer does" in diagnosis.evidence[0]
    assert {"code_expired", "pkce_mismatch"} <= set(diagnosis.near)


def test_a_body_that_says_more_comes_before_its_status() -> None:
    request = Request(endpoint="token", url="https://a.example/token", parameters={})
    mute, speaking = (
        Facts(answers=[Answer(text="", body=body, status=401, request=request)])
        for body in (None, {"error": "invalid_grant"})
    )

    assert next(iter(statuses(mute))).weight > next(iter(statuses(speaking))).weight


def test_a_page_where_json_was_expected() -> None:
    complaint = "FormatException: Unexpected character (at character 1) <!DOCTYPE HTML>"

    assert diagnose(f"OAuth error\n{complaint}").cause == "not_json"
    assert diagnose(f"The weather could not be loaded\n{complaint}").cause == "unknown"
