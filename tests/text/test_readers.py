"""Readers of what somebody else wrote: they never raise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.readers import named_values, read_json


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
