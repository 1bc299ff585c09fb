"""What a token endpoint answered: a token, an error, or neither (RFC 6749 §5.1, §5.2)."""

import dataclasses
import json

import pytest

from oauth_tutorial import TokenResponse, refresh
from oauth_tutorial.client.dialect import Dialect
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


@pytest.mark.parametrize(
    ("dialect", "scope", "raw", "words"),
    [
        ({}, "a b", "a b", ("a", "b")),
        ({}, "a,b", "a,b", ("a,b",)),
        ({"granted_separator": ","}, "a, b,,c ", "a, b,,c", ("a", "b", "c")),
        ({"granted_separator": ","}, ["a b", "c"], "a b c", ("a b", "c")),
        ({}, ["a", 7, None, " "], "a", ("a",)),
        ({}, "", None, ()),
        ({}, None, None, ()),
        ({}, 7, None, ()),
    ],
)
def test_the_words_of_a_scope(server, dialect, scope, raw, words):
    body = json.dumps({"access_token": "t", "scope": scope})
    server.answer = (200, "application/json", body)
    token = ask(server, dialect=Dialect(**dialect))

    assert (token.scope, token.scopes) == (raw, words)


def test_a_scope_in_another_member(server):
    server.answer = (200, "application/json", '{"access_token":"t","scopes":"a b"}')
    token = ask(server, dialect=Dialect(scope_name="scopes"))

    assert (token.scope, token.scopes, token.extra) == ("a b", ("a", "b"), {})
    assert ask(server).scopes == ()


@pytest.mark.parametrize(
    ("came", "sent", "kept"),
    [
        ('"bearer"', "Bearer", None),
        ('"BEARER"', "Bearer", None),
        ('"dpop"', "DPoP", None),
        ('"user"', "Bearer", "user"),
        ('"User Access Token"', "Bearer", "User Access Token"),
        ("null", "Bearer", None),
        ('""', "Bearer", None),
    ],
)
def test_how_a_token_is_sent(server, came, sent, kept):
    server.answer = (200, "application/json", f'{{"access_token":"t","token_type":{came}}}')
    token = ask(server)

    assert (token.token_type, token.extra.get("token_type")) == (sent, kept)


def test_what_else_came_is_kept_and_not_shown(server):
    body = {"access_token": "t", "instance_url": "https://a.example", "athlete": {"id": 134815}}
    server.answer = (200, "application/json", json.dumps(body))
    token = ask(server)

    assert token.extra == {"instance_url": "https://a.example", "athlete": {"id": 134815}}
    assert repr(token).endswith(", extra=<instance_url, athlete>)")
    assert "a.example" not in repr(token) + repr(token.extra)
    with pytest.raises(TypeError, match="read-only"):
        token.extra["a"] = 1
    assert dataclasses.asdict(token)["extra"] == token.extra
    assert hash(token) == hash(dataclasses.replace(token, extra={}))


def test_nothing_else_is_shown_as_nothing(server):
    server.answer = (200, "application/json", '{"access_token":"t","error":null}')

    assert "extra" not in repr(ask(server))


def test_a_token_made_by_hand_has_its_words():
    token = TokenResponse(access_token="t", scope="a b", extra={"secret": "SplxlOBeZQ"})

    assert token.scopes == ("a", "b")
    assert "SplxlOBeZQ" not in repr(token)


def test_a_token_that_lies_deeper(server):
    body = {
        "access_token": "xoxb-of-the-bot",
        "scope": "commands",
        "ok": True,
        "data": {"of": "x", "user": {"access_token": "t", "scope": "a", "refresh_token": "r"}},
    }
    server.answer = (200, "application/json", json.dumps(body))
    token = ask(server, dialect=Dialect(token_at="data.user"))

    assert (token.access_token, token.refresh_token, token.scopes) == ("t", "r", ("a",))
    assert dict(token.extra) == {
        "access_token": "xoxb-of-the-bot",
        "scope": "commands",
        "ok": True,
        "of": "x",
    }
    assert "xoxb" not in repr(token) + repr(token.extra)


def test_a_token_that_is_not_where_the_dialect_has_it(server):
    dialect = Dialect(token_at="authed_user", name="Slack")
    server.answer = (200, "application/json", '{"ok":true,"access_token":"xoxb-1234567890"}')
    said = "no access_token where Slack puts it: it is at access_token"
    with pytest.raises(TokenResponseUnreadable, match=said):
        ask(server, dialect=dialect)

    server.answer = (200, "application/json", '{"ok":true,"authed_user":{"id":"U1"}}')
    said = "no authed_user.access_token. It has: authed_user, ok"
    with pytest.raises(TokenResponseUnreadable, match=said):
        ask(server, dialect=dialect)

    server.answer = (200, "application/json", '{"a":{"b":{"access_token":"2YotnFZFEjr1zCsi"}}}')
    with pytest.raises(TokenResponseUnreadable, match=r"it is at a.b.access_token") as raised:
        ask(server)
    assert "token_at" in raised.value.hint


