"""The redirect inside whatever was copied: what is believed of it, and the work it may make."""

import time

import pytest

from oauth_tutorial.client.pasted import MOST_TEXT, find_pasted, read_pasted
from oauth_tutorial.errors import IssuerMismatch, MalformedRedirect, RedirectError, StateMismatch

ISSUER = "https://as.example"


def read(text: str, issuer: str | None = None):
    return read_pasted(text, state="xyz", issuer=issuer)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("http://cb/?iss=https://evil.example/?&code=c&state=xyz", IssuerMismatch),
        ("http://cb/?iss=https://evil.example/(&code=c&state=xyz", IssuerMismatch),
        ("http://cb/?iss=https://evil.example/'&code=c&state=xyz", IssuerMismatch),
        ("http://cb/?iss=https://evil.example\n&code=c&state=xyz", IssuerMismatch),
        ('http://cb/?iss=https://evil.example"&code=c&state=xyz', MalformedRedirect),
        ('http://cb/?iss=https://evil.example"code=c&state=xyz', MalformedRedirect),
        ("http://cb/?iss%3Dhttps%3A%2F%2Fevil.example%22%26code%3Dc%26state%3Dxyz", RedirectError),
    ],
)
def test_no_writing_of_an_address_takes_its_issuer_away(text, error):
    """RFC 9207 §2.4: an address that is refused for its iss is not read in parts."""
    with pytest.raises(error):
        read(text, ISSUER)


def test_an_issuer_that_is_right_is_found():
    address = f"<http://cb/?code=c&state=xyz&iss={ISSUER}>"

    assert read(address, ISSUER).iss == ISSUER
    assert read("?code=c&state=xyz", ISSUER).iss is None


def test_of_several_addresses_the_one_with_the_state_is_used():
    assert read("http://cb/?code=a&state=b http://cb/?code=c&state=xyz").code == "c"


def test_of_several_that_are_wrong_the_one_with_most_in_it_is_told():
    with pytest.raises(StateMismatch, match="another state"):
        read("http://x/?error= http://cb/?code=a&state=b http://cb/?code=a")


def test_the_query_of_what_was_found_is_told_for_a_record():
    assert find_pasted("<http://cb/?code=c&state=xyz>", state="xyz", issuer=None)[1] == (
        "code=c&state=xyz"
    )
    assert find_pasted("my password is wonderland", state="xyz", issuer=None)[1] == ""


def test_what_is_too_long_is_not_read_in_part():
    with pytest.raises(MalformedRedirect, match="too long"):
        read("?code=c&state=xyz " + "x" * MOST_TEXT)


@pytest.mark.parametrize(
    "piece",
    ["? a", "x=a://" + "b" * 3000 + "\n", "a://", "(?code=1&state=2", "http://x/?code=a&state=b\n",
     "&amp;", "\\", "%3D", "'?code=1&state=2\n", "[http://[::1]/?code=1&state=2]("],
)  # fmt: skip
def test_the_work_is_bounded(piece):
    """It takes some tenths of a second; without the bounds, minutes."""
    begun = time.process_time()
    with pytest.raises(RedirectError):
        read((piece * MOST_TEXT)[:MOST_TEXT])

    assert time.process_time() - begun < 10
