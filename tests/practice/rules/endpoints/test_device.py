"""Device authorization, RFC 8628 §3. Each MUST is named in the docstring of its test."""

import re

import pytest
import requests
from bs4 import BeautifulSoup

from oauth_tutorial.practice.model.clients import Client
from tests.practice.browser import Person

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def begin(photobox):
    """Ask for codes, as PhotoFrame does."""

    def send(**changes):
        body = {"client_id": "photobox-printer", "scope": "photos.read"} | changes
        return requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)

    return send


@pytest.fixture
def poll(photobox):
    """Ask whether the person has approved; by default after a pause that is long enough."""

    def send(codes, pause=5, client_id="photobox-printer", **more):
        if pause:
            photobox.clock.advance(seconds=pause)
        body = {
            "grant_type": GRANT,
            "device_code": codes["device_code"],
            "client_id": client_id,
        } | more
        return requests.post(photobox.token_endpoint, data=body, timeout=5)

    return send


def enter(person, url, user_code):
    """Type the code and sign in; returns the consent page."""
    page = person.submit(person.open(url), user_code=user_code)
    if 'name="password"' in page.text:
        page = person.submit(page, username=person.username, password=person.password)
    return page


def test_the_answer_has_every_required_member(photobox, begin):
    """§3.2: device_code, user_code, verification_uri and expires_in are REQUIRED; no caching."""
    answer = begin()
    codes = answer.json()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", codes["user_code"])
    assert codes["verification_uri"] == f"{photobox.issuer}/device"
    assert codes["verification_uri_complete"].endswith(f"/device?user_code={codes['user_code']}")
    assert (codes["expires_in"], codes["interval"]) == (600, 5)


def test_two_devices_get_different_codes(begin):
    """§5.2: the device code has too much entropy to be guessed."""
    first, second = begin().json(), begin().json()

    assert len(first["device_code"]) == 43
    assert first["device_code"] != second["device_code"]
    assert first["user_code"] != second["user_code"]


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "printshop"}, 401, "invalid_client"),
        (
            {"client_id": "printshop", "client_secret": "printshop-secret"},
            400,
            "unauthorized_client",
        ),
        ({"scope": "everything"}, 400, "invalid_scope"),
    ],
)
def test_who_may_ask_is_checked_as_at_the_token_endpoint(begin, changes, status, error):
    """§3.1: client authentication requirements of RFC 6749 §3.2.1 apply."""
    answer = begin(**changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_endpoint_takes_only_post(photobox):
    """§3.1: the request is a POST."""
    assert requests.get(photobox.device_authorization_endpoint, timeout=5).status_code == 405


def test_parameters_are_given_once(photobox):
    """§3.1: request parameters MUST NOT be included more than once; an empty one is omitted."""
    body = [("client_id", "photobox-printer"), ("scope", "photos.read"), ("scope", "openid")]
    twice = requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)
    body = {"client_id": "photobox-printer", "scope": ""}
    empty = requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)

    assert twice.json()["error"] == "invalid_request"
    assert empty.status_code == 200


def test_the_device_gets_a_token_when_the_person_approves(photobox, alice, begin, poll):
    """§3.4, §3.5: pending until then; the token carries what was approved."""
    codes = begin(scope="photos.read openid").json()
    assert poll(codes).json()["error"] == "authorization_pending"

    page = enter(alice, codes["verification_uri"], codes["user_code"])
    assert "PhotoFrame" in page.text
    told = alice.submit(page, decision="approve")
    token = poll(codes).json()

    assert "PhotoFrame is connected" in told.text
    assert token["scope"] == "photos.read openid"
    header = {"Authorization": f"Bearer {token['access_token']}"}
    me = requests.get(f"{photobox.api}/me", headers=header, timeout=5)
    assert me.json()["username"] == "alice"


def test_a_device_code_gives_tokens_once(alice, begin, poll):
    """§3.5 with RFC 6749 §5.2: afterwards it is an invalid grant."""
    codes = begin().json()
    alice.submit(enter(alice, codes["verification_uri"], codes["user_code"]), decision="approve")

    assert poll(codes).status_code == 200
    assert poll(codes).json()["error"] == "invalid_grant"


def test_denial_reaches_the_device(alice, begin, poll):
    """§3.5: access_denied."""
    codes = begin().json()
    page = enter(alice, codes["verification_uri"], codes["user_code"])
    told = alice.submit(page, decision="deny")

    assert "PhotoFrame gets nothing" in told.text
    assert poll(codes).json()["error"] == "access_denied"


