"""Predict, put in order, who sends this: read by axe-core, and worked by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import CUT_OFF, NONE, focused, sees, tab_to, violations_in_both_schemes
from tests.real_browser.person import OUTPUT
from tests.real_browser.scratch import notebook

pytestmark = pytest.mark.browser
QUESTIONS = [
    f"from oauth_tutorial.exercises import {name}\n{name}"
    for name in ("predict_password", "message_order", "who_sends")
]


# What a live region says from now on.
LISTEN = """() => {
    window.heard = [];
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
        one => one.id?.startsWith('oat-said-') && window.heard.push(one.textContent)
    ))).observe(document.body, { subtree: true, childList: true });
}"""


def test_questions_are_worked_by_keyboard(person, tmp_path):
    person.open_notebook(notebook(tmp_path, "questions", QUESTIONS))
    person.run_all()
    person.finish()
    assert person.unexpected() == []
    page = person.page
    predict, order, who = (page.locator(OUTPUT).nth(number) for number in range(3))
    expect(who.get_by_role("button", name="Check")).to_be_visible(timeout=10_000)
    person.screenshot("questions")
    assert violations_in_both_schemes(page, OUTPUT) == NONE

    predict.get_by_role("button").first.focus()
    tab_to(page, "Everything that Alice can do")
    page.keyboard.press("Space")
    expect(predict.locator(".oat-live")).to_contain_text("cannot tell PrintShop from Alice")

    tab_to(page, "3. PrintShop shows Alice a link")
    page.keyboard.press("Space")
    tab_to(page, "Up")
    page.keyboard.press("Space")
    expect(order.locator(".oat-live")).to_contain_text("now number 2 of 8")
    page.keyboard.press("Space")
    expect(order.locator(".oat-live")).to_contain_text("now number 1 of 8")
    assert focused(page) == "Up"
    chosen = order.get_by_role("button", name="✓ 1. PrintShop shows Alice a link")
    expect(chosen).to_have_accessible_description("Chosen")
    region = order.get_by_role("status").element_handle()
    page.evaluate(LISTEN)
    for times in (1, 2):
        tab_to(page, "Check") if times == 1 else None
        page.keyboard.press("Space")
        page.wait_for_function("times => window.heard.length === times", arg=times)
    assert region.evaluate("one => one.isConnected")
    said, again = page.evaluate("window.heard")
    assert said == again
    assert said.startswith("Not yet")
    assert "status: Not yet" in sees(page, ".oat-live:has-text('Not yet')").replace('"', "")

    for number in range(1, 7):  # PrintShop sends none of them but one
        tab_to(page, "PrintShop (you)")
        page.keyboard.press("Space")
        chosen = who.get_by_role("button", name="✓ PrintShop (you)")
        expect(chosen).to_have_count(number)
    expect(who.locator(".oat-live")).to_contain_text("Now press Check")
    assert "Chosen for: " in chosen.first.get_attribute("title")
    page.keyboard.press("Tab")
    assert focused(page) == "Check"
    page.keyboard.press("Space")
    expect(who.locator(".oat-live")).to_contain_text("a link is no request yet")
    who.get_by_role("button", name="✓ PrintShop (you)").first.focus()
    page.keyboard.press("Tab")
    assert focused(page) == "✓ PrintShop (you)"  # one step for each message, not four

    page.emulate_media(forced_colors="active")
    edge = "one => getComputedStyle(one).borderTopStyle"
    assert chosen.first.evaluate(edge) != who.get_by_role("button", name="Check").evaluate(edge)
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 320, "height": 900})
    for panel in (predict, order, who):
        panel.scroll_into_view_if_needed()
        person.screenshot("questions-narrow")
        assert panel.evaluate(CUT_OFF) == []
