"""What the person does on the pages: sign in, and decide (RFC 6749 §3.1, §4.1.1, §10.12)."""

import pytest
from bs4 import BeautifulSoup

from tests.practice.browser import Person, answer_of


def test_denial_is_an_answer_without_a_code(alice, authorization_url):
    answer = answer_of(alice.decide(authorization_url(), decision="deny"))

    assert answer["error"] == "access_denied"
    assert answer["state"] == "xyz"
    assert "code" not in answer


def test_a_wrong_password_asks_again(alice, authorization_url):
    page = alice.submit(alice.open(authorization_url()), username="alice", password="guess")

    assert page.status_code == 401
    assert 'name="password"' in page.text


@pytest.mark.parametrize("field", ["form_token", "request"])
def test_a_forged_form_is_refused(alice, authorization_url, field):
    page = alice.sign_in(authorization_url())
    answer = alice.submit(page, decision="approve", **{field: "forged"})

    assert answer.status_code in {400, 403}
    assert "Location" not in answer.headers


def test_another_browser_cannot_press_approve(alice, authorization_url):
    page = alice.sign_in(authorization_url())
    mallory = Person("bob", "builder")
    answer = mallory.submit(page, decision="approve")
    mallory.close()

    assert answer.status_code == 403


def test_a_consent_page_can_be_answered_once(alice, authorization_url):
    page = alice.sign_in(authorization_url())
    alice.submit(page, decision="approve")

    assert alice.submit(page, decision="approve").status_code == 400


def test_a_pending_request_is_given_up_by_the_clock(photobox, alice, openid_url):
    page = alice.open(openid_url())
    photobox.clock.advance(minutes=31)

    assert alice.submit(page, username="alice", password="wonderland").status_code == 400


def test_no_code_before_the_person_has_signed_in(alice, authorization_url):
    page = alice.open(authorization_url())
    request_id = page.text.split('name="request" value="')[1].split('"')[0]
    form_token = page.text.split('name="form_token" value="')[1].split('"')[0]
    answer = alice.session.post(
        page.url.split("/authorize")[0] + "/consent",
        data={"request": request_id, "form_token": form_token, "decision": "approve"},
        allow_redirects=False,
        timeout=5,
    )

    assert "Location" not in answer.headers
    assert 'name="password"' in answer.text


def test_a_pending_request_is_opened_in_its_own_browser_alone(photobox, alice, authorization_url):
    """Its address, sent to somebody else who is signed in, shows them nothing."""
    page = alice.sign_in(authorization_url())
    bob = Person("bob", "builder")
    bob.sign_in(authorization_url())
    shown = bob.open(page.url)
    bob.close()

    assert shown.status_code == 403
    assert photobox.log[-1].checks.failed.name == "request_of_this_browser"
    assert "Allow" not in shown.text
    assert alice.open(page.url).status_code == 200


def test_another_tab_of_the_same_browser_goes_on_after_a_sign_in(
    photobox, alice, authorization_url
):
    """The session gets a new name then; the browser is the same."""
    first, second = alice.open(authorization_url()), alice.open(authorization_url())
    alice.submit(first, username="alice", password="wonderland")
    waiting = BeautifulSoup(second.text, "html.parser").find("input", {"name": "request"})["value"]
    answer = alice.open(f"{photobox.issuer}/consent?request={waiting}")

    assert 'name="password"' in answer.text
