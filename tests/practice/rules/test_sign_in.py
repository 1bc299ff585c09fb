"""What the person does on the pages: sign in, and decide (RFC 6749 §3.1, §4.1.1, §10.12)."""

import pytest
import requests
from bs4 import BeautifulSoup

from tests.practice.browser import Person, answer_of
from tests.practice.conftest import CHALLENGE, GRANT


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


FIRST, SECOND = "https://shop.example/cb", "https://shop.example/other"


@pytest.fixture
def registered(photobox):
    """A client that registered itself, with two addresses."""
    body = {"redirect_uris": [FIRST, SECOND], "token_endpoint_auth_method": "none"}
    return requests.post(photobox.registration_endpoint, json=body, timeout=5).json()


def delete(client):
    bearer = {"Authorization": f"Bearer {client['registration_access_token']}"}
    answer = requests.delete(client["registration_client_uri"], headers=bearer, timeout=5)
    assert answer.status_code == 204


def take_out_the_second(client):
    bearer = {"Authorization": f"Bearer {client['registration_access_token']}"}
    body = {"client_id": client["client_id"], "redirect_uris": [FIRST]}
    body["token_endpoint_auth_method"] = "none"
    answer = requests.put(client["registration_client_uri"], headers=bearer, json=body, timeout=5)
    assert answer.status_code == 200


def url_of(authorization_url, client, redirect_uri=SECOND):
    return authorization_url(
        client_id=client["client_id"],
        redirect_uri=redirect_uri,
        code_challenge=CHALLENGE,
        code_challenge_method="S256",
    )


@pytest.mark.parametrize("change", [delete, take_out_the_second])
@pytest.mark.parametrize("step", ["password", "decision"])
@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_a_page_that_was_open_leads_to_no_address_that_is_gone(
    photobox, alice, authorization_url, registered, change, step, decision
):
    """RFC 7592 §2.2, §2.3: whatever the person does there, the browser stays here."""
    page = alice.open(url_of(authorization_url, registered))
    if step == "decision":
        page = alice.submit(page, username="alice", password="wonderland")
    change(registered)
    answer = alice.submit(
        page, username="alice", password="wonderland", decision=decision, scope="photos.read"
    )

    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    failed = photobox.log[-1].checks.failed
    assert failed.name in {"client_still_registered", "request_pending"}
    assert "start the sign-in again" in answer.text
    assert not photobox.store.codes


def test_an_address_that_stays_goes_on(alice, authorization_url, registered):
    page = alice.sign_in(url_of(authorization_url, registered, FIRST))
    take_out_the_second(registered)

    location = alice.submit(page, decision="approve").headers["Location"]
    assert location.startswith(f"{FIRST}?code=")


def test_a_device_whose_client_is_gone_is_told_nothing(photobox, alice, begin):
    body = {"grant_types": [GRANT], "token_endpoint_auth_method": "none"}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    codes = begin(client_id=client["client_id"]).json()
    page = alice.enter(codes["verification_uri"], codes["user_code"])
    delete(client)

    assert alice.submit(page, decision="approve").status_code == 400
