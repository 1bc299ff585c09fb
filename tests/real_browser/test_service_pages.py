"""Every page of the practice service, looked at by axe-core and by a camera, light and dark."""

from urllib.parse import urlencode

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from tests.real_browser.axe import NONE, both_schemes, violations
from tests.real_browser.person import ARTEFACTS

pytestmark = pytest.mark.browser
CALLBACK = "http://127.0.0.1:49152/callback"


@pytest.fixture
def page(chromium):
    with chromium.new_context(viewport={"width": 900, "height": 760}) as context:
        yield context.new_page()


def authorization_url(photobox, **changes):
    parameters = {
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": CALLBACK,
        "scope": "photos.read orders.write openid profile email",
        "state": "xyz",
    } | changes
    return f"{photobox.authorization_endpoint}?{urlencode(parameters)}"


def begin_device(photobox):
    body = {"client_id": "photobox-printer", "scope": "photos.read"}
    return requests.post(photobox.device_authorization_endpoint, data=body, timeout=5).json()


def sign_in(page):
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill("wonderland")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Approve").wait_for()


def show_sign_in(page, photobox):
    page.goto(authorization_url(photobox, login_hint="alice"))


def show_wrong_password(page, photobox):
    show_sign_in(page, photobox)
    page.get_by_label("Password").fill("guess")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Not signed in").wait_for()


def show_consent(page, photobox):
    show_sign_in(page, photobox)
    sign_in(page)


def show_unclear_consent(page, photobox):
    show_consent(page, photobox)
    for tick in page.get_by_role("checkbox").all():
        tick.uncheck()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Not decided").wait_for()


def show_refused(page, photobox):
    page.goto(authorization_url(photobox, redirect_uri="http://127.0.0.1:49152/calback"))


def show_moved_clock_and_unsafe_mode(page, photobox):
    photobox.clock.advance(hours=2, minutes=10)
    photobox.options.loose_redirect_uri = True
    show_sign_in(page, photobox)


def show_device(page, photobox):
    page.goto(photobox.verification_uri)


def show_wrong_user_code(page, photobox):
    show_device(page, photobox)
    page.get_by_label("Code on the device").fill("BBBB-BBBB")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Not connected").wait_for()


def show_device_consent(page, photobox):
    page.goto(begin_device(photobox)["verification_uri_complete"])
    page.get_by_role("button", name="Continue").click()
    sign_in(page)


def show_device_connected(page, photobox):
    show_device_consent(page, photobox)
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("PhotoFrame is connected").wait_for()


def show_home(page, photobox):
    page.goto(f"{photobox.issuer}/")


def show_not_found(page, photobox):
    page.goto(f"{photobox.issuer}/nothing")


def show_receiver(page, photobox):
    with LoopbackReceiver(state="s" * 43) as receiver:
        page.goto(f"{receiver.redirect_uri}?code=x&state={'s' * 43}")
        page.get_by_role("heading", name="Signed in").wait_for()


# A headless browser fetches no icon by itself; one with a window does, and minds the policy.
ICON = """() => new Promise(done => {
    document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
    const icon = new Image();
    const link = document.querySelector('link[rel=icon]');
    icon.onload = icon.onerror = () => setTimeout(() => done('may be loaded'), 0);
    icon.src = link ? link.href : '/favicon.ico';
})"""

PAGES = [
    show_sign_in,
    show_wrong_password,
    show_consent,
    show_unclear_consent,
    show_refused,
    show_moved_clock_and_unsafe_mode,
    show_device,
    show_wrong_user_code,
    show_device_consent,
    show_device_connected,
    show_home,
    show_not_found,
]


@pytest.mark.parametrize("show", PAGES)
def test_a_page_is_accessible(page, photobox, show):
    show(page, photobox)
    ARTEFACTS.mkdir(exist_ok=True)
    name = show.__name__.removeprefix("show_").replace("_", "-")
    found = {}
    for scheme in both_schemes(page):
        page.screenshot(path=ARTEFACTS / f"page-{name}-{scheme}.png", full_page=True)
        found[scheme] = violations(page)

    assert found == NONE
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


BY_STATUS = "Failed to load resource: the server responded with a status of 4"  # of the page itself


def test_no_page_has_anything_to_say_in_the_console(page, photobox):
    """Its style, its icon and its picture are all within the page's own policy."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for show in (*PAGES, show_receiver):
        page.context.clear_cookies()
        show(page, photobox)
        icon = page.evaluate(ICON)
        assert icon == "may be loaded", show.__name__
        photobox.reset()

    assert [text for text in said if not text.startswith(BY_STATUS)] == []
