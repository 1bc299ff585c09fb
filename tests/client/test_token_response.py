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


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        *(("3600", 3600), ('"3600"', 3600), ('" 3600.0 "', 3600), ("3599.9", 3599), ("1e3", 1000)),
        *(("0", 0), ("631138518", 631138518)),  # ORCID: 20 years
        *(("-1", None), ("-0.5", 0), ("NaN", None), ("Infinity", None), ('"1e400"', None)),
        *(("9223372036854775807", None), ("1" * 400, None), (f'"{"1" * 5000}"', None)),
        *(("null", None), ("true", None), ('""', None), ('"never"', None), ("[1]", None)),
    ],
)
def test_the_lifetime(server, written, seconds):
    server.answer = (200, "application/json", f'{{"access_token":"t","expires_in":{written}}}')
    token = ask(server)

    assert token.expires_in == seconds
    assert token.received_at + (token.expires_in or 0) > 0


def test_what_is_no_text_counts_as_absent(server):
    server.answer = (
        200,
        "application/json",
        '{"access_token":" t\\n","refresh_token":7,"id_token":{},"scope":5,"token_type":["x"]}',
    )
    token = ask(server)

    assert token.access_token == "t"
    assert (token.refresh_token, token.id_token, token.scope) == (None, None, None)
    assert token.token_type == "Bearer"


def test_its_repr_is_short_whatever_came(server):
    long = "s" * 10_000
    body = f'{{"access_token":"t","token_type":"{long}","scope":"\\u001b[2J{long}"}}'
    server.answer = (200, "application/json", body)
    token = ask(server)

    assert token.scope.endswith(long)
    assert len(repr(token)) < 700
    assert repr(token).isprintable()


def test_a_secret_that_the_server_repeats_is_not_passed_on(server):
    complaint = '{"error":"invalid_client","error_description":"gX1fBat3bV is wrong"}'
    server.answer = (401, "application/json", complaint)
    with pytest.raises(TokenRequestFailed, match="<10 characters> is wrong") as raised:
        ask(server)

    assert "gX1fBat3bV" not in str(raised.value) + raised.value.error_description


@pytest.mark.parametrize("client_auth", ["post", "basic"])
def test_a_secret_is_found_wherever_the_server_repeats_it(server, client_auth):
    for body in (
        '{"error":"gX1fBat3bV"}',
        '{"gX1fBat3bV":"SplxlOBeZQQYbYS6WxSbIA"}',
        '{"errors":[{"message":"got gX1fBat3bV"}]}',
        "<title>gX1fBat3bV</title>",
    ):
        server.answer = (400, "application/json", body)
        with pytest.raises(TokenRequestFailed) as raised:
            ask(server, client_auth=client_auth)

        told = str(raised.value) + raised.value.error + raised.value.error_description
        assert "gX1fBat3bV" not in told
        assert "SplxlOBeZQQYbYS6WxSbIA" not in told


@pytest.mark.parametrize("client_auth", ["post", "basic"])
def test_a_sentence_is_not_garbled_by_a_short_secret(server, client_auth):
    said = "The client_secret is no secret, and the code is incorrect or expired."
    server.answer = (401, "application/json", f'{{"error":"x","error_description":"{said}"}}')
    with pytest.raises(TokenRequestFailed, match=said):
        ask(server, client_secret="secret", code="c", client_auth=client_auth)


def test_a_scope_in_a_list_has_the_words_of_it(server):
    for scope, words in (
        ('["a","b"]', "a b"),
        ('["a",{"token":"SplxlOBeZQQYbYS6WxSbIA"},null,7]', "a"),
        ('[{"name":"a"}]', None),
        ("[]", None),
    ):
        server.answer = (200, "application/json", f'{{"access_token":"t","scope":{scope}}}')
        assert ask(server).scope == words