def test_who_asks_too_often_has_to_wait_five_seconds_more(begin, poll):
    """§3.5: slow_down MUST add 5 seconds, for this and all later requests."""
    codes = begin().json()
    seen = [poll(codes, pause=pause).json()["error"] for pause in (0, 2, 6, 16)]

    assert seen == ["authorization_pending", "slow_down", "slow_down", "authorization_pending"]


def test_a_device_code_expires_by_the_clock(photobox, alice, begin, poll):
    """§3.2, §3.5: expired_token; the user code dies with it."""
    codes = begin().json()
    answer = poll(codes, pause=601)
    page = alice.submit(alice.open(codes["verification_uri"]), user_code=codes["user_code"])

    assert answer.json()["error"] == "expired_token"
    assert page.status_code == 400
    assert "No device waits with this code" in page.text


def test_a_device_code_belongs_to_its_client(photobox, begin, poll, monkeypatch):
    """§3.4: the code was issued to the client that asks."""
    other = Client("other-frame", "OtherFrame", (), grant_types=(GRANT,))
    monkeypatch.setitem(photobox.clients._course, "other-frame", other)
    codes = begin().json()

    assert poll(codes, client_id="other-frame").json()["error"] == "invalid_grant"
    assert poll(codes).json()["error"] == "authorization_pending"


def test_only_a_client_of_that_grant_may_poll(begin, poll):
    """RFC 6749 §5.2: unauthorized_client."""
    printshop = {"client_id": "printshop", "client_secret": "printshop-secret"}

    assert poll(begin().json(), **printshop).json()["error"] == "unauthorized_client"


@pytest.mark.parametrize(
    ("device_code", "error"), [("", "invalid_request"), ("guess", "invalid_grant")]
)
def test_a_device_code_is_needed(poll, device_code, error):
    """§3.4: device_code is REQUIRED."""
    assert poll({"device_code": device_code}).json()["error"] == error


@pytest.mark.parametrize("spelling", [str.lower, lambda code: code.replace("-", " ")])
def test_a_user_code_may_be_spelt_as_people_do(alice, begin, spelling):
    """§6.1: case and punctuation do not matter."""
    codes = begin().json()
    page = alice.submit(
        alice.open(codes["verification_uri"]), user_code=spelling(codes["user_code"])
    )

    assert 'name="password"' in page.text


def test_a_complete_address_fills_the_code_in_and_has_it_compared(alice, begin):
    """§3.3.1: the person MUST confirm that the device shows the same code."""
    codes = begin().json()
    page = alice.open(codes["verification_uri_complete"])
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "user_code"})
    consent = enter(alice, codes["verification_uri_complete"], field["value"])

    assert field["value"] == codes["user_code"]
    assert "Does your device show this code?" in consent.text
    assert codes["user_code"] in consent.text


def test_guessing_user_codes_ends_soon(photobox, alice, begin):
    """§5.1: the server rate-limits attempts."""
    codes = begin().json()
    page = alice.open(codes["verification_uri"])
    wrong = [alice.submit(page, user_code="BBBB-BBBB").status_code for _ in range(21)]
    right = alice.submit(page, user_code=codes["user_code"]).status_code
    photobox.clock.advance(minutes=2)
    later = alice.submit(page, user_code=codes["user_code"]).status_code

    assert (wrong[0], wrong[-1], right, later) == (400, 429, 429, 200)


def test_a_user_code_is_worth_nothing_without_the_form(alice, begin):
    """A page elsewhere cannot enter a code for a person (CSRF, RFC 6749 §10.12)."""
    codes = begin().json()
    page = alice.open(codes["verification_uri"])
    forged = alice.submit(page, user_code=codes["user_code"], form_token="forged")

    assert forged.status_code == 403


def test_the_first_answer_counts(alice, begin, poll):
    """A second page that waits for the same device cannot change what was decided."""
    codes = begin().json()
    first = enter(alice, codes["verification_uri"], codes["user_code"])
    second = enter(alice, codes["verification_uri"], codes["user_code"])
    alice.submit(first, decision="deny")
    late = alice.submit(second, decision="approve")

    assert late.status_code == 400
    assert poll(codes).json()["error"] == "access_denied"


def test_nobody_else_can_approve_what_alice_signed_in_for(alice, begin):
    """A browser without a sign-in gets the sign-in page, whatever it presses."""
    codes = begin().json()
    page = enter(alice, codes["verification_uri"], codes["user_code"])
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

    assert 'name="password"' in answer.text
