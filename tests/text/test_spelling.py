"""A value in a text, however it is spelled there."""

import html
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.spelling import hide_values

VALUES = {"a/b+c é&d": "<1>", "a/b+c": "<2>"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x a/b+c y", "x <2> y"),
        ("x a/b+c é&d y", "x <1> y"),
        ("xa%2fb%2Bcy", "x<2>y"),
        ("a%252Fb%252Bc", "<2>"),
        ("a/b c", "<2>"),
        ("a&#47;b&#x2b;c", "<2>"),
        ("a&sol;b&plus;c", "<2>"),
        ("a\\/b\\u002bc", "<2>"),
        ("a/b+c+%C3%A9%26d", "<1>"),
        ("a/b+c+%c3%a9&amp;d.", "<1>."),
        ("a/b+c+&eacute;&#38;d.", "<1>."),
        ("a/b+ca/b+c%2", "<2><2>%2"),
        ("A/B+C, a%2FB%2bC", "<2>, <2>"),  # some servers write all in small letters
        ("a/b", "a/b"),
        ("50%2F, &amp; and &nothing; stay\\/", "50%2F, &amp; and &nothing; stay\\/"),
        ("&#x1;a/b%2Bc", "&#x1;<2>"),
        ("", ""),
    ],
)
def test_what_it_stands_for_is_compared(text, shown):
    assert hide_values(text, VALUES) == shown


@given(st.text(), st.text(min_size=8), st.text(), st.sampled_from([str, quote, quote_plus]))
def test_it_is_found_between_anything(before, value, after, spell):
    value = f"Key{value.replace('%', '').encode('utf-8', 'replace').decode()}Yek"
    text = f"{before.replace('%', '')}{spell(value)}{after}"

    assert hide_values(text, {value: ""}).count("Yek") == after.count("Yek") + before.count("Yek")


@given(st.text(), st.sampled_from(["&", "%", "\\", "&#", "%C3", "\\u"]))
def test_a_text_without_it_stays(text, piece):
    assert hide_values(text + piece, {"no such value at all": "x"}) == text + piece


def test_html_is_escaped_as_python_does_it():
    value = "p&q'rst\"<uvw>"

    assert hide_values(f"({html.escape(value)})", {value: "…"}) == "(…)"


@pytest.mark.parametrize("piece", ["%", "%2", "&", "&#", "\\", "%C3", "a", "&amp;", "%25"])
def test_the_work_grows_with_the_text(piece):
    begun = time.process_time()
    hide_values((piece * 65_536)[:65_536], {"a" * 40: "x", "%" * 40: "y"})

    assert time.process_time() - begun < 5
