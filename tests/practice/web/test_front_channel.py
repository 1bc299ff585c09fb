"""What the person's browser walks through: authorize, sign in, consent, back."""

from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup

from tests.practice.browser import answer_of
from tests.practice.conftest import CALLBACK


def test_approval_brings_code_state_and_issuer_back(photobox, alice, authorization_url):
    location = alice.decide(authorization_url())

    assert location.startswith(CALLBACK + "?")
    answer = answer_of(location)
    assert set(answer) == {"code", "state", "iss"}
    assert (answer["state"], answer["iss"]) == ("xyz", photobox.issuer)


def test_an_unticked_scope_is_not_granted(photobox, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    alice.decide(url, scope=["photos.read"])

    (code,) = [c for c in list(photobox.store.codes.values())[-1:]]
    assert code.grant.scope == ("photos.read",)


def test_a_scope_that_was_not_asked_for_cannot_be_ticked(photobox, alice, authorization_url):
    alice.decide(authorization_url(), scope=["photos.read", "orders.write"])

    code = list(photobox.store.codes.values())[-1]
    assert code.grant.scope == ("photos.read",)


def form_of(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_a_request_may_come_by_post(photobox, alice, openid_url):
    """Core §3.1.2.1: GET and POST MUST both be supported."""
    form = form_of(openid_url(state="a b&c=ü"))
    page = alice.session.post(photobox.authorization_endpoint, data=form, timeout=5)
    page = alice.submit(page, username="alice", password="wonderland")

    assert page.status_code == 200
    location = alice.submit(page, decision="approve").headers["Location"]
    assert answer_of(location)["state"] == "a b&c=ü"


def test_a_post_of_another_site_leaves_the_sign_in_as_it_is(photobox, alice, openid_url):
    """Its form brings no cookie (SameSite=Lax); the GET that follows does."""
    alice.sign_in(openid_url())
    form, url = form_of(openid_url()), photobox.authorization_endpoint
    sent = requests.post(url, data=form, allow_redirects=False, timeout=5)

    assert (sent.status_code, "Set-Cookie" in sent.headers) == (303, False)
    page = alice.open(urljoin(url, sent.headers["Location"]))
    assert "Alice Liddell" in page.text


def test_a_form_that_is_too_long_for_an_address_is_refused(photobox, openid_url):
    form = form_of(openid_url(state="ü" * 6000))
    answer = requests.post(photobox.authorization_endpoint, data=form, timeout=5)

    assert (answer.status_code, "Set-Cookie" in answer.headers) == (413, False)
    assert "32,000 characters at most" in answer.text


def test_a_wrong_password_keeps_the_name_and_ties_the_error_to_the_fields(alice, authorization_url):
    """The title says it too: a screen reader speaks it first when a page opens."""
    page = alice.open(authorization_url(login_hint="bob"))
    page = alice.submit(page, username='al"ice', password="guess")
    soup = BeautifulSoup(page.text, "html.parser")
    name, password = soup.find(id="username"), soup.find(id="password")

    assert (name["value"], password.get("value")) == ('al"ice', None)
    for field in (name, password):
        assert field["aria-invalid"] == "true"
        assert "Not signed in" in soup.find(id=field["aria-describedby"]).get_text()
    assert soup.title.string.startswith("Not signed in")


def test_a_first_sign_in_page_has_nothing_wrong(alice, authorization_url):
    soup = BeautifulSoup(alice.open(authorization_url(login_hint="bob")).text, "html.parser")

    assert soup.find(id="username")["value"] == "bob"
    assert soup.find(attrs={"aria-invalid": True}) is None
    assert soup.title.string.startswith("Sign in")


def test_a_consent_page_that_comes_back_keeps_the_ticks(alice, authorization_url):
    """Else Approve, pressed once more, grants what was taken away."""
    consent = alice.sign_in(authorization_url(scope="photos.read orders.write"))
    for given in ([], ["orders.write"]):
        again = alice.submit(consent, scope=given, decision="approve" if not given else "")
        soup = BeautifulSoup(again.text, "html.parser")
        ticked = [one["value"] for one in soup.find_all("input", {"checked": True})]

        assert (again.status_code, ticked) == (400, given)
        assert "Not decided" in soup.find(id=soup.fieldset["aria-describedby"]).get_text()
        assert soup.title.string.startswith("Not decided")
