"""Nobody is led to a page that anybody registered, without a click (RFC 9700 §4.11.2)."""

import pytest
import requests
from bs4 import BeautifulSoup

from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.store import Session
from oauth_tutorial.practice.rules.trust import is_trusted
from tests.practice.browser import answer_of

EVIL = "https://evil.example/cb"


@pytest.fixture
def evil(photobox):
    """A client that registered itself."""

    def register(uri=EVIL):
        answer = requests.post(
            photobox.registration_endpoint, json={"redirect_uris": [uri]}, timeout=5
        )
        return answer.json()["client_id"]

    return register


@pytest.mark.parametrize("bad", [{"scope": "no such"}, {"prompt": "none"}, {"response_type": "x"}])
def test_an_error_of_a_client_that_registered_itself_waits_for_a_click(
    photobox, alice, authorization_url, evil, bad
):
    page = alice.open(authorization_url(client_id=evil(), redirect_uri=EVIL, **bad))

    assert (page.status_code, "Location" in page.headers) == (400, False)
    link = BeautifulSoup(page.text, "html.parser").find("a")
    assert str(link["href"]).startswith(EVIL + "?error=")
    assert "evil.example" in link.text
    assert answer_of(str(link["href"]))["state"] == "xyz"
    assert photobox.log[-1].checks.failed


def test_who_has_approved_it_before_trusts_it(alice, authorization_url, evil):
    shop = {"client_id": evil(), "redirect_uri": EVIL}
    alice.decide(authorization_url(**shop))
    silent = authorization_url(prompt="none", **shop)
    more = authorization_url(prompt="none", **shop | {"scope": "orders.write"})

    assert "code" in answer_of(alice.open(silent).headers["Location"])
    assert answer_of(alice.open(more).headers["Location"])["error"] == "consent_required"


def test_a_denial_is_the_persons_own_click(alice, authorization_url, evil):
    url = authorization_url(client_id=evil(), redirect_uri=EVIL)

    assert answer_of(alice.decide(url, "deny"))["error"] == "access_denied"


@pytest.mark.parametrize(
    ("uri", "trusted"),
    [
        ("http://127.0.0.1:3000/cb", True),
        ("http://localhost/cb", True),
        ("https://[::1]:3000/cb", True),
        ("com.example.app:/cb", True),
        ("cursor://anysphere.cursor-mcp/oauth/callback", True),
        ("vscode://vscode.github-authentication/did-authenticate", True),
        ("vscode-insiders://vscode.github-authentication/did-authenticate", True),
        ("windsurf://codeium.windsurf/cb", True),
        ("zed://oauth", True),
        ("smb://evil.example/share", False),
        ("googlechromes://evil.example/", False),
        ("x-safari-https://evil.example/", False),
        ("cursors://evil.example/", False),
        ("smb://127.0.0.1/share", False),
        ("http://localhost.evil.example/cb", False),
        ("http://127.0.0.1@evil.example/cb", False),
        ("http://evil.example[::1]/cb", False),
        ("http://[::1].evil.example/cb", False),
        ("http://evil.example\\@127.0.0.1/", False),
    ],
)
def test_what_is_on_this_machine_is_trusted(service, uri, trusted):
    client = Client("one", "An app", (uri,))
    service.clients.add(client)

    assert is_trusted(service, client, uri, None) is trusted
    assert is_trusted(service, client, uri, Session(username="alice")) is trusted


def test_who_brought_a_client_vouches_for_it(service):
    client = Client("one", "An app", (EVIL,))
    service.clients.give(client)

    assert is_trusted(service, client, EVIL, None)
    assert is_trusted(service, service.clients.get("printshop"), EVIL, None)
    assert not is_trusted(service, None, EVIL, None)
