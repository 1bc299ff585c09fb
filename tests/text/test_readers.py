"""Readers of what somebody else wrote: they never raise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.readers import named_values, read_json, read_text, why_no_json


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ("code=a%20b&state=&code=c", [("code", "a b"), ("state", ""), ("code", "c")]),
        ('{"error": "invalid_grant"}', [("error", "invalid_grant")]),
        ('[{"a": 1}, {"a": [true, null]}]', [("a", "1"), ("a", "true"), ("a", "null")]),
        ('["no name"]', []),
        ("<a href='/?code=1'>", []),
        ("{code=1", []),  # no JSON, so it may be a form
        ("nothing", []),
    ],
)
def test_the_names_and_values_of_a_body(body, pairs):
    assert named_values(body) == pairs


@pytest.mark.parametrize(
    ("body", "document"),
    [(' {"a": [1]}\n', {"a": [1]}), ("[]", []), ("1", 1), ('"text"', "text"), ("{broken", None)],
)
def test_what_a_text_says_as_json(body, document):
    assert read_json(body) == document


@given(st.text() | st.text().map(lambda text: "{" + text) | st.text().map(json.dumps))
def test_no_text_makes_them_fail(body):
    read_json(body)
    named_values(body)


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        (b"\xc3\xa9", None, "é"),
        (b"\xe9", "iso-8859-1", "é"),
        (b"\xe9", None, "\ufffd"),
        *(("é".encode(name), "ascii", "é") for name in ("utf-8-sig", "utf-16", "utf-32")),
        (b"\xfe\xff\x00\xe9", None, "é"),
        *((b"a", name, "a") for name in ("", "no such", "hex", "idna", "undefined", "a\0b")),
        (b"\\q", "unicode_escape", "\\q"),
    ],
)
def test_bytes_as_text(raw, encoding, text):
    assert read_text(raw, encoding) == text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{}", ""),
        ("null", ""),
        ("{'a': 1}", "JSON that is broken at character 2"),
        (b"\xff{}", "JSON that is not in a Unicode encoding"),
        ("[" * 101 + "]" * 101, "JSON nested more than 100 levels deep"),
        ("[" * 100_000, "JSON nested more than 100 levels deep"),
        ("1" * 5000, "JSON with a number that has too many digits"),
        (" " * 1_048_577, "JSON that is longer than 1,048,576 characters"),
    ],
)
def test_why_a_text_is_no_json(body, why):
    assert why_no_json(body) == why
    assert not why or read_json(body) is None
