"""What a token endpoint answered: a token, an error, or neither (RFC 6749 §5.1, §5.2)."""

import pytest

from oauth_tutorial.errors import (
    TokenRequestFailed,
    TokenResponseUnreadable,
)
from tests.client.conftest import ask


@pytest.mark.parametrize(
    ("kind", "body", "expires_in", "scope"),
    [
        ("application/json", '{"access_token":"t","expires_in":"3600"}', 3600, None),
        ("application/json", '{"access_token":"t","scope":["a","b"]}', None, "a b"),
        ("application/json", '{"access_token":"t","scope":null,"expires_in":0}', 0, None),
        ("application/x-www-form-urlencoded", "access_token=t&scope=a%2Cb", None, "a,b"),
        ("text/plain", "access_token=t&expires_in=5", 5, None),
    ],
)
def test_odd_answers_with_a_token_are_read(server, kind, body, expires_in, scope):
    server.answer = (200, kind, body)
    token = ask(server)

    assert (token.access_token, token.expires_in, token.scope) == ("t", expires_in, scope)


@pytest.mark.parametrize(
    ("status", "kind", "body", "error", "named"),
    [
        (
            400,
            "application/json",
            '{"error":"invalid_grant"}',
            TokenRequestFailed,
            "'invalid_grant'",
        ),
        (200, "application/json", '{"error":"bad_code"}', TokenRequestFailed, "'bad_code'"),
        (200, "text/plain", "error=bad_verification_code", TokenRequestFailed, "bad_veri"),
        (200, "text/html", "<html>hello</html>", TokenResponseUnreadable, "HTML"),
        (500, "text/html", "<html>oops</html>", TokenResponseUnreadable, "HTTP 500"),
        (200, "application/json", "", TokenResponseUnreadable, "empty body"),
        (200, "application/json", "[1]", TokenResponseUnreadable, "type list"),
        (200, "application/json", '{"token":"x"}', TokenResponseUnreadable, "no access_token"),
        (302, "text/plain", "", TokenResponseUnreadable, "HTTP 302"),
    ],
)
def test_every_other_answer_is_a_clear_error(server, status, kind, body, error, named):
    server.answer = (status, kind, body)
    with pytest.raises(TokenRequestFailed, match=named) as raised:
        ask(server)

    assert type(raised.value) is error
    assert raised.value.status == status
    assert raised.value.__cause__ is None
    assert "gX1fBat3bV" not in str(raised.value)
    assert "SplxlOBeZQQYbYS6WxSbIA" not in str(raised.value)


def test_a_secret_that_the_server_repeats_is_not_passed_on(server):
    complaint = '{"error":"invalid_client","error_description":"gX1fBat3bV is wrong"}'
    server.answer = (401, "application/json", complaint)
    with pytest.raises(TokenRequestFailed, match="<10 characters> is wrong") as raised:
        ask(server)

    assert "gX1fBat3bV" not in str(raised.value) + raised.value.error_description
