"""Where the person types the code of a device (RFC 8628 §3.3)."""

from bs4 import BeautifulSoup

from tests.practice.browser import Person


def test_a_complete_address_fills_the_code_in_and_has_it_compared(alice, begin):
    """§3.3.1: the person MUST confirm that the device shows the same code."""
    codes = begin().json()
    page = alice.open(codes["verification_uri_complete"])
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "user_code"})
    consent = alice.enter(codes["verification_uri_complete"], field["value"])

    assert field["value"] == codes["user_code"]
    assert "Does your device show this code?" in consent.text
    assert codes["user_code"] in consent.text


def test_a_user_code_is_worth_nothing_without_the_form(alice, begin):
    """A page elsewhere cannot enter a code for a person (CSRF, RFC 6749 §10.12)."""
    codes = begin().json()
    page = alice.open(codes["verification_uri"])
    forged = alice.submit(page, user_code=codes["user_code"], form_token="forged")

    assert forged.status_code == 403


def test_the_first_answer_counts(alice, begin, poll):
    """A second page that waits for the same device cannot change what was decided."""
    codes = begin().json()
    first = alice.enter(codes["verification_uri"], codes["user_code"])
    second = alice.enter(codes["verification_uri"], codes["user_code"])
    alice.submit(first, decision="deny")
    late = alice.submit(second, decision="approve")

    assert late.status_code == 400
    assert poll(codes).json()["error"] == "access_denied"


def test_nobody_else_can_approve_what_alice_signed_in_for(alice, begin):
    """A sign-in goes on in the browser in which it began, whatever another one presses."""
    codes = begin().json()
    page = alice.enter(codes["verification_uri"], codes["user_code"])
    request_id = BeautifulSoup(page.text, "html.parser").find("input", {"name": "request"})
    mallory = Person("mallory", "?")
    own = mallory.open(codes["verification_uri"])
    token = BeautifulSoup(own.text, "html.parser").find("input", {"name": "form_token"})
    answer = mallory.session.post(
        page.url.partition("?")[0],
        data={
            "request": request_id["value"],
            "form_token": token["value"],
            "decision": "approve",
            "scope": "photos.read",
        },
        timeout=5,
    )
    mallory.close()

    assert answer.status_code == 403
    assert "in the browser in which it began" in answer.text


def test_a_wrong_code_is_tied_to_its_error(alice, begin):
    page = alice.open(begin().json()["verification_uri"])
    wrong = BeautifulSoup(alice.submit(page, user_code="BBBB-BBBB").text, "html.parser")
    field = wrong.find(id="user_code")

    assert (field["value"], field["aria-invalid"]) == ("BBBB-BBBB", "true")
    assert "Not connected" in wrong.find(id=field["aria-describedby"]).get_text()
    assert wrong.title.string.startswith("Not connected")
    assert BeautifulSoup(page.text, "html.parser").find(attrs={"aria-invalid": True}) is None
