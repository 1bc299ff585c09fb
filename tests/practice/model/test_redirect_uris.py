"""Whether a redirect URI is a registered one (RFC 6749 §3.1.2, RFC 8252 §7.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.practice.model.redirect_uris import begins, difference, host, matches, split

LOOPBACK = "http://127.0.0.1/callback"
SHOP = "https://shop.example/callback"
BROKEN = ["http://[", "http://127.0.0.1:port/callback", "http://127.0.0.1:99999/callback"]


@pytest.mark.parametrize(
    ("known", "received"),
    [
        (SHOP, SHOP),
        (LOOPBACK, LOOPBACK),
        (LOOPBACK, "http://127.0.0.1:49152/callback"),
        ("http://127.0.0.1:1/callback", "http://127.0.0.1:2/callback"),
        ("http://[::1]/callback", "http://[::1]:49152/callback"),
        ("com.example.app:/callback", "com.example.app:/callback"),
    ],
)
def test_it_matches_to_the_letter_but_for_a_loopback_port(known, received):
    assert matches(known, received)


@pytest.mark.parametrize(
    ("known", "received"),
    [
        (SHOP, "https://shop.example:443/callback"),
        (SHOP, "https://shop.example/callback/"),
        (SHOP, "http://shop.example/callback"),
        (LOOPBACK, "https://127.0.0.1/callback"),
        (LOOPBACK, "http://localhost/callback"),
        (LOOPBACK, "http://127.0.0.1/callback?a=b"),
        (LOOPBACK, "http://127.0.0.1/callback#x"),
        (LOOPBACK, "http://x@127.0.0.1:1/callback"),
        (LOOPBACK, "http://127.0.0.1@evil.example/callback"),
        ("http://localhost/callback", "http://localhost:49152/callback"),  # RFC 8252 §8.3
        ("https://127.0.0.1/callback", "https://127.0.0.1:49152/callback"),
        *((LOOPBACK, one) for one in BROKEN),
    ],
)
def test_nothing_else_matches(known, received):
    assert not matches(known, received)


@given(st.text())
def test_no_text_makes_it_fail(text):
    for uri in (text, f"http://127.0.0.1:{text}/callback", f"http://[{text}"):
        assert isinstance(matches(LOOPBACK, uri), bool)
        assert isinstance(begins(LOOPBACK, uri), bool)
        assert difference(LOOPBACK, uri)


@pytest.mark.parametrize(
    ("received", "fits"),
    [
        ("http://127.0.0.1:49152/callback/../elsewhere", True),
        ("http://127.0.0.1/callback.evil", True),
        ("http://127.0.0.1/other", False),
        ("http://evil.example/callback", False),
        ("https://127.0.0.1:1/callback", False),
        *((one, False) for one in BROKEN),
    ],
)
def test_the_mistake_is_to_compare_the_beginning(received, fits):
    """RFC 9700 §4.1."""
    assert begins(LOOPBACK, received) is fits


@pytest.mark.parametrize(
    ("received", "says"),
    [
        ("https://127.0.0.1:1/callback", "the scheme differs: 'http' is registered, 'https'"),
        ("http://127.0.0.2/callback", "the host differs: '127.0.0.1' is registered"),
        ("http://127.0.0.1/calback", "the path differs: '/callback' is registered, '/calback'"),
        ("http://127.0.0.1/callback?a=b", "the query differs: '' is registered, 'a=b' was sent"),
        ("http://127.0.0.1/callback#x", "the fragment differs"),
        ("http://127.0.0.1:80/callback", "the port differs: None is registered, 80 was sent"),
        ("http://x@127.0.0.1/callback", "they differ in spelling"),
        ("http://[", "what was sent is not a URL"),
    ],
)
def test_the_first_place_where_they_part_is_named(received, says):
    assert difference(LOOPBACK, received).startswith(says)


@pytest.mark.parametrize("uri", BROKEN)
def test_what_is_no_uri_has_no_parts(uri):
    assert split(uri) is None
    assert host(uri) is None
    assert host("https://Shop.example:8443/x") == "Shop.example:8443"
