"""A device asks whether the person has approved (RFC 8628 §3.4, §3.5)."""

import pytest
import requests

from oauth_tutorial.practice.model.clients import Client
from tests.practice.conftest import GRANT


def test_the_device_gets_a_token_when_the_person_approves(photobox, alice, begin, poll):
    """§3.4, §3.5: pending until then; the token carries what was approved."""
    codes = begin(scope="photos.read openid").json()
    assert poll(codes).json()["error"] == "authorization_pending"

    page = alice.enter(codes["verification_uri"], codes["user_code"])
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
    alice.submit(alice.enter(codes["verification_uri"], codes["user_code"]), decision="approve")

    assert poll(codes).status_code == 200
    assert poll(codes).json()["error"] == "invalid_grant"


def test_denial_reaches_the_device(alice, begin, poll):
    """§3.5: access_denied."""
    codes = begin().json()
    page = alice.enter(codes["verification_uri"], codes["user_code"])
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
    assert "No device is waiting with this code" in page.text
    assert "run the cell that asks for it again" in page.text


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
