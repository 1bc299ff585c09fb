"""Expected beside received, the characters that differ marked."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.grading.difference import difference


def test_the_first_missing_character_is_marked():
    assert repr(difference("/callback", "/calback", "path")) == (
        "path\n  expected: /callback\n  received: /calback\n"
        "               ^ 1 character is missing here"
    )


@pytest.mark.parametrize(
    ("expected", "received", "marks"),
    [
        ("localhost", "localHost", "     ^"),
        ("a b", "a,b", " ^"),
        ("abc", "abc", None),
        ("resource owner", "client", None),
        ("POST /token", "no request", None),
    ],
)
def test_marks_stand_below_what_differs(expected, received, marks):
    lines = repr(difference(expected, received)).splitlines()

    assert (lines[2:] or [None])[0] == (None if marks is None else " " * 12 + marks)


def test_what_cannot_be_seen_is_written_out():
    assert "secret\\n" in repr(difference("secret", "secret\n"))
    assert "\\u200b" in repr(difference("a", "a\u200b"))


def test_values_of_secrets_are_shapes():
    shown = repr(difference("abcdef", "abc", "client_secret"))

    assert "<6 characters>" in shown
    assert "abcdef" not in shown


def test_html_marks_without_colour_and_escapes():
    shown = difference("<a>", "<b>")._repr_html_()

    assert "<ins><b>a</b></ins>" in shown
    assert "<del><b>b</b></del>" in shown


@given(st.text(), st.text())
def test_the_html_holds_what_the_text_holds(expected, received):
    laid = difference(expected, received)
    cells = re.findall(r"<code[^>]*>(.*?)</code>", laid._repr_html_(), re.DOTALL)
    plain = [html.unescape(re.sub("</?(?:ins|del|b)>", "", cell)) for cell in cells]

    assert plain == [laid.expected, laid.received]


def test_a_long_text_is_shown_around_its_first_difference():
    shown = difference("a" * 5000 + "b", "a" * 5000 + "c")

    assert len(shown.expected) < 200
    assert (shown.expected[-1], shown.received[-1]) == ("b", "c")


def test_of_texts_that_share_letters_alone_both_stand_whole():
    """Marked letter by letter, they would look like a text that somebody mistyped."""
    expected, received = "the client sends its secret", "a Referer header, or a history"
    shown = difference(expected, received)

    assert repr(shown).splitlines() == [f"  expected: {expected}", f"  received: {received}"]
    assert "<ins>" not in shown._repr_html_()
    long = difference("photos and albums " * 20, "0123456789" * 30)
    assert "…" not in repr(long)


def test_the_card_says_what_is_missing_and_has_no_empty_caption():
    assert "1 character is missing here" in difference("/callback", "/calback")._repr_html_()
    assert "<caption>" not in difference("/callback", "/calback")._repr_html_()
    assert "<caption>path</caption>" in difference("/callback", "/x", "path")._repr_html_()


def test_short_words_that_share_a_few_letters_are_not_marked():
    shown = difference("an exception", "accepted", "expired")

    assert "^" not in repr(shown)


def test_a_clue_says_what_came_or_says_a_sentence_as_it_is():
    laid = difference("Nothing stays.", "form_token is as before.", "session_begins_anew")

    assert laid.clue() == "session_begins_anew: received form_token is as before."
    assert replace(laid, came="").clue() == "session_begins_anew: form_token is as before."
