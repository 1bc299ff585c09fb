"""Where a redirect URI leads, whatever its spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.providers.address import MOST, begins_with_a_scheme, read, where


@pytest.mark.parametrize(
    ("host", "leads"),
    [
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("localhost", "loopback"),
        ("127.0.0.2", "loopback by another name"),
        ("127.1", "loopback by another name"),
        ("0x7f.1", "loopback by another name"),
        ("0177.0.0.1", "loopback by another name"),
        ("2130706433", "loopback by another name"),
        ("::ffff:127.0.0.1", "loopback by another name"),
        ("localhost.", "loopback by another name"),
        ("app.localhost", "loopback by another name"),
        ("0.0.0.0", "any address"),
        ("::", "any address"),
        ("0", "any address"),
        ("192.168.0.7", "network"),
        ("10.0.0.1", "network"),
        ("169.254.1.1", "network"),
        ("fe80::1%eth0", "network"),
        ("printer", "network"),
        ("pi.local", "network"),
        ("8.8.8.8", "web"),
        ("shop.example", "web"),
        ("127.0.0.1.nip.io", "web"),
        ("localhost.example", "web"),
    ],
)
def test_a_host_leads_somewhere(host: str, leads: str) -> None:
    assert where(host) == leads


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("http://[::1]:8000/callback", "loopback"),
        ("com.example.app:/callback", "app"),
        ("urn:ietf:wg:oauth:2.0:oob", "app"),
        ("localhost:8000/callback", None),
        ("127.0.0.1:8000", None),
        ("/callback", None),
        ("http:///callback", None),
        ("http://[", None),
        ("http://127.0.0.1:99999/", None),
        ("http://127.0.0.1:port/", None),
        ("", None),
    ],
)
def test_a_text_leads_somewhere_or_cannot_be_read(text: str, leads: str | None) -> None:
    assert read(text).leads == leads


def test_it_is_taken_apart() -> None:
    address = read("HTTP://[::1]:8000/a?b")

    assert (address.scheme, address.host, address.port, address.path) == (
        "http",
        "[::1]",
        8000,
        "/a",
    )
    assert address.without_port == "http://[::1]/a"
    assert not begins_with_a_scheme("example.com:8000/")


@given(st.text() | st.text(alphabet="htp:/[]@%.0159localhost?#x\\ \x00é"))
def test_no_text_breaks_it(text: str) -> None:
    assert read(text).text == text
    assert read(f"http://{text}").leads != "app"


def test_a_huge_one_is_read_in_part() -> None:
    assert len(read("http://127.0.0.1/" + "a" * 10 * MOST).path) < MOST
