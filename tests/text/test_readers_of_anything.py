"""The readers raise at nothing, and bound what has no measure."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_PAIRS,
    NO_URL,
    first_of_each,
    named_values,
    read_json,
    read_object,
    read_pairs,
    split_url,
)

ANYTHING = st.text(st.characters(exclude_categories=[])) | st.sampled_from(
    [
        *("http://[", "http://[::1", "http://a:b:c/", "//", "http://\\@127.0.0.1/", "%", "&&=&"),
        *("\ud800", "\x00", "?state=\ud800&code=1", "[" * 100_000, "{" * 5, '"', "1" * 5000),
        *('{"a":' * 500 + "1" + "}" * 500, "\ufeff{}", "NaN", "1e999", '{"a":1,"a":2}'),
    ]
)


@given(ANYTHING)
def test_nothing_raises(text: str) -> None:
    """Whatever it is, as text and as bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    split_url(text).hostname, read_pairs(text), first_of_each(text), named_values(text)
    read_json(text), read_json(raw), read_object(raw)

    assert plain(text).isprintable()


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=20))
def test_what_is_json_is_read(document: object) -> None:
    assert read_json(json.dumps(document)) == document
    assert read_json(b"\xef\xbb\xbf" + json.dumps(document).encode()) == document


@pytest.mark.parametrize(("depth", "is_read"), [(MOST_DEPTH - 1, True), (MOST_DEPTH + 1, False)])
def test_depth_is_bounded(depth: int, is_read: bool) -> None:
    assert (read_json("[" * depth + "]" * depth) is not None) is is_read


def test_size_is_bounded() -> None:
    assert read_json(json.dumps("a" * MOST_CHARACTERS)) is None
    assert len(read_pairs("a=b&" * 100_000)) == MOST_PAIRS
    assert read_pairs("a=" + "b" * 2 * MOST_CHARACTERS)[0][1] < "c" * MOST_CHARACTERS


def test_what_is_no_url_is_empty() -> None:
    assert split_url("http://[") is NO_URL
    assert NO_URL.hostname is None


def test_a_name_that_comes_twice() -> None:
    assert read_pairs("a=1&a=2") == [("a", "1"), ("a", "2")]
    assert first_of_each("a=&a=1&a=2&b=3") == {"a": "1", "b": "3"}
