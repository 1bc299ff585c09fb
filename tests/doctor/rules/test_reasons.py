"""A code or an outer sentence that stands for many mistakes, and the reason beside it."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.rules.reasons import explained_after_code, explained_after_sentence


@pytest.mark.parametrize(
    ("rest", "is_explained"),
    [
        (": The code has gone", True),
        (", error_description: 'Security Error'", True),
        (": Bad Request", False),
        ("", False),
    ],
)
def test_words_after_a_code(rest: str, is_explained: bool) -> None:
    code = "invalid_grant"

    assert explained_after_code(code + rest, len(code)) is is_explained


@pytest.mark.parametrize(
    ("text", "is_explained"),
    [
        (": 403 Forbidden\nResponse: Cookies must be enabled", True),
        (' because "Wrong argument type string"', True),
        (": 400 Bad Request", False),
        ("", False),
    ],
)
def test_words_after_an_outer_sentence(text: str, is_explained: bool) -> None:
    assert explained_after_sentence(text, 0) is is_explained


@pytest.mark.parametrize(
    ("alone", "with_a_reason"),
    [
        (
            "oauth2: cannot fetch token: 400 Bad Request",
            'oauth2: cannot fetch token: 400 Bad Request\nResponse: {"error":"invalid_request",'
            '"error_description":"Invalid Domain"}',
        ),
        (
            '{"error": "invalid_request"}',
            '{error: "invalid_request", error_description: "Odd Sky"}',
        ),
        (
            "Failed to exchange code for token",
            "Failed to exchange code for token: the moon is in the wrong house",
        ),
    ],
)
def test_nothing_is_guessed_beside_a_reason_that_is_not_understood(
    alone: str, with_a_reason: str
) -> None:
    assert diagnose(alone).cause != "unknown"
    assert diagnose(with_a_reason).cause == "unknown"
    assert len(diagnose(with_a_reason).near) > 1  # what is possible is said
