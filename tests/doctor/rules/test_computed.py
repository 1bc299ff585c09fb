"""Causes that are computed: from two requests, a request and its answer, a token."""

import pytest

from oauth_tutorial.doctor import diagnose

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_code_sent_twice_is_found_with_its_time() -> None:
    """Even where the answer says no more than invalid_grant."""
    token = {"grant_type": "authorization_code", "code": "SplxlOBeZQQYbYS6WxSbIA"}

    diagnosis = diagnose(token, token, '{"error": "invalid_grant"}')

    assert diagnosis.cause == "code_already_used"
    assert "sent once already" in diagnosis.evidence[0]
    assert diagnosis.candidates[0] == "code_already_used"


def test_another_code_than_the_redirect_brought() -> None:
    """Cut off, or of an older run."""
    diagnosis = diagnose(
        "http://localhost/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=abcdefgh",
        {"grant_type": "authorization_code", "code": "SplxlOBeZQQYbYS6WxSb"},
        '{"error": "invalid_grant"}',
    )

    assert diagnosis.cause == "code_damaged"


@pytest.mark.parametrize(
    ("asked", "granted", "cause"),
    [
        ("repo gist", "repo,gist", ""),
        ("email", "openid email", ""),
        ("a b", "a", "scope_changed"),
        ("a b", "b c", "scope_changed"),
    ],
)
def test_scopes_are_compared_as_sets(asked: str, granted: str, cause: str) -> None:
    """Commas or spaces, in any order; more than was asked for does no harm."""
    request = {"response_type": "code", "client_id": "app", "scope": asked}
    answer = {"access_token": "abcdefgh", "token_type": "bearer", "scope": granted}

    assert diagnose(request, answer).cause == cause


def test_another_issuer_than_the_one_that_was_asked() -> None:
    """RFC 9207: the mix-up attack."""
    diagnosis = diagnose(
        "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
        f"&code_challenge={CHALLENGE}&code_challenge_method=S256",
        "http://localhost/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=abcdefgh&iss=https://evil.example",
    )

    assert diagnosis.cause == "state_mismatch"
    assert diagnosis.section == "RFC 9207 §2.4"
    assert "'evil.example'" in diagnosis.evidence[0]
