"""What cannot be right is refused before anything is sent."""

import pytest

from oauth_tutorial.client import arguments
from oauth_tutorial.errors import InvalidArgument

SECTION = "RFC 6749 §4.1.3"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "code must be a string, got NoneType"),
        (7, "code must be a string, got int"),
        (b"x", "code must be a string, got bytes"),
        ("", "code is empty"),
        (" \n", "code is empty"),
        ("ab\ud800", "code has half a character .* at position 3"),
    ],
)
def test_what_is_no_text(value, said):
    with pytest.raises(InvalidArgument, match=said) as raised:
        arguments.text("code", value, section=SECTION)

    assert raised.value.section == SECTION


def test_text_stays_as_it_is():
    assert arguments.text("code", " a b ", section=SECTION) == " a b "


@pytest.mark.parametrize("value", [0, -1, True, None, "5", float("nan"), (3, 5), [], "x" * 1000])
def test_what_is_no_time(value):
    with pytest.raises(InvalidArgument, match="timeout must be a number of seconds") as raised:
        arguments.seconds("timeout", value)

    assert len(raised.value.message) < 120


@pytest.mark.parametrize(
    ("value", "used"), [(1, 1.0), (0.5, 0.5), (10**400, 86400.0), (float("inf"), 86400.0)]
)
def test_a_time_is_at_most_a_day(value, used):
    assert arguments.seconds("timeout", value) == used
