"""The ladder in a real browser: no accessibility fault, worked by keyboard, zoomed, dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from oauth_tutorial import practice
from oauth_tutorial.ladder import ladder
from tests.ladder.conftest import sign_in

pytestmark = pytest.mark.browser

FRAME = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>Ladder</title>"
    "<style>:root{color-scheme:light dark}body{background:Canvas}</style>"
    "<main><h1>A run</h1>%s</main></html>"
)
WIDTH = 1000


@pytest.fixture
def picture(photobox: practice.PhotoBox) -> str:
    return FRAME % ladder(sign_in(photobox).log).html(chosen="code")


def shown(chromium: Browser, picture: str, scheme: str, zoom: int) -> Page:
    """A zoomed page has fewer CSS pixels, each of them larger."""
    page = chromium.new_page(
        viewport={"width": WIDTH // zoom, "height": 800 // zoom},
        device_scale_factor=zoom,
        color_scheme=scheme,
    )
    page.set_content(picture)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("zoom", [1, 2])
def test_axe_finds_no_fault_with_everything_open(chromium, picture, scheme, zoom):
    page = shown(chromium, picture, scheme, zoom)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")

    found = Axe().run(page, context=".oat-ladder").response["violations"]
    page.close()

    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("zoom", [1, 2, 4])
def test_nothing_is_cut_off_when_it_is_zoomed(chromium, picture, zoom):
    """WCAG 2.2, 1.4.10: no scrolling in two directions."""
    page = shown(chromium, picture, "light", zoom)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")

    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()

    assert overflow <= 0


@pytest.mark.parametrize("zoom", [1, 2])
def test_who_sends_to_whom_is_said_at_any_width(chromium, picture, zoom):
    """The lanes are for the eye."""
    page = shown(chromium, picture, "light", zoom)
    count = page.locator(".oat-ladder > ol > li").count()
    heard = page.locator(".oat-ladder ol").first.aria_snapshot().replace(" :", ":")
    page.close()

    assert "PrintShop (you) → PhotoBox sign-in: POST /token" in heard
    assert "PhotoBox sign-in → PrintShop (you): 200 OK" in heard
    assert heard.count("listitem") == count


def test_in_forced_colours_the_picture_keeps_its_arrows_and_life_lines(chromium, picture):
    page = shown(chromium, picture, "light", 1)
    page.emulate_media(forced_colors="active")
    row = page.locator("ol > li").first
    head = row.locator(".oat-line").first.evaluate(
        "e => getComputedStyle(e, '::after').borderTopColor"
    )
    edge = row.evaluate("e => getComputedStyle(e).borderLeftColor")
    lines = row.locator("summary").evaluate("e => getComputedStyle(e).backgroundImage")
    page.close()

    assert (head, edge) == ("rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)")
    assert "gradient" in lines


def test_zoomed_each_arrow_says_in_words_where_it_goes(chromium, picture):
    page = shown(chromium, picture, "light", 2)

    way = page.locator("ol > li").first.locator(".oat-way").first
    assert way.is_visible()
    assert not page.locator(".oat-lanes").is_visible()
    page.close()


def test_every_message_opens_by_keyboard(chromium, picture):
    page = shown(chromium, picture, "light", 1)
    messages = page.locator("ol > li > details")
    for number in range(messages.count()):
        page.keyboard.press("Tab")
        assert (
            messages.nth(number)
            .locator("> summary")
            .evaluate("one => one === document.activeElement")
        )
        page.keyboard.press("Enter")
        assert messages.nth(number).locator(".oat-open").is_visible()
        page.keyboard.press("Enter")
        assert not messages.nth(number).locator(".oat-open").is_visible()
    page.close()


def test_arrows_run_from_lane_to_lane(chromium, picture):
    """The picture is drawn by CSS alone, so its geometry is worth a look."""
    page = shown(chromium, picture, "light", 1)

    def centre(selector: str) -> float:
        box = page.locator(selector).bounding_box()
        return box["x"] + box["width"] / 2

    def ends(number: int) -> tuple[float, float]:
        box = page.locator(f"ol > li:nth-child({number}) .oat-line").first.bounding_box()
        return box["x"], box["x"] + box["width"]

    lanes = [centre(f".oat-lanes > span:nth-child({n})") for n in (1, 2, 3, 4)]
    assert ends(1) == pytest.approx((lanes[0], lanes[1]), abs=3)  # the link
    assert ends(2) == pytest.approx((lanes[0], lanes[2]), abs=3)  # to the sign-in
    assert ends(7) == pytest.approx((lanes[1], lanes[2]), abs=3)  # the token request
    assert ends(8) == pytest.approx((lanes[1], lanes[3]), abs=3)  # the API
    page.close()


def test_it_needs_no_script(chromium, picture):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(picture)

    page.locator("ol > li summary").nth(6).click()

    assert "What the server checked" in page.locator("ol > li").nth(6).inner_text()
    context.close()
