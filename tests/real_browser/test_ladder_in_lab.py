"""A ladder in JupyterLab: it grows while the person signs in, works by keyboard, saves nothing."""

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import NONE, sees, violations_in_both_schemes

pytestmark = pytest.mark.browser

CELLS = [
    """
from oauth_tutorial import LoopbackReceiver, build_authorization_url, exchange_code
from oauth_tutorial import new_state, practice, record, visit
from oauth_tutorial.ladder import ladder
photobox, log, state = practice.start(), record(), new_state()
receiver = LoopbackReceiver(state=state)
ladder(log, live=True)
""",
    """
visit(build_authorization_url(photobox.authorization_endpoint, client_id="printshop",
                              redirect_uri=receiver.redirect_uri, state=state))
""",
    """
answer = receiver.wait(timeout=120)
exchange_code(photobox.token_endpoint, code=answer.code, redirect_uri=receiver.redirect_uri,
              client_id="printshop", client_secret="printshop-secret")
""",
]


@pytest.fixture
def notebook(tmp_path) -> Path:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c.strip()) for c in CELLS])
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(made, tmp_path / "ladder.ipynb")
    return tmp_path / "ladder.ipynb"


def test_the_ladder_of_a_real_sign_in(person, notebook):
    person.open_notebook(notebook)
    person.run_all()
    page = person.page
    rows = page.locator(".oat-ladder ol > li > details > summary")
    link = person.next_link()
    panel = page.locator(".oat-ladder-panel")
    with person.context.expect_page() as opened:
        link.click()
    tab = opened.value
    nothing = panel.get_by_role("button", name="✓ nothing")
    nothing.focus()
    nothing.evaluate("one => window.before = one")
    person.sign_in(tab)
    # the second tab's clicks appear in the notebook
    expect(rows.filter(has_text="POST /sign-in")).to_have_count(1)
    expect(rows.filter(has_text="GET /callback")).to_have_count(0)
    # new values came, each with a button: the focus is where it was
    expect(panel.get_by_role("button", name="client_secret")).to_have_count(0)
    assert page.evaluate("document.activeElement === window.before")
    expect(panel.locator(".oat-live")).to_contain_text(f"{rows.count()} messages.")
    rows.filter(has_text="POST /sign-in").click()
    opened_row = page.locator(".oat-ladder details[open]", has_text="POST /sign-in")
    expect(opened_row.get_by_text("What the server checked")).to_be_visible()
    person.decide(tab, "Approve")
    tab.close()
    expect(rows.filter(has_text="POST /token")).to_have_count(1)
    person.finish()
    # what was opened is open still, though the ladder has grown
    expect(opened_row.get_by_text("What the server checked")).to_be_visible()
    assert person.unexpected() == []

    follow_the_code_by_keyboard(page)
    person.screenshot("ladder")
    code = reveal_by_keyboard(page)
    assert violations_in_both_schemes(page, ".oat-ladder-panel") == NONE

    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    saved = person.server._call("GET", f"contents/{person.path}").text
    assert "Ladder: " in saved
    assert code not in saved


def follow_the_code_by_keyboard(page):
    choice = page.get_by_role("button", name="code", exact=True)
    choice.scroll_into_view_if_needed()
    choice.focus()
    page.keyboard.press("Enter")
    chosen = page.get_by_role("button", name="✓ code", exact=True)
    expect(chosen).to_be_focused()
    expect(chosen).to_have_accessible_description("Chosen for: Who can see")
    heard = sees(page, ".oat-ladder-panel").replace(" :", ":")
    messages = heard[heard.index('- list "Messages"') :]
    assert "PrintShop (you) → PhotoBox sign-in: POST /token" in messages
    assert messages.count("\n  - listitem:") == page.locator(".oat-ladder ol > li").count()
    assert [line[:6] for line in heard.splitlines() if line.startswith("- list")] == ["- list"]
    expect(page.locator(".oat-ladder mark", has_text="code").first).to_be_visible()
    expect(page.get_by_text("Could be read by: person")).to_be_visible()


def reveal_by_keyboard(page) -> str:
    """Tick the box, open the redirect by keyboard, and return the code that stands there."""
    page.get_by_label("Show the secrets").focus()
    page.keyboard.press("Space")
    redirect = page.locator(".oat-ladder ol > li > details")
    redirect = redirect.filter(has=page.locator("summary", has_text="GET /callback"))
    expect(redirect.locator("pre").first).to_have_text(re.compile(r"code=[\w-]{20,}"))
    redirect.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(redirect.locator("pre").first).to_be_visible()
    return re.search(r"code=([\w-]{20,})", redirect.locator("pre").first.inner_text()).group(1)
