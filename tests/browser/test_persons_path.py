"""A person runs each notebook: Run all, click the link, type, approve, come back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, ROOT

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)  # milliseconds; a busy machine is no failure
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
READY = """async () => {
    await window.jupyterapp.restored;
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    return panel.sessionContext.session?.kernel?.status;
}"""


@pytest.fixture(params=["light", "dark"])
def page(request, chromium, lab):
    context = chromium.new_context(
        color_scheme=request.param, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.scheme = request.param
    yield page
    context.close()


def open_notebook(page: Page, lab: str, name: str) -> None:
    address, token = lab.split("|")
    workspace = f"{name[:2]}-{page.scheme}"
    page.goto(f"{address}/lab/workspaces/{workspace}/tree/{name}?reset&token={token}")
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.sessionContext")
    page.evaluate(READY)
    theme = "JupyterLab Dark" if page.scheme == "dark" else "JupyterLab Light"
    page.evaluate(
        f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{theme}'}})"
    )
    # the kernel of a test that ran before must not answer for this one
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")


def run_all(page: Page) -> None:
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")


def sign_in(page: Page, link_number: int, decision: str) -> None:
    """Click the link, and be Alice in the second tab: three clicks."""
    link = page.locator(".jp-OutputArea-output a", has_text="Open the sign-in page").nth(
        link_number
    )
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.wait_for_load_state()
    if tab.get_by_label("User name").count():
        screenshot(tab, f"sign-in-{page.scheme}")
        tab.get_by_label("User name").fill("alice")
        tab.get_by_label("Password").fill("wonderland")
        tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("button", name="Approve")).to_be_visible()
    screenshot(tab, f"consent-{page.scheme}")
    tab.get_by_role("button", name=decision).click()
    expect(tab.get_by_role("heading", name=re.compile("Signed in|Refused"))).to_be_visible()
    screenshot(tab, f"back-{decision}-{page.scheme}")
    tab.close()


def screenshot(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def decisions_of(name: str) -> list[str]:
    """Read from the notebook which button each visit asks for."""
    cells = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    calls = re.findall(r"^\s*\"(?:[a-z_ =]*)visit\(([^\n]*)\)(?:\\n)?\"", cells, flags=re.M)
    return ["Deny" if "deny" in call else "Approve" for call in calls]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_person_reaches_the_end(page, lab, name):
    open_notebook(page, lab, name)
    run_all(page)
    for number, decision in enumerate(decisions_of(name)):
        sign_in(page, number, decision)
    last = page.locator(".jp-OutputArea-output", has_text="Not attempted").last
    expect(last).to_be_attached()
    screenshot(page, f"{Path(name).stem}-{page.scheme}")

    assert page.locator(".jp-OutputArea-output", has_text="Traceback").count() == 0


def test_deny_is_explained(page, lab):
    open_notebook(page, lab, "00_start_here.ipynb")
    run_all(page)
    sign_in(page, 0, "Deny")
    denied = page.locator(".jp-OutputArea-output", has_text="The answer is no")
    expect(denied.first).to_be_visible()
    screenshot(page, f"denied-{page.scheme}")

    assert "access_denied" in denied.first.inner_text()
