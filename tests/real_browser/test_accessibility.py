"""What we draw can be read and worked by everybody: axe-core, and the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import NONE, tab_to, violations
from tests.real_browser.person import OUTPUT
from tests.real_browser.scratch import notebook

pytestmark = pytest.mark.browser
PANELS = [
    "from oauth_tutorial import practice\nphotobox = practice.start()",
    "from oauth_tutorial.widgets import url_builder\nurl_builder(photobox.authorization_endpoint)",
    "from oauth_tutorial.widgets import capture_panel\n"
    "capture_panel(state='xyz', address='http://127.0.0.1/callback?code=sample&state=xyz')",
    "from oauth_tutorial.widgets import token_exchange_panel\n"
    "token_exchange_panel(photobox.token_endpoint)",
]
# fields that are not one line high, or too narrow to type an address into
SHAPES = """fields => fields.map(field => [field.clientWidth, field.clientHeight])
    .filter(([width, height]) => height > 40 || width < 150)"""


def test_a_planted_fault_is_found(chromium):
    """In every part that the selector matches, and in no other."""
    page = chromium.new_page()
    faint = "<p class='ours' style='color:#ccc;background:#fff'>faint</p>"
    page.set_content(f"<main><p class='ours'>good</p>{faint}<img src='x.png'></main>")
    found = violations(page, ".ours")
    page.close()

    assert [line.partition(":")[0] for line in found] == ["color-contrast"]


def test_panels(person, tmp_path):
    person.open_notebook(notebook(tmp_path, "panels", PANELS))
    person.run_all()
    person.finish()
    assert person.unexpected() == []
    expect(person.page.locator(".oat-panel")).to_have_count(3, timeout=10_000)
    found = {}
    for scheme in person.in_both_schemes():
        for number, panel in enumerate(person.page.locator(".oat-panel").all()):
            panel.scroll_into_view_if_needed()
            panel.get_by_role("textbox").nth(1).focus()
            person.screenshot(f"panel-{number}")
        found[scheme] = violations(person.page, OUTPUT)

    assert found == NONE
    person.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    for width in (640, 480):  # 200 % zoom of a small screen, and a window beside another one
        person.page.set_viewport_size({"width": width, "height": 900})
        for number, panel in enumerate(person.page.locator(".oat-panel").all()):
            panel.scroll_into_view_if_needed()
            person.screenshot(f"panel-{number}-{width}")
            assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
            assert panel.get_by_role("textbox").evaluate_all(SHAPES) == []


def test_panels_are_worked_by_keyboard(person, tmp_path):
    """Every field is reached by Tab and typed into, every button and link pressed."""
    person.open_notebook(notebook(tmp_path, "keyboard", PANELS))
    person.run_all()
    person.finish()
    page = person.page
    url, capture, exchange = (
        page.locator(".oat-panel", has_text=title)
        for title in ("URL builder", "What came back", "Token exchange")
    )
    url.get_by_label("response_type").focus()
    for name in ("client_id", "redirect_uri", "scope", "state", "extra"):
        tab_to(page, name)
    page.keyboard.type("prompt=login")
    expect(url.locator("code", has_text="&prompt=login")).to_be_visible()
    with person.context.expect_page() as opened:
        tab_to(page, "Open this URL")
        page.keyboard.press("Enter")
    opened.value.close()
    capture.get_by_label("address").focus()
    tab_to(page, "state")
    page.keyboard.type("!")
    expect(capture.locator(".oat-live")).to_contain_text("Refused")
    exchange.get_by_label("grant_type").focus()
    for name in ("code", "redirect_uri", "client_id", "client_secret", "Send"):
        tab_to(page, name)
    page.keyboard.press("Space")

    expect(exchange.locator(".oat-live")).to_contain_text("invalid_client")


def test_panels_answer_what_is_typed(person, tmp_path):
    """An address is taken apart, another state is refused; the response is the real one."""
    person.open_notebook(notebook(tmp_path, "typed", PANELS))
    person.run_all()
    person.finish()
    panel = person.panel("What came back")
    panel.get_by_label("address").fill("http://127.0.0.1/callback?error=access_denied&state=xyz")
    expect(panel.get_by_role("row", name="error access_denied")).to_be_visible()
    expect(panel.locator(".oat-live")).to_contain_text("Refused")
    panel.get_by_label("address").fill("http://127.0.0.1/callback?code=typed&state=xyz")
    expect(panel.locator(".oat-live")).to_contain_text("Received")
    panel.get_by_label("state").fill("another")
    expect(panel.locator(".oat-live")).to_contain_text("Refused")
    panel = person.panel("Token exchange")
    panel.get_by_label("code").fill("typed by hand")
    expect(panel.locator("pre").first).to_contain_text("code=<13 characters>")
    for secret, answer in (("guess", "invalid_client"), ("printshop-secret", "invalid_grant")):
        panel.get_by_label("client_secret").fill(secret)
        panel.get_by_role("button", name="Send the token request").click()
        expect(panel.locator(".oat-live")).to_contain_text(answer)
        expect(panel.locator("pre").last).to_contain_text(f'"error": "{answer}"')


DIAGNOSIS = [
    "from oauth_tutorial import diagnose\n"
    "diagnose('AADSTS70008: The authorization code has expired', 'code=1&state=x')"
]
TOPS = "all => all.map(one => one.getBoundingClientRect().top)"


@pytest.mark.parametrize("width", [1100, 480])
def test_a_diagnosis_is_read_from_top_to_bottom(person, tmp_path, width):
    """JupyterLab sets terms and their descriptions in columns, which a long one leaves."""
    person.open_notebook(notebook(tmp_path, "diagnosis", DIAGNOSIS))
    person.run_all()
    person.finish()
    person.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    person.page.set_viewport_size({"width": width, "height": 900})

    tops = person.page.locator(".oat-card :is(dt, dd)").evaluate_all(TOPS)

    assert len(tops) >= 6
    assert tops == sorted(set(tops))
