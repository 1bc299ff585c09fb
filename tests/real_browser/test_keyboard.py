"""A person without a mouse gets through every page of the way."""

import pytest
import requests
from playwright.sync_api import expect

from oauth_tutorial import LoopbackReceiver, build_authorization_url
from tests.real_browser.axe import NONE, tab_to, violations_in_both_schemes

pytestmark = pytest.mark.browser
STATE = "s" * 43


@pytest.fixture
def receiver():
    with LoopbackReceiver(state=STATE) as receiver:
        yield receiver


@pytest.fixture
def page(chromium):
    with chromium.new_context() as context:
        yield context.new_page()


def authorization_url(photobox, redirect_uri: str) -> str:
    return build_authorization_url(
        photobox.authorization_endpoint,
        client_id="printshop",
        redirect_uri=redirect_uri,
        scope="photos.read orders.write",
        state=STATE,
    )


def type_name_and_password(page, password: str) -> None:
    expect(page.get_by_label("User name")).to_be_visible()
    tab_to(page, "User name")
    page.keyboard.press("Control+A")
    page.keyboard.type("alice")
    tab_to(page, "Password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_the_way_of_a_person_without_a_mouse(page, photobox, receiver):
    page.goto(authorization_url(photobox, receiver.redirect_uri))
    type_name_and_password(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("Not signed in")
    type_name_and_password(page, "wonderland")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    tab_to(page, "Order prints")
    page.keyboard.press("Space")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Signed in")).to_be_visible()
    assert violations_in_both_schemes(page) == NONE

    assert receiver.wait(timeout=5).code
    assert photobox.log.last("/consent").status in {302, 303}


def test_deny_by_keyboard(page, photobox, receiver):
    page.goto(authorization_url(photobox, receiver.redirect_uri))
    type_name_and_password(page, "wonderland")
    expect(page.get_by_role("button", name="Deny")).to_be_visible()
    tab_to(page, "Deny")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Refused")).to_be_visible()

    assert violations_in_both_schemes(page) == NONE


def test_a_device_is_allowed_by_keyboard(page, photobox):
    """RFC 8628 §3.3: the code is typed, then it is the same way."""
    waiting = requests.post(
        photobox.device_authorization_endpoint,
        {"client_id": "photobox-printer", "scope": "photos.read"},
        timeout=5,
    ).json()
    page.goto(waiting["verification_uri"])
    tab_to(page, "Code")
    page.keyboard.type(waiting["user_code"])
    page.keyboard.press("Enter")
    type_name_and_password(page, "wonderland")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
