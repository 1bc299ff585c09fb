"""Pages of other people: what a person reads, and nothing of what makes it look good."""

import pytest

from oauth_tutorial.text.html_page import text_of, title_or_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a<br>b</p>", "a b"),
        ("<style>:root { --paper: #fff }</style>Refused", "Refused"),
        ("<script>alert('<p>')</script>x", "x"),
        ("<SCRIPT>never closed", ""),
        ("<!-- a comment <p> -->y", "y"),
        ("&lt;script&gt; &ndash; z", "<script> – z"),
        ("cut off <a href='x", "cut off"),
        ("", ""),
    ],
)
def test_only_what_is_seen_is_kept(page, text):
    assert text_of(page) == text


def test_the_title_says_most():
    assert title_or_text("<title>No &amp; no</title><p>more") == "No & no"
    assert title_or_text("<h1 class=x>Refused</h1>") == "Refused"
    assert title_or_text("<p>nothing else") == "nothing else"
