"""The step of the flow, from what was sent or from the words around the failure."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Facts, Redirect, Request
from oauth_tutorial.doctor.step import step_in, step_of


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Token exchange failed", "token"),
        ("POST https://a.example/oauth/token", "token"),
        ("at Module.authorizationCodeGrant (index.js:991)", "token"),
        ("09:14 refresh failed: invalid_grant", "refresh"),
        ("google.auth.exceptions.RefreshError", "refresh"),
        ('Get "https://api.example/me": oauth2: "invalid_grant"', "refresh"),
        ("grant_type=password", "password"),
        ("    password=self._password)", "password"),
        ("the security token was appended to the password", "password"),
        ("dynamic client registration is off", "register"),
        ("GET /.well-known/openid-configuration", "discovery"),
        ("https://a.example/authorize?x=y", "front"),
        ("Authorization: Bearer <token>", "api"),
        ("the weather is fine", ""),
        ("The provided authorization code or refresh token has expired", ""),
    ],
)
def test_the_step_is_read_from_words(text: str, step: str) -> None:
    assert step_in(text) == step


def test_what_was_sent_tells_more_than_words() -> None:
    form = {"grant_type": "refresh_token"}
    sent = Request(endpoint="token", url="", parameters=form)
    back = Redirect(parameters={"error": "invalid_scope"})

    assert step_of(Facts(requests=[sent], around=["token exchange failed"])) == "refresh"
    assert step_of(Facts(redirects=[back], around=["refreshing"])) == "front"
    assert step_of(Facts(around=["refreshing"])) == "refresh"


@pytest.mark.parametrize(
    ("around", "cause"),
    [
        ("Token exchange failed", "code_already_used"),
        ("Could not refresh the access token", "refresh_token_dead"),
        ("fetch_token(grant_type='password')", "user_credentials_wrong"),
    ],
)
def test_the_same_code_means_another_cause_at_another_step(around: str, cause: str) -> None:
    assert diagnose(f"{around}: error: invalid_grant").cause == cause
