"""Whether a redirect URI is a registered one (RFC 6749 §3.1.2, RFC 8252 §7.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.practice.model.redirect_uris import (
    begins,
    difference,
    host,
    matches,
    split,
    why_unfit,
)

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


# Other spellings of the two loopback addresses, and what only looks like one. Each names another
# host to one library or another, or is not what was registered to the letter (RFC 9700 §2.1).
SPELLINGS = [
    "http://evil.example[::1]/callback",
    "http://[::1].evil.example/callback",
    "http://[::1]evil.example/callback",
    "http://[::1]@evil.example/callback",
    "http://evil.example@[::1]/callback",
    "http://[::1%25lo]/callback",
    "http://[0:0:0:0:0:0:0:1]/callback",
    "http://[0::1]/callback",
    "http://[::0001]/callback",
    "http://[::ffff:127.0.0.1]/callback",
    "http://::1/callback",
    "http://[::1/callback",
    "http://127.0.0.1.evil.example/callback",
    "http://127.0.0.1evil.example/callback",
    "http://evil.example:127.0.0.1/callback",
    "http://127.0.0.1@evil.example/callback",
    "http://evil.example@127.0.0.1/callback",
    "http://@127.0.0.1/callback",
    "http://user:secret@127.0.0.1/callback",
    "http://127.0.0.1:1@evil.example/callback",
    r"http://evil.example\@127.0.0.1/callback",
    r"http://127.0.0.1\@evil.example/callback",
    r"http:\\127.0.0.1\callback",
    "http://127.1/callback",
    "http://127.0.0.01/callback",
    "http://127.0.0.2/callback",
    "http://2130706433/callback",
    "http://0x7f.0.0.1/callback",
    "http://0x7f000001/callback",
    "http://0177.0.0.1/callback",
    "http://0.0.0.0/callback",
    "http://127.0.0.1./callback",
    "http://127.0.0.1%2e/callback",
    "http://%31%32%37.0.0.1/callback",
    "http://１２７.0.0.1/callback",
    "http://127。0。0。1/callback",
    "http://localhost/callback",
    "http:127.0.0.1/callback",
    "http:/127.0.0.1/callback",
    "http:///127.0.0.1/callback",
    "//127.0.0.1/callback",
    "127.0.0.1/callback",
    "HTTP://127.0.0.1/callback",
    "https://127.0.0.1/callback",
    "ftp://127.0.0.1/callback",
    "http://127.0.0.1:/callback",
    "http://127.0.0.1:0/callback",
    "http://127.0.0.1:080/callback",
    "http://127.0.0.1:+80/callback",
    "http://127.0.0.1:-1/callback",
    "http://127.0.0.1: 80/callback",
    "http://127.0.0.1:8_0/callback",
    "http://127.0.0.1:٨٠/callback",
    "http://127.0.0.1:65536/callback",
    "http://127.0.0.1:80:80/callback",
    "http://127.0.0.1/callback#",
    "http://127.0.0.1:80/callback#",
    "http://127.0.0.1/callback#x",
    "http://127.0.0.1/callback?",
    "http://127.0.0.1/callback?a=b",
    "http://127.0.0.1/callback/",
    "http://127.0.0.1//callback",
    "http://127.0.0.1/./callback",
    "http://127.0.0.1/x/../callback",
    "http://127.0.0.1/%63allback",
    "http://127.0.0.1/Callback",
    "http://127.0.0.1/callback;x",
    "http://127.0.0.1/callback%00",
    "http://127.0.0.1",
    "",
]
UNSEEN = [
    "\t",
    "\n",
    "\r",
    "\0",
    "\x1f",
    "\x7f",
    " ",
    "\xa0",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ud800",
]
PLACES = (  # where it stands
    "{}http://127.0.0.1:8000/callback",
    "ht{}tp://127.0.0.1:8000/callback",
    "http://{}127.0.0.1:8000/callback",
    "http://127.0.{}0.1:8000/callback",
    "http://127.0.0.1{}:8000/callback",
    "http://127.0.0.1:80{}00/callback",
    "http://127.0.0.1:8000{}/callback",
    "http://127.0.0.1:8000/call{}back",
    "http://127.0.0.1:8000/callback{}",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_other_spelling_matches(spelling):
    """Against both addresses that the course's clients are registered with."""
    assert not matches(LOOPBACK, spelling)
    assert not matches("http://[::1]/callback", spelling)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_a_character_that_nobody_sees_never_goes_unnoticed(place, unseen):
    """``urlsplit`` takes tabs, line breaks and what leads away before it compares."""
    assert not matches(LOOPBACK, place.format(unseen))
    assert not matches(SHOP, f"{unseen}{SHOP}")


@pytest.mark.parametrize("spelling", [one for one in SPELLINGS if "evil" in one])
def test_the_mistake_too_is_made_with_the_path_alone_and_never_with_the_host(spelling):
    """RFC 9700 §4.1: the lesson is about the end of the path."""
    assert not begins(LOOPBACK, spelling)
    assert not begins("http://[::1]/callback", spelling)


@pytest.mark.parametrize("unseen", "\t\n\r\0\x7f \\")
def test_what_has_a_character_of_no_uri_is_none(unseen):
    """RFC 3986 §2: so nobody can register it either."""
    assert split(f"https://shop.example/{unseen}callback") is None
    assert difference(SHOP, f"{unseen}{SHOP}") == "what was sent is not a URL"


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


