"""Where no tab reaches the kernel: a person signs in inside the notebook, keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import CUT_OFF, tab_to
from tests.real_browser.person import OUTPUT
from tests.real_browser.scratch import notebook

pytestmark = pytest.mark.browser
RUN_LAST = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    window.jupyterapp.commands.execute('notebook:run-cell');
}"""
CELLS = [
    """
import os
os.environ["OAUTH_TUTORIAL_BROWSER"] = "notebook"
from oauth_tutorial import LoopbackReceiver, build_authorization_url, new_state, practice, visit
photobox, state = practice.start(), new_state()
receiver = LoopbackReceiver(state=state)
url = build_authorization_url(
    photobox.authorization_endpoint, client_id="printshop", scope="photos.read orders.write",
    redirect_uri=receiver.redirect_uri, state=state,
)
""",
    "visit(url)",
    "receiver.wait(timeout=60)",
]


def test_signing_in_without_a_tab(person, tmp_path):
    person.open_notebook(notebook(tmp_path, "inside", CELLS))
    person.run_all()
    person.finish()  # no link: the run ends at the cell that waits, which says what to do
    assert "Nobody has signed in yet" in person.read("Nobody has signed in yet")
    window = person.page.locator(OUTPUT, has=person.page.get_by_label("Address", exact=True))
    person.screenshot("notebook-browser-sign-in")

    person.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    person.page.set_viewport_size({"width": 400, "height": 900})
    assert window.evaluate(CUT_OFF) == []
    person.screenshot("notebook-browser-narrow")
    person.page.set_viewport_size({"width": 1280, "height": 900})

    window.get_by_label("User name").focus()
    person.page.keyboard.type("alice")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("guess")
    person.page.keyboard.press("Enter")
    said = window.locator(".oat-live", has_text="Opened:")
    expect(said).to_contain_text("Not signed in. That name and password")
    expect(window.get_by_label("User name")).to_be_focused()
    expect(window.get_by_label("User name")).to_have_value("alice")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("wonderland")
    person.page.keyboard.press("Enter")
    expect(window.get_by_role("checkbox").first).to_be_focused()
    expect(said).to_contain_text("Allow PrintShop?")
    tab_to(person.page, "Approve")
    person.screenshot("notebook-browser-consent")
    person.page.keyboard.press("Enter")
    expect(person.page.locator(OUTPUT).get_by_text("Status: Received")).to_be_visible()
    expect(window.get_by_label("Address", exact=True)).to_be_focused()  # a page without a field
    person.screenshot("notebook-browser-back")

    person.page.evaluate(RUN_LAST)
    assert "AuthorizationResponse(code=<43 characters>" in person.read("AuthorizationResponse(")
