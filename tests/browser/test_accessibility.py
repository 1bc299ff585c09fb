"""What we draw can be read and worked by everybody: axe-core, and the keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.person import OUTPUT
from tests.browser.scratch import notebook

pytestmark = pytest.mark.browser
PANELS = [
    "from oauth_tutorial import practice\nphotobox = practice.start()",
    "from oauth_tutorial.widgets import url_builder\nurl_builder(photobox.authorization_endpoint)",
    "from oauth_tutorial.widgets import capture_panel\n"
    "capture_panel(state='xyz', address='http://127.0.0.1/callback?code=sample&state=xyz')",
    "from oauth_tutorial.widgets import token_exchange_panel\n"
    "token_exchange_panel(photobox.token_endpoint)",
]


def violations(page, selector: str | None = None) -> list[str]:
    """What axe-core finds, as lines to read."""
    context = {"include": [selector]} if selector else None
    found = Axe().run(page, context=context).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panels(person, scheme, tmp_path):
    person.open_notebook(notebook(tmp_path, "panels", PANELS))
    person.run_all()
    person.finish()
    assert person.unexpected() == []
    expect(person.page.locator(".oat-panel")).to_have_count(3, timeout=10_000)
    for number, panel in enumerate(person.page.locator(".oat-panel").all()):
        panel.scroll_into_view_if_needed()
        person.screenshot(f"panel-{number}")
        panel.get_by_role("textbox").first.focus()
        panel.screenshot(path=f"test-artefacts/panel-{number}-{scheme}-alone.png")

    assert violations(person.page, OUTPUT) == []
