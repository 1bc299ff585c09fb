"""The browser in the notebook, against the real practice service."""

from urllib.parse import urlencode

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, location, record
from oauth_tutorial.browser.person import drive
from oauth_tutorial.errors import InvalidArgument
from tests.browser.conftest import STATE


def test_a_person_walks_from_the_link_to_the_code(browser, url, receiver):
    assert browser.open(url).title == "Sign in – PhotoBox"
    browser.fill("User name", "alice")
    browser.fill("Password", "wonderland")
    assert browser.press("Sign in").title == "Allow PrintShop? – PhotoBox"
    assert "Alice Liddell" in browser.page.text
    assert browser.press("Approve").title == "Signed in – PrintShop"

    assert len(receiver.wait(timeout=1).code) == 43
    assert [hop.method for hop in browser.hops] == ["POST", "GET"]
    assert [hop.status for hop in browser.hops] == [303, 200]


def test_a_wrong_password_is_said_and_can_be_mended(browser, url):
    browser.open(url)
    browser.fill("username", "alice")
    browser.fill("password", "guess")
    assert "Not signed in" in browser.press("Sign in").text
    assert browser.page.status == 401
    browser.fill("username", "alice")
    browser.fill("password", "wonderland")

    assert browser.press("Sign in").title == "Allow PrintShop? – PhotoBox"


def test_it_stays_signed_in_and_goes_back(browser, url):
    drive(browser, url, username="alice", decision="approve")
    assert browser.open(url).title == "Allow PrintShop? – PhotoBox"
    assert browser.back().title == "Signed in – PrintShop"
    assert browser.back().title == "Allow PrintShop? – PhotoBox"
    for _ in range(5):
        browser.back()

    assert browser.page.title == "Sign in – PhotoBox"


def test_it_is_not_the_client(browser, url):
    with record() as log:
        browser.open(url)

    assert list(log) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/",
        "http://example.com/",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1.example.com/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_it_opens_nothing_else(browser, address):
    browser.session.request = lambda *_, **__: pytest.fail("a request was sent")

    assert browser.open(address).title == "Not opened"
    assert browser.hops == []


def test_a_redirect_to_a_stranger_is_not_followed(browser, photobox):
    registered = requests.post(
        photobox.registration_endpoint,
        json={"redirect_uris": ["https://example.com/callback"]},
        timeout=5,
    ).json()
    query = {
        "response_type": "code",
        "client_id": registered["client_id"],
        "redirect_uri": "https://example.com/callback",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    url = f"{photobox.authorization_endpoint}?{urlencode(query)}"
    drive(browser, url, username="alice", decision="approve")

    assert browser.page.title == "Not opened"
    assert browser.page.address.startswith("https://example.com/callback?code=")
    assert len(browser.hops) == 1
    assert "code=<43 characters>" in repr(browser)


def test_the_public_address_leads_to_the_kernels_own(browser, url, photobox, monkeypatch):
    """Where the browser would need a proxy, the kernel does not."""
    monkeypatch.setenv(location.VARIABLE, "https://hub.example/user/alice/proxy/{port}")
    public = location.public_url(int(photobox.issuer.rpartition(":")[2]))
    with LoopbackReceiver(state=STATE) as receiver:
        query = {
            "response_type": "code",
            "client_id": "printshop",
            "redirect_uri": receiver.redirect_uri,
            "state": STATE,
        }
        drive(
            browser, f"{public}/authorize?{urlencode(query)}", username="alice", decision="approve"
        )

        assert receiver.redirect_uri.startswith("https://hub.example/user/alice/proxy/")
        assert receiver.wait(timeout=1).code
        assert [hop.address.split("?")[0] for hop in browser.hops] == [
            f"{public}/consent",
            receiver.redirect_uri,
        ]


def test_nobody_at_home(browser, photobox):
    with LoopbackReceiver(state=STATE) as gone:
        address = gone.redirect_uri
    assert browser.open(f"{address}?code=abc").title == "No answer"

    assert repr(browser.hops) == f"[GET {address}?code=<3 characters> → no answer]"


def test_what_is_not_there_is_named(browser, url):
    browser.open(url)

    with pytest.raises(InvalidArgument, match="no button 'Approve'; it has: 'Sign in'"):
        browser.press("Approve")
    with pytest.raises(InvalidArgument, match="no field 'mail'; it has: 'User name', 'Password'"):
        browser.fill("mail", "x")
    with pytest.raises(InvalidArgument, match="no tick 'x'; it has: none"):
        browser.tick("x")
