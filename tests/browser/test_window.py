"""The window in which a person drives the notebook browser."""

import ipywidgets

from oauth_tutorial.browser.person import drive
from oauth_tutorial.browser.window import BrowserView
from tests.browser.conftest import STATE


def widgets(view: BrowserView) -> dict[str, object]:
    """What the window shows of the page, by label."""
    rows = [(child, *getattr(child, "children", ())) for child in view._page.children]
    return {one.description: one for row in rows for one in row if hasattr(one, "description")}


def test_the_window_drives_the_same_browser(browser, url, receiver):
    view = BrowserView(browser)
    browser.open(url)
    widgets(view)["User name"].value = "alice"
    password = widgets(view)["Password"]
    password.value = "wonderland"
    widgets(view)["Sign in"].click()
    widgets(view)["Order prints in your name orders.write"].value = False
    widgets(view)["Approve"].click()

    assert receiver.wait(timeout=1).code
    assert password.comm is None  # closed: the front end forgets what was typed
    assert "Opened: <b>Signed in – PrintShop</b>" in view._status.value
    assert "code=<43 characters>" in view._address.value


def test_the_window_shows_no_secret(browser, url, receiver):
    view = BrowserView(browser)
    drive(browser, url, username="alice", decision="approve")
    code = receiver.wait(timeout=1).code
    shown = repr([view._address.value, view._hops.value, view._status.value])

    assert code not in shown
    assert STATE not in shown


def test_go_with_an_unchanged_address_opens_the_real_one(browser, url):
    view = BrowserView(browser)
    browser.open(url)
    view._go()

    assert browser.page.title == "Sign in – PhotoBox"
    assert browser.page.address == url


def enter(field) -> None:
    field._handle_custom_msg({"event": "submit"}, [])


def test_enter_in_a_field_presses_the_forms_first_button(browser, url):
    view = BrowserView(browser)
    browser.open(url)
    widgets(view)["User name"].value = "alice"
    widgets(view)["Password"].value = "wonderland"
    enter(widgets(view)["Password"])

    assert browser.page.title == "Allow PrintShop? – PhotoBox"


def test_what_is_wrong_on_a_page_is_said_each_time(browser, url):
    """An error in a page is heard there; here the page is drawn, and the status line says it."""
    view = BrowserView(browser)
    browser.open(url)
    said = []
    for _ in range(2):
        widgets(view)["User name"].value = "alice"
        widgets(view)["Password"].value = "guess"
        enter(widgets(view)["Password"])
        said.append(view._status.value)

    assert all("Not signed in. That name and password" in one for one in said)
    assert said[0] != said[1]
    assert widgets(view)["User name"].value == "alice"
    browser.open(url)
    assert "Not signed in" not in view._status.value


def test_the_focus_moves_once_and_when_the_field_is_drawn(browser, url, monkeypatch):
    """Later it would take the person away from where they have gone since."""
    moved = []
    monkeypatch.setattr(ipywidgets.Text, "focus", lambda field: moved.append(field.description))
    view = BrowserView(browser)
    view.takes_the_focus = True
    browser.open(url)
    name = widgets(view)["User name"]
    assert moved == []

    name._view_count = 1  # as the front end says once it has drawn the field
    name._view_count = 2  # another view of the same output
    assert moved == ["User name"]


def test_what_is_drawn_already_takes_the_focus_at_once(browser, monkeypatch):
    moved = []
    monkeypatch.setattr(ipywidgets.Text, "focus", lambda field: moved.append(field.description))
    view = BrowserView(browser)
    view._address._view_count = 1
    view.focus()

    assert moved == ["Address"]
