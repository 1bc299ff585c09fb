"""Where no tab reaches the kernel: a person signs in inside the notebook, keyboard alone."""

import pytest
from playwright.sync_api import expect

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
    window = person.page.locator(OUTPUT, has=person.page.get_by_label("User name"))
    person.screenshot("notebook-browser-sign-in")

    window.get_by_label("User name").focus()
    person.page.keyboard.type("alice")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("wonderland")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    approve = person.page.locator(OUTPUT).get_by_role("button", name="Approve")
    approve.focus()
    person.screenshot("notebook-browser-consent")
    person.page.keyboard.press("Enter")
    expect(person.page.locator(OUTPUT).get_by_text("Status: Received")).to_be_visible()
    person.screenshot("notebook-browser-back")

    person.page.evaluate(RUN_LAST)
    assert "AuthorizationResponse(code=<43 characters>" in person.read("AuthorizationResponse(")
