"""Somebody else's text, in which nothing acts on what shows it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 🖨 § 日本", "Grüße, 🖨 § 日本"),
        ("no\x1b[2J way\nout", r"no\x1b[2J way\nout"),
        ("abc\u202edcb", r"abc\u202edcb"),  # right to left from here
        ("a\u2028b\u200bc", r"a\u2028b\u200bc"),
        ("half \ud800", r"half \ud800"),
    ],
)
def test_what_acts_or_cannot_be_seen_is_spelt_out(text, shown):
    assert plain(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left_of_any_text(text):
    shown = plain(text)

    assert {unicodedata.category(one) for one in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    shown.encode()


def test_what_was_cut_is_said():
    assert plain("a" * 200) == "a" * 200
    assert plain("a" * 201) == "a" * 200 + "…"
    assert plain("abcdef", 3) == "abc…"
