"""axe-core over a page, and a hand that has a keyboard and no mouse."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOST_TABS = 60
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return '';
    const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent;
    return label.trim().replace(/\\s+/g, ' ');
}"""


def violations(page: Page, selector: str | None = None) -> list[str]:
    """What axe-core finds in the page, or in one part of it, as lines to read."""
    context = {"include": [selector]} if selector else None
    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def violations_in_both_schemes(page: Page) -> dict[str, list[str]]:
    """The same, as a person in a light and as one in a dark room sees it."""
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = violations(page)
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the part with this name has the focus, and see that it shows it."""
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name!r}, but {seen}")
