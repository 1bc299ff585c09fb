"""Predict, put in order, who sends this: read by axe-core, and worked by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import NONE, tab_to, violations_in_both_schemes
from tests.real_browser.person import OUTPUT
from tests.real_browser.scratch import notebook

pytestmark = pytest.mark.browser
QUESTIONS = [
    f"from oauth_tutorial.exercises import {name}\n{name}"
    for name in ("predict_password", "message_order", "who_sends")
]


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
    expect(predict.get_by_role("status")).to_contain_text("cannot tell PrintShop from Alice")

    tab_to(page, "3. PrintShop shows Alice a link")
    page.keyboard.press("Space")
    tab_to(page, "Up")
    page.keyboard.press("Space")
    expect(order.get_by_role("status")).to_contain_text("now number 2 of 8")
    page.keyboard.press("Space")
    expect(order.get_by_role("status")).to_contain_text("now number 1 of 8")

    for _ in range(6):  # PrintShop sends none of them but one
        tab_to(page, "PrintShop (you)")
        page.keyboard.press("Space")
    tab_to(page, "Check")
    page.keyboard.press("Space")
    expect(who.get_by_role("status")).to_contain_text("the request comes from Alice")
