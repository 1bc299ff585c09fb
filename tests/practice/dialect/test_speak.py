"""Answers out: the provider's words for what the rules said."""

import json
from urllib.parse import parse_qs

import pytest

from oauth_tutorial.practice.dialect import speak
from oauth_tutorial.presets.schema import Errors
from tests.practice.played import Played, changed

ANSWER = {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}


def test_github_answers_with_a_form_unless_json_is_asked_for():
    app = Played("github")
    answer = app.exchange(app.answer(scope="read:user repo")["code"], headers={"Accept": "*/*"})

    assert answer.mimetype == "application/x-www-form-urlencoded"
    assert parse_qs(answer.text)["scope"] == ["read:user,repo"]
    assert "expires_in" not in answer.text
    assert app.photobox.log[-1].response_body == answer.text
    judged = json.loads(app.photobox.log[-1].judged)
    assert (judged["scope"], judged["expires_in"] > 0) == ("profile photos.read", True)


def test_slack_puts_the_token_deeper():
    app = Played("slack")
    answer = app.exchange(app.answer(scope="users:read,files:read")["code"]).json

    assert set(answer["authed_user"]) == {"access_token", "scope", "token_type"}
    assert answer["authed_user"]["scope"] == "users:read,files:read"
    assert (answer["ok"], "access_token" in answer) == (True, False)


@pytest.mark.parametrize(
    ("token", "wanted"),
    [
        ({"scope_as": "list"}, {"scope": ["read:user"]}),
        ({"scope_as": "list", "scope_name": "scopes"}, {"scopes": ["read:user"]}),
        ({"scope_adds": ("openid",), "scope_separator": " "}, {"scope": "read:user openid"}),
        ({"scope_drops": ("read:user",)}, {"scope": ""}),
        ({"lifetime": "text", "seconds": 60}, {"expires_in": "60"}),
        ({"lifetime": "seconds", "seconds": 60}, {"expires_in": 60}),
        ({"lifetime": "zero-means-never"}, {"expires_in": 0}),
        ({"token_type": "User Access Token"}, {"token_type": "User Access Token"}),
        ({"members": {"athlete": {"id": 1}}}, {"athlete": {"id": 1}}),
        ({"at": "data", "members": {"x": 1}, "members_at": "inside"}, {"x": 1}),
    ],
)
def test_each_way_of_a_token_answer(token, wanted):
    app = Played(changed("github", token=token))
    tokens = app.tokens(scope="read:user")

    assert {name: tokens[name] for name in wanted} == wanted
    assert tokens["access_token"]


@pytest.mark.parametrize(
    ("token", "absent"), [({"scope_as": "absent"}, "scope"), ({"token_type": ""}, "token_type")]
)
def test_what_an_answer_leaves_out(token, absent):
    assert absent not in Played(changed("github", token=token)).tokens()


def test_a_key_bound_token_is_called_by_its_scheme():
    assert speak.with_token_type({"token_type": "DPoP"}, "bearer") == {"token_type": "DPoP"}


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        ("rfc", {"error": "bad", "error_description": "No.", "x": 1}),
        ("object", {"error": {"message": "No.", "type": "bad", "code": 400, "x": 1}}),
        ("list", {"errors": [{"errorType": "bad", "message": "No."}], "x": 1}),
        ("message", {"message": "No.", "x": 1}),
        ("reason", {"error": "bad", "reason": "No.", "x": 1}),
        ("number", {"error": 400, "message": "No.", "x": 1}),
        ("code", {"code": "bad", "message": "No.", "x": 1}),
    ],
)
def test_each_shape_of_an_error(shape, body):
    errors = Errors(
        shape=shape,
        codes={"invalid_grant": "bad"},
        words={"invalid_grant": "No."},
        extra={"x": 1},
    )

    assert speak.error_answer(errors, "invalid_grant", "Ours.", 400) == (body, 400)


def test_a_redirect_uri_and_a_refresh_token_have_codes_of_their_own():
    app = Played("github")
    code = app.answer()["code"]
    app.callback += "x"
    assert app.exchange(code).json["error"] == "redirect_uri_mismatch"
    assert app.photobox.log[-1].checks.failed.name == "redirect_uri_same"
    assert app.refresh("no-such-token").json["error"] == "bad_refresh_token"
    assert app.exchange("no-such-code").json["error"] == "bad_verification_code"


def test_an_error_comes_with_the_provider_s_status_and_without_a_sentence():
    app = Played("slack")
    answer = app.exchange("no-such-code")

    assert (answer.status_code, answer.json) == (200, {"error": "invalid_code", "ok": False})
    assert app.photobox.log[-1].outcome == "refused"


def test_an_id_token_comes_from_openid_providers_alone():
    scope = "openid read:user"
    assert "id_token" not in Played("github").tokens(scope=scope)

    google = changed("github", kind="openid", issuer="https://accounts.example.com")
    assert Played(google).tokens(scope=scope)["id_token"]
