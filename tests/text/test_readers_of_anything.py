"""The readers raise at nothing, and bound what has no measure."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    NO_URL,
    first_of_each,
    named_values,
    read_json,
    read_object,
    read_pairs,
    read_text,
    split_url,
    why_no_json,
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
    read_json(text), read_json(raw), read_object(raw), why_no_json(raw), read_text(raw, text[:9])

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
    assert read_pairs("a=" + "b" * MOST_CHARACTERS) == []


def test_nothing_is_cut_short() -> None:
    """A part of a query could say what the whole does not."""
    assert read_pairs("a=1" + "&x=y" * 5000 + "&a=2")[-1] == ("a", "2")
    assert read_pairs("&" * 5000 + "access_token=x") == [("access_token", "x")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le"])
def test_json_in_the_encodings_that_it_may_have(encoding: str) -> None:
    assert read_json(json.dumps({"a": "é"}, ensure_ascii=False).encode(encoding)) == {"a": "é"}


def test_broken_json_is_no_form() -> None:
    """Its text would become a name, which is shown."""
    assert named_values('{"client_secret":"x","q":"a=b","x":' + "[" * 5000) == []


def test_what_is_no_url_is_empty() -> None:
    assert split_url("http://[") is NO_URL
    assert NO_URL.hostname is None


def test_a_name_that_comes_twice() -> None:
    assert read_pairs("a=1&a=2") == [("a", "1"), ("a", "2")]
    assert first_of_each("a=&a=1&a=2&b=3") == {"a": "1", "b": "3"}
