"""What is shown beside the cause: only what the evidence supports nearly as well."""

from oauth_tutorial import diagnose


def shown(diagnosis) -> str:
    return repr(diagnosis).partition("Also possible: ")[2]


def test_causes_of_equal_evidence_are_shown():
    """The code alone cannot tell them apart."""
    assert shown(diagnose("invalid_grant")) == (
        "code_expired, redirect_uri_differs_at_token, pkce_mismatch, refresh_token_dead"
    )


def test_what_was_computed_leaves_no_room_for_what_a_code_may_mean():
    url = "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
    challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    body = {
        "grant_type": "authorization_code",
        "code": "x" * 43,
        "code_verifier": "a" * 43,
    }
    sent = "&".join(f"{name}={value}" for name, value in body.items())
    diagnosis = diagnose(
        f"{url}{challenge}&code_challenge_method=S256", sent, '{"error":"invalid_grant"}'
    )

    assert diagnosis.cause == "pkce_mismatch"
    assert shown(diagnosis) == ""
    assert "Also possible" not in diagnosis._repr_html_()
    assert "code_already_used" in diagnosis.candidates


def test_the_card_escapes_what_came_from_outside() -> None:
    """error_description is somebody else's text."""
    card = diagnose(
        {"error": "invalid_grant", "error_description": "<img src=x onerror=a()> code expired"}
    )

    assert "<img" not in card._repr_html_()
