"""The redirect inside whatever was copied: what is believed of it, and the work it may make."""

import time

import pytest

from oauth_tutorial.client.pasting.pasted import MOST_TEXT, find_pasted, read_pasted
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
    with pytest.raises(StateMismatch, match="a different state"):
        read("http://x/?error= http://cb/?code=a&state=b http://cb/?code=a")


@pytest.mark.parametrize(
    "text",
    [
        "> http://cb/?code=SplxlO\n> BeZQQ&state=xyz1",
        "> http://cb/?state=xyz1&co\n> de=SplxlOBeZQQ",
        "http://cb/?code=Splx|lOBe&state=xyz1",
        "http://cb/?code=Splx^&state=xyz1",  # a line of cmd
        "http://cb/?code=Splxéé&state=xyz1",
        "http://cb/？code=Splx＆state=xyz1",
        "http://cb/?code=Splx&ampstate=xyz1",
        "http://cb/?code= Splx&state= xyz1",
    ],
)
def test_an_address_that_is_not_in_one_piece_any_more_was_broken(text):
    with pytest.raises(MalformedRedirect, match="broken or changed when it was copied") as raised:
        read_pasted(text, state="xyz1", issuer=None)

    assert "on one line" in raised.value.hint
    assert "Splx" not in str(raised.value)


@pytest.mark.parametrize("text", ["?state=xyz1", "?state=xyz1&code=", "?state=xyz1&error_uri=x"])
def test_an_address_without_a_code_has_none(text):
    with pytest.raises(MalformedRedirect, match="right state but no code"):
        read_pasted(text, state="xyz1", issuer=None)


@pytest.mark.parametrize("state", ["xyz1ABC%C3%A9", "xyz", "xyz1AB", "_xyz1ABC", "xyz1ABC%5C"])
def test_a_state_that_begins_or_ends_as_the_one_sent_was_changed(state):
    """It is no old tab and nobody else's link."""
    with pytest.raises(StateMismatch, match="cut or changed when it was copied") as raised:
        read_pasted(f"http://cb/?code=Splx&state={state}", state="xyz1ABC", issuer=None)

    assert "old tab" not in str(raised.value)
    assert "xyz" not in str(raised.value)
    assert raised.value.evidence["received"]


def test_another_state_is_another():
    with pytest.raises(StateMismatch, match="a different state"):
        read_pasted("http://cb/?code=Splx&state=other", state="xyz1ABC", issuer=None)


def test_the_query_of_what_was_found_is_told_for_a_record():
    assert find_pasted("<http://cb/?code=c&state=xyz>", state="xyz", issuer=None)[1] == (
        "code=c&state=xyz"
    )
    assert find_pasted("my password is wonderland", state="xyz", issuer=None)[1] == ""


def test_what_is_too_long_is_not_read_in_part():
    with pytest.raises(MalformedRedirect, match="too long"):
        read("?code=c&state=xyz " + "x" * MOST_TEXT)


@pytest.mark.usefixtures("unmeasured")
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
