"""Parameters whose name is nearly right are named, and those of providers are let alone."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.rules.names import right_name

URL = "https://login.example/oauth/authorize?response_type=code&state=abcdefgh&client_id=app"
BACK = "http%3A%2F%2F127.0.0.1%3A8000%2Fcb"


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("redirect_url", "redirect_uri"),
        ("redirectUri", "redirect_uri"),
        ("redirect-uri", "redirect_uri"),
        ("redirect_uris", "redirect_uri"),
        ("callback_url", "redirect_uri"),
        ("clientid", "client_id"),
        ("clientId", "client_id"),
        ("scopes", "scope"),
        ("grantType", "grant_type"),
        ("grand_type", "grant_type"),
        ("code_challange", "code_challenge"),
        ("code_verifyer", "code_verifier"),
        ("client_secert", "client_secret"),
        ("redirect_uri", ""),
        ("client_key", ""),
        ("prompt", ""),
        ("access_type", ""),
        ("response_mode", ""),
        ("code_challenge_method", ""),
        ("token_access_type", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_name_is_put_right(name: str, right: str) -> None:
    assert right_name(name) == right


@pytest.mark.parametrize(
    ("given", "cause", "said"),
    [
        (f"{URL}&redirect_url={BACK}", "redirect_uri_mismatch", "called redirect_uri"),
        (
            f"https://github.com/login/oauth/authorize?client_id=app&redirect_url={BACK}&scopes=repo",
            "redirect_uri_mismatch",
            "called redirect_uri",
        ),
        (URL.replace("client_id", "clientid"), "unknown_client", "called client_id"),
        (
            "grant_type=authorization_code&code=abc&codeVerifier=xyz",
            "pkce_missing",
            "code_verifier",
        ),
        ("grantType=refresh_token&refresh_token=abcdefgh&grant_type=", "unknown", ""),
    ],
)
def test_the_wrong_name_and_the_right_one_are_said(given: str, cause: str, said: str) -> None:
    diagnosis = diagnose(given)

    assert cause == diagnosis.cause or not said
    assert said in repr(diagnosis)


def test_a_request_that_brought_a_token_had_good_names() -> None:
    form = "grant_type=authorization_code&code=abcdefgh&redirect_uri=http://a/&clientid=app"

    assert diagnose(form, '{"access_token":"abcdefgh","token_type":"Bearer"}').cause == ""