def test_a_refresh_may_be_answered_at_the_top(server):
    """As Slack does: docs.slack.dev, OAuthV2TokenRefreshResponse."""
    dialect = Dialect(token_at="authed_user")
    server.answer = (200, "application/json", '{"ok":true,"access_token":"t"}')
    token = refresh(server.url, refresh_token="r", client_id="c", dialect=dialect)
    assert token.access_token == "t"

    server.answer = (200, "application/json", '{"authed_user":{"access_token":"u"}}')
    token = refresh(server.url, refresh_token="r", client_id="c", dialect=dialect)
    assert token.access_token == "u"


@pytest.mark.parametrize(
    ("dialect", "came", "seconds"),
    [
        ({"zero_means_never": True}, '"expires_in":0', None),
        ({"zero_means_never": True}, '"expires_in":"0"', None),
        ({"zero_means_never": True}, '"expires_in":7', 7),
        ({"lifetime_name": "expires"}, '"expires":"5183999"', 5183999),
        ({}, '"expires":5183999', None),
    ],
)
def test_an_odd_lifetime(server, dialect, came, seconds):
    server.answer = (200, "application/json", f'{{"access_token":"t",{came}}}')

    assert ask(server, dialect=Dialect(**dialect)).expires_in == seconds


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"data": [{"access_token": "t", "user_id": "1"}]}, "data[0]"),  # Instagram
        ([{"access_token": "t", "user_id": "1"}], "[0]"),
        ({"accessToken": "t", "user_id": "1"}, "accessToken"),  # DingTalk
        ({"token": "t", "user_id": "1"}, "token"),  # Qiita
        ({"access_token": {"token": "t", "user_id": "1"}}, "access_token.token"),  # Yammer
        ({"result": {"Access_Token": "t", "user_id": "1"}}, "result.Access_Token"),
        ({"data": '{"access_token": "t", "user_id": "1"}'}, "data"),
    ],
)
def test_a_place_is_named_as_the_dialect_takes_it(server, body, at):
    server.answer = (200, "application/json", json.dumps(body))
    with pytest.raises(TokenResponseUnreadable, match="it is at ") as raised:
        ask(server)
    assert f'Dialect(token_at="{at}")' in raised.value.hint

    token = ask(server, dialect=Dialect(token_at=at))
    assert (token.access_token, dict(token.extra)) == ("t", {"user_id": "1"})


@pytest.mark.parametrize("at", ["data[1]", "data[x]", "data[99999999999999999999]", "data[0].user"])
def test_a_place_in_a_list_that_is_not_there(server, at):
    server.answer = (200, "application/json", '{"data":[{"access_token":"2YotnFZFEjr1"}]}')
    with pytest.raises(TokenResponseUnreadable, match=r"it is at data\[0\].access_token"):
        ask(server, dialect=Dialect(token_at=at))


def test_the_members_beside_it_are_found_in_another_spelling(server):
    body = {"accessToken": "t", "refreshToken": "r", "expiresIn": 7200, "corpId": "c"}
    server.answer = (200, "application/json", json.dumps(body))
    token = ask(server, dialect=Dialect(token_at="accessToken"))

    assert (token.refresh_token, token.expires_in) == ("r", 7200)
    assert dict(token.extra) == {"corpId": "c"}


def test_an_error_with_a_token_in_it_is_an_error(server):
    body = {"code": 4001, "message": "no such code", "data": {"token": "2YotnFZFEjr1zCsi"}}
    server.answer = (200, "application/json", json.dumps(body))
    with pytest.raises(TokenRequestFailed, match="no such code"):
        ask(server)


@pytest.mark.parametrize("came", ["1501138041000", "2026-11-27T03:00:00Z"])
def test_a_lifetime_that_is_none_is_kept(server, came):
    body = {"access_token": "t", "expires_in": came}
    server.answer = (200, "application/json", json.dumps(body))

    assert ask(server).expires_in is None
    assert ask(server).extra["expires_in"] == came


def test_a_text_that_is_no_token_is_none(server):
    server.answer = (200, "application/json", '{"ok":true,"authed_user":"U1234567890"}')
    with pytest.raises(TokenResponseUnreadable, match=r"no authed_user\.access_token"):
        ask(server, dialect=Dialect(token_at="authed_user"))

    server.answer = (200, "application/json", '{"accessToken":null}')
    with pytest.raises(TokenResponseUnreadable, match=r"no accessToken\. It has"):
        ask(server, dialect=Dialect(token_at="accessToken"))
