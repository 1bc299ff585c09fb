"""A person signs out (OpenID Connect RP-Initiated Logout 1.0)."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from oauth_tutorial.practice.model.clients import Client

BYE = "http://localhost:3000/bye"


@pytest.fixture
def url(photobox):
    photobox.clients.add(Client("shop", "Shop", (), post_logout_redirect_uris=(BYE,)))
    return lambda **given: f"{photobox.end_session_endpoint}?{urlencode(given)}"


@pytest.fixture
def hint(photobox):
    def make(username="alice"):
        claims = {"iss": photobox.issuer, "sub": username, "aud": "shop"}
        return photobox.keys.sign(claims)

    return make


@pytest.fixture
def is_signed_in(alice, authorization_url):
    alice.sign_in(authorization_url())
    return lambda: 'name="password"' not in alice.open(authorization_url()).text


def test_her_own_id_token_signs_her_out_and_leads_back(alice, url, hint, is_signed_in):
    answer = alice.open(url(id_token_hint=hint(), post_logout_redirect_uri=BYE, state="a b"))

    assert (answer.status_code, answer.headers["Location"]) == (303, BYE + "?state=a%20b")
    assert not is_signed_in()


@pytest.mark.parametrize("given", [{}, {"client_id": "shop"}, {"id_token_hint": "bob"}])
def test_otherwise_she_is_asked(alice, url, hint, is_signed_in, given):
    """§2: MUST ask, without a hint, or with one of somebody else."""
    given = {name: hint("bob") if name == "id_token_hint" else v for name, v in given.items()}
    page = alice.open(url(**given))
    assert "Sign out of PhotoBox?" in page.text
    assert is_signed_in()

    assert "You are still signed in" in alice.submit(page, decision="stay").text
    assert is_signed_in()
    assert "Signed out" in alice.submit(page, decision="sign_out").text
    assert not is_signed_in()


def test_after_her_yes_she_is_led_back(alice, url, is_signed_in):
    page = alice.open(url(client_id="shop", post_logout_redirect_uri=BYE, state="s"))
    answer = alice.submit(page, decision="sign_out")

    assert answer.headers["Location"] == BYE + "?state=s"
    assert not is_signed_in()


def test_the_form_of_another_page_signs_nobody_out(photobox, alice, url, is_signed_in):
    page = alice.open(url())
    answer = alice.submit(page, decision="sign_out", form_token="guess")

    assert answer.status_code == 403
    assert photobox.log[-1].checks.failed.name == "form_token"
    assert is_signed_in()


def test_the_form_cannot_be_given_another_address(alice, url, is_signed_in):
    page = alice.open(url(client_id="shop", post_logout_redirect_uri=BYE))
    answer = alice.submit(
        page, decision="sign_out", post_logout_redirect_uri="https://evil.example/"
    )

    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert is_signed_in()


def test_by_post_it_is_asked_for_again_by_get(photobox, alice, hint, is_signed_in, url):
    """A form of another site brings no cookie (SameSite=Lax); the GET that follows does."""
    body = {"id_token_hint": hint(), "post_logout_redirect_uri": BYE}
    first = alice.session.post(
        photobox.end_session_endpoint, data=body, allow_redirects=False, timeout=5
    )
    assert first.status_code == 303
    assert first.headers["Location"].startswith("end_session?")
    second = alice.open(f"{photobox.issuer}/{first.headers['Location']}")

    assert second.headers["Location"] == BYE
    assert not is_signed_in()


def test_where_nobody_is_signed_in_a_link_leads_on(alice, url):
    """No redirect without a click: anybody may register such an address (RFC 9700 §4.11.2)."""
    page = alice.open(url(client_id="shop", post_logout_redirect_uri=BYE, state="s"))

    assert (page.status_code, "Location" in page.headers) == (200, False)
    assert BeautifulSoup(page.text, "html.parser").find("a")["href"] == BYE + "?state=s"
    assert "<a " not in alice.open(url()).text


def test_an_address_that_is_not_registered_ends_it_all(alice, url, hint, is_signed_in):
    page = alice.open(url(id_token_hint=hint(), post_logout_redirect_uri="https://evil.example/"))

    assert (page.status_code, "Location" in page.headers) == (400, False)
    assert is_signed_in()