APPS = [
    "https://shop.example/callback?a=b",
    "https://shop.example:8443/callback",
    "https://192.0.2.1/callback",
    "https://[2001:db8::1]/callback",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:3000/callback",
    "http://[::1]:3000/callback",
    "http://localhost:3000/auth/x/callback",
    "HTTP://LocalHost/callback",
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "vscode://vscode.github-authentication/did-authenticate",
    "vscode-insiders://vscode.github-authentication/did-authenticate",
    "windsurf://codeium.windsurf/callback",
    "zed://oauth/callback",
    "myapp://callback",
    "app:///callback",
    "com.example.app:/oauth2redirect",
    "com.example.app:///oauth2redirect",
    "com.example.app:oauth2redirect",
]


@pytest.mark.parametrize("uri", APPS)
def test_where_an_app_waits_can_be_registered_and_then_matches(uri):
    """RFC 8252 §7.1 to §7.3."""
    assert why_unfit(uri) == ""
    assert matches(uri, uri)


UNFIT = [
    (["https://shop.example/"], "it is not a string"),
    (None, "it is not a string"),
    ("https://shop.example/" + "a" * 2000, "it is longer than 2,000 characters"),
    ("", "it is not an absolute URL"),
    ("/callback", "it is not an absolute URL"),
    ("//shop.example/callback", "it is not an absolute URL"),
    (":/callback", "it is not an absolute URL"),
    ("shop.example/callback", "it is not an absolute URL"),
    (" https://shop.example/", "it is not an absolute URL"),
    ("java\tscript:alert(1)", "it is not an absolute URL"),
    ("https://shop.example:port/", "it is not an absolute URL"),
    ("localhost:3000/callback", "it does not begin with a scheme"),
    ("shop.example:3000/callback", "it does not begin with a scheme"),
    ("com.example.app:", "it does not begin with a scheme"),
    ("https://shop.example/caf\u00e9", "it has a character that is not allowed"),
    ("https://shop.example/\ud800", "it has a character that is not allowed"),
    ("https://shop.example/#x", "it has a fragment"),
    ("https://shop.example/#", "it has a fragment"),
    ("com.example.app:/x#y", "it has a fragment"),
    ("https://alice@shop.example/", "it has a user name"),
    ("http://127.0.0.1@evil.example/", "it has a user name"),
    ("https:///callback", "it names no host"),
    ("https:callback", "it names no host"),
    ("https://:443/callback", "it names no host"),
    ("http://evil.example[::1]/callback", "it names no host"),
    ("http://shop.example/cb", "plain http is accepted only for"),
    ("http://127.0.0.2/cb", "plain http is accepted only for"),
    ("http://localhost.evil.example/cb", "plain http is accepted only for"),
    ("http://192.168.0.7:3000/cb", "plain http is accepted only for"),
    *(
        (f"{scheme}:{rest}", f"{scheme}: does not open your app")
        for scheme, rest in {
            "javascript": "alert(1)",
            "data": "text/html,x",
            "file": "///etc/passwd",
            "blob": "https://shop.example/1",
            "vbscript": "x",
            "about": "blank",
            "mailto": "alice@shop.example",
            "ws": "//shop.example/",
            "wss": "//shop.example/",
            "urn": "ietf:wg:oauth:2.0:oob",
        }.items()
    ),
]


FOREIGN = [
    "afp",
    "cifs",
    "nfs",
    "smb",
    "ftp",
    "ftps",
    "sftp",
    "ssh",
    "telnet",
    "ldap",
    "ldaps",
    "rdp",
    "vnc",
    "irc",
    "feed",
    "webcal",
    "magnet",
    "steam",
    "googlechrome",
    "googlechromes",
    "microsoft-edge",
    "x-safari-https",
    "firefox",
    "chrome-extension",
    "moz-extension",
    "safari-web-extension",
    "ms-appinstaller",
    "ms-word",
    "ms-settings",
    "ms-windows-store",
    "search",
    "search-ms",
    "shell",
    "content",
    "externalfile",
    "android-app",
    "itms-services",
    "market",
    "facetime",
]


@pytest.mark.parametrize("scheme", FOREIGN)
def test_a_scheme_that_opens_somebody_elses_place_cannot_be_registered(scheme):
    for uri in (f"{scheme}://evil.example/x", f"{scheme.upper()}:/x"):
        assert why_unfit(uri).startswith(f"{scheme}: does not open your app"), uri


@pytest.mark.parametrize(("uri", "why"), UNFIT)
def test_what_is_unfit_is_told_why(uri, why):
    assert why_unfit(uri).startswith(why)


@given(st.text() | st.none() | st.integers() | st.lists(st.text()))
def test_no_value_makes_the_judgement_fail(value):
    for uri in (value, f"{value}://shop.example/", f"http://{value}/", f"com.example.app:{value}"):
        assert isinstance(why_unfit(uri), str)


@pytest.mark.parametrize("uri", BROKEN)
def test_what_is_no_uri_has_no_parts(uri):
    assert split(uri) is None
    assert host(uri) is None
    assert host("https://Shop.example:8443/x") == "Shop.example:8443"
