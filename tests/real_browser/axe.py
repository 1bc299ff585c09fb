"""axe-core over a page, and a hand that has a keyboard and no mouse."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

MOST_TABS = 60
NONE: dict[str, list[str]] = {"light": [], "dark": []}
HAS_THEMES = "'jpThemeLight' in document.body.dataset"  # in JupyterLab
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return '';
    const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent;
    return label.trim().replace(/\\s+/g, ' ');
}"""

# What sticks out of its panel to the right, or is wider than its own edge shows; a field scrolls.
CUT_OFF = """panel => {
    const right = panel.getBoundingClientRect().right;
    return [...panel.querySelectorAll('button, input, .widget-html-content, code')]
        .filter(one => one.getBoundingClientRect().right > right + 1
            || one.tagName !== 'INPUT' && getComputedStyle(one).display !== 'inline'
            && one.scrollWidth > one.clientWidth + 1)
        .map(one => one.textContent.slice(0, 80));
}"""


def violations(page: Page, selector: str | None = None) -> list[str]:
    """What axe-core finds in the page, or in one part of it, as lines to read."""
    context = {"include": [selector]} if selector else None
    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def violations_in_both_schemes(page: Page, selector: str | None = None) -> dict[str, list[str]]:
    """The same, as a person in a light and as one in a dark room sees it."""
    return {scheme: violations(page, selector) for scheme in both_schemes(page)}


def both_schemes(page: Page) -> Iterator[str]:
    """Let it get dark, and light again, and wait until JupyterLab has put on its other theme."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        if page.evaluate(HAS_THEMES):
            light = "true" if scheme == "light" else "false"
            expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        yield scheme


def sees(page: Page, selector: str) -> str:
    """The accessibility tree of the last part that the selector matches, as lines to read."""
    return page.locator(selector).last.aria_snapshot()


def focused(page: Page) -> str:
    """What the part is called that has the focus; nothing where that is the page itself."""
    return page.evaluate(FOCUSED)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the part with this name has the focus, and see that it shows it."""
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name!r}, but {seen}")
