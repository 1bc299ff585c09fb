"""A person runs each notebook: Run all, click the link, type, approve, come back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.real_browser.axe import NONE, violations
from tests.real_browser.person import NOTEBOOKS, OUTPUT, Person

pytestmark = pytest.mark.browser
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("name", NAMES)
def test_a_person_reaches_the_end(person, name):
    """Then the panel is tried; then all is run again in the same kernel, with *Deny*."""
    person.open_notebook(name)
    person.run_all()
    person.finish()

    assert person.unexpected() == []
    expect(person.page.get_by_text("Jupyter news")).to_have_count(0)
    if name == NAMES[0]:
        expect(person.last_output("TokenResponse(")).to_be_attached()
        assert person.clicks <= 5  # the link, two fields, Sign in, Approve
    try_panel = PANELS.get(name[:2])
    if try_panel is not None:
        try_panel(person)
    with person.whole_notebook():
        found = {}
        for scheme in person.in_both_schemes():
            person.screenshot(Path(name).stem)
            found[scheme] = violations(person.page, OUTPUT)
        assert found == NONE
    if person.visits:
        run_again_and_deny(person)
        person.screenshot(f"{Path(name).stem}-denied")


def run_again_and_deny(person: Person) -> None:
    person.run_all()
    person.finish("Deny")
    ended = next(cell for cell in person.unexpected() if cell["failed"])

    assert ended["outputs"][-1] == "AuthorizationDenied"
    assert "access_denied" in person.read("The answer is no")


def try_url_builder(person: Person) -> None:
    """The URL grows, the explanation is that of the field, the verdict follows."""
    panel = person.panel("URL builder")
    panel.get_by_label("scope").fill("photos.read orders.write")
    expect(panel.locator("code", has_text="&scope=photos.read+orders.write")).to_be_visible()
    expect(panel.get_by_text("What is asked for")).to_be_visible()
    panel.get_by_label("state").fill("")
    expect(panel.get_by_text("What is asked for")).to_be_hidden()
    expect(panel.locator(".oat-live")).to_contain_text("Not yet: there is no state.")
    panel.get_by_label("state").fill("typed")
    expect(panel.locator(".oat-live")).to_have_text("This URL can be opened.")
    with person.context.expect_page() as opened:
        panel.get_by_role("link", name="Open this URL").click()
    expect(opened.value.get_by_role("button", name="Sign in")).to_be_visible()
    opened.value.close()


PANELS: dict[str, Callable[[Person], None]] = {
    "01": try_url_builder,
}
