"""A message, and the values that travel in it."""

import pytest

from oauth_tutorial.ladder.message import named_values


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ("a=1&b=", [("a", "1"), ("b", "")]),
        ('{"a": {"b": [1, "x"]}, "c": null}', [("b", "1"), ("b", "x"), ("c", "null")]),
        ("<a href='?code=1'>", []),
        ("plain text", []),
        ("{broken", []),
        ("", []),
    ],
)
def test_named_values_of_a_body(body, pairs):
    assert named_values(body) == pairs
