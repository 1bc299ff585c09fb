"""A long text is read where it tells of a failure."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.shortened import MOST_TEXT, shortened

QUIET = "2026-01-01 12:00:00 INFO GET /album 200 in 3 ms\n"
LOUD = "2026-01-01 12:00:00 ERROR the printer failed: out of paper\n"
REASON = "oauth2: invalid_grant: the redirect_uri does not match the authorization request\n"


@pytest.mark.parametrize("others", [QUIET, LOUD])
@pytest.mark.parametrize("before", [0, 300, 20_000])
@pytest.mark.parametrize("after", [0, 300, 20_000])
def test_the_reason_is_found_wherever_it_stands(others: str, before: int, after: int) -> None:
    """In 2 MB, and among as many other failures."""
    diagnosis = diagnose(others * before + REASON + others * after)

    assert diagnosis.cause == "redirect_uri_differs_at_token"


def test_what_is_short_stays_as_it_is() -> None:
    assert shortened("x" * MOST_TEXT) == "x" * MOST_TEXT
    assert len(shortened("x" * MOST_TEXT + "y")) <= MOST_TEXT


def test_one_long_line_is_searched_too() -> None:
    text = "x " * MOST_TEXT + REASON.strip() + " y" * MOST_TEXT

    assert REASON.strip() in shortened(text)
    assert len(shortened(text)) <= MOST_TEXT


def test_a_gap_is_shown_and_the_length_is_told() -> None:
    text = QUIET * 1000

    assert shortened(text).count("\n…\n") == 2
    assert f"a text of {len(text)} characters, of which I read" in repr(diagnose(text))


def test_half_a_secret_is_not_kept() -> None:
    secret = "sesame" * 60
    text = QUIET * 500 + f"client_secret={secret} error: invalid_client\n" + QUIET * 500

    assert "sesame" not in repr(diagnose(text))
