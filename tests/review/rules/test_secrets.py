"""Which cookie signs in, and what its line says of it."""

import pytest

from oauth_tutorial.review.rules.secrets import _flags, _is_taken_away, session_cookies
from oauth_tutorial.review.stage import Stage

LINE = "printshop=a; Secure; HttpOnly; Path=/; SameSite=Lax"


def test_the_cookie_without_which_nobody_is_signed_in(stage: Stage) -> None:
    lines = session_cookies(stage)

    assert lines
    assert {line.partition("=")[0] for line in lines} == {"printshop"}


def test_what_a_line_says_of_its_cookie() -> None:
    assert _flags(LINE) == {"secure", "httponly", "path=/", "samesite=lax"}
    assert _flags("a=b;samesite = NONE ;HTTPONLY") == {"samesite=none", "httponly"}
    assert _flags("a=HttpOnly") == set()


@pytest.mark.parametrize(
    ("line", "is_away"),
    [
        (LINE, False),
        ("a=; Max-Age=0; Path=/", True),
        ("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", True),
        ("a=; expires=Thu, 01-Jan-1970 00:00:00 GMT; max-age=0", True),
        ("a=b; Max-Age=3600", False),
    ],
)
def test_a_cookie_that_is_taken_away(line: str, is_away: bool) -> None:
    assert _is_taken_away(line) is is_away
