"""How a value misses the right one, in words that do not give the right one away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.grading.near import near_miss

URL = "http://127.0.0.1:8000/callback"


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (URL, ""),
        ("", "it is empty"),
        (f" {URL}", "a space or a line end is at its beginning or end"),
        (f"{URL}\n", "a space or a line end is at its beginning or end"),
        (f'"{URL}"', "quotes came along with it"),
        (URL.replace("//", "// "), "the spaces differ"),
        (URL.replace("callback", "Callback"), "upper and lower case differ"),
        ("http%3A%2F%2F127.0.0.1%3A8000%2Fcallback", "it is encoded, and should be plain"),
        (f"{URL}/", "the slash at the end makes it another text"),
        (URL.replace("http:", "https:"), "the scheme differs"),
        (URL.replace("127.0.0.1", "localhost"), "the host differs"),
        (URL.replace("8000", "5000"), "the port differs"),
        (URL.replace(":8000", ""), "the port differs"),
        (URL.replace("callback", "calback"), "the path differs"),
        (f"{URL}?a=b", "the query differs"),
        (f"{URL}#a", "the fragment differs"),
        ("http://127.0.0.1:8000", "the path differs"),
        ("https://127.0.0.1:1/callback", "the scheme and the port differ"),
        ("http://127.0.0.1:port/callback", "the port differs"),
        (URL[::-1], "it is written backwards"),
        ("photos", ""),
        (None, ""),
        ([URL], ""),
    ],
)
def test_a_near_miss_of_an_address_is_named(received, words):
    assert near_miss(URL, received) == words


@pytest.mark.parametrize(
    ("received", "words"),
    [
        ("photos", "its end is missing"),
        ("read", "its beginning is missing"),
        ("photos.readonly", "something follows it that does not belong to it"),
        ("all.photos.read", "something stands before it that does not belong to it"),
        ("photos_read", "the letters are right, and the signs between them are not"),
        ("photo.read", "1 character is missing at place 6"),
        ("photoss.read", "1 character is too many at place 7"),
        ("photes.read", "it differs from place 5 on"),
        ("orders.write", ""),
    ],
)
def test_a_near_miss_of_a_word_is_named(received, words):
    assert near_miss("photos.read", received) == words


@given(st.text(), st.text())
def test_whatever_comes_is_said_without_the_right_value(expected, received):
    said = near_miss(expected, received)

    assert len(expected) < 6 or expected in near_miss.__doc__ or expected not in said
