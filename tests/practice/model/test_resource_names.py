"""Names of resource servers (RFC 8707 §2)."""

import pytest

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.practice.model.resource_names import is_absolute, read_names

GOOD = [
    "http://127.0.0.1:4714/mcp",
    "https://a.example",
    "urn:example:prints",
    "api://prints/x?a=b",
]
BAD = [
    *("", "/mcp", "mcp", "127.0.0.1:4714/mcp", "http:", "http:///mcp", "https://a.example#"),
    *("https://a.example/#b", "http://a b.example", "http://a.example/\n", "https://[broken"),
    "http://a.example:port/",
]


@pytest.mark.parametrize("uri", GOOD)
def test_an_absolute_uri_is_a_name(uri):
    assert is_absolute(uri)
    assert read_names([uri, uri]) == (uri,)


@pytest.mark.parametrize("uri", BAD)
def test_another_text_is_none_and_the_error_says_what_to_write(uri):
    with pytest.raises(InvalidArgument, match="absolute URI without a fragment") as raised:
        read_names([GOOD[0], uri])

    assert raised.value.section == "RFC 8707 §2"
    assert "http://127.0.0.1:4714/mcp" in raised.value.hint
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    "given", [[None], [4714], ["http://a.example"] * 2 + [b"http://b.example"]]
)
def test_what_is_no_text_is_no_name(given):
    with pytest.raises(InvalidArgument):
        read_names(given)


def test_one_text_is_no_list_and_too_many_are_refused():
    with pytest.raises(InvalidArgument, match="a list of resources, got one text"):
        read_names(GOOD[0])
    with pytest.raises(InvalidArgument, match="20 resources at most, got 21"):
        read_names(f"http://a.example/{n}" for n in range(21))
