"""A person at a Jupyter server: opens a notebook, runs it, signs in, comes back.

Nothing here knows where the server is: ``Server`` says it, so the same path can
be walked in JupyterLab and Notebook 7, under a prefix, behind a hub or a proxy.
"""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from oauth_tutorial.notebook.lesson import for_learner
from tests.real_browser.axe import both_schemes

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
ARTEFACTS = ROOT / "test-artefacts"
TIMEOUT = 60_000  # milliseconds; a busy machine is no failure
MOST_OF_A_NOTEBOOK = 300_000  # until its last cell: three reviews of a whole app are in one
TRIES = 6
PASSWORDS = {"alice": "wonderland", "bob": "builder"}
OUTPUT = ".jp-OutputArea-output"
LINKS = ["Open the sign-in page", "Open the app"]
IN_AN_APP = "Sign in with PhotoBox"

# What the page is asked. `idle` comes last of all that a new kernel goes through.
READY = """() => {
    const panel = window.jupyterapp?.shell?.currentWidget;
    const kernel = panel?.sessionContext?.session?.kernel;
    return Boolean(panel?.context?.isReady && panel.sessionContext.isReady
        && kernel?.connectionStatus === 'connected' && kernel.status === 'idle');
}"""
# The command's own promise is no help: JupyterLab settles it at the first exception,
# even at one that a cell is tagged to raise. Cells and kernel say when all is over.
RUN_ALL = """() => {
    const { commands } = window.jupyterapp;
    return commands.execute('notebook:clear-all-cell-outputs')
        .then(() => { void commands.execute('notebook:run-all-cells'); });
}"""
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => {
        const outputs = cell.model.outputs.toJSON();
        return {
            id: cell.model.id,
            state: cell.model.executionState ?? '',
            count: cell.model.executionCount,
            may_fail: (cell.model.getMetadata('tags') ?? []).includes('raises-exception'),
            failed: outputs.some(output => output.output_type === 'error'),
            outputs: outputs.map(output => output.ename
                ?? output.text ?? output.data?.['text/plain'] ?? output.output_type),
        };
    })"""
OVER = f"""() => {{
    const cells = ({CELLS})();
    const {{ kernel }} = window.jupyterapp.shell.currentWidget.sessionContext.session;
    return kernel.status === 'idle' && (cells.every(cell => cell.count !== null)
        || cells.some(cell => cell.failed && !cell.may_fail));
}}"""
FRESH_LINK = """([selector, texts, followed]) => [...document.querySelectorAll(selector + ' a')]
    .find(a => texts.some(text => a.textContent.includes(text)) && !followed.includes(a.href))
    ?.href"""
LINK_OR_END = f"""given => ({FRESH_LINK})(given) || (({OVER})() && 'the end')"""
HEIGHT = """() => {
    const pane = document.querySelector('.jp-WindowedPanel-outer');
    pane.scrollTop = 0;
    return pane.scrollHeight;
}"""
STATE = """() => {
    const session = window.jupyterapp?.shell?.currentWidget?.sessionContext;
    const kernel = session?.session?.kernel;
    return { address: location.origin + location.pathname,
        ready: session?.isReady ?? 'no notebook', status: kernel?.status ?? 'no kernel',
        connection: kernel?.connectionStatus ?? '',
        dialogs: [...document.querySelectorAll('.jp-Dialog')].map(dialog => dialog.innerText) };
}"""


@dataclass(frozen=True)
class Server:
    """A Jupyter server as the browser reaches it.

    Args:
        url: Its address with its prefix, and no slash at the end.
        token: What opens its REST API and its pages. Default: none; cookies do.
        page: The page that shows a notebook; ``{workspace}`` and ``{path}`` are filled in.
        cookies: Names and values for the REST API, where no token opens it.
        api: Where the tests, which trust no certificate of their own, reach the REST API.
            Default: where the browser does.
    """

    url: str
    token: str = field(default="", repr=False)
    page: str = "/lab/workspaces/{workspace}/tree/{path}?reset"
    cookies: dict[str, str] = field(default_factory=dict, repr=False)
    api: str = ""

    def address(self, path: str) -> str:
        where = self.page.format(path=path, workspace=Path(path).stem)
        if not self.token:
            return self.url + where
        return f"{self.url}{where}{'&' if '?' in where else '?'}token={self.token}"

    def put(self, notebook: Path) -> str:
        """Upload a learner's copy under a name of its own, so that it gets its own kernel."""
        path = f"{notebook.stem}-{secrets.token_hex(4)}.ipynb"
        content = json.loads(for_learner(notebook.read_bytes()))
        self._call(
            "PUT", f"contents/{path}", {"type": "notebook", "format": "json", "content": content}
        )
        return path

    def remove(self, path: str) -> None:
        """End the kernel of that copy, and delete the copy."""
        for session in self._call("GET", "sessions").json():
            if session["path"] == path:
                self._call("DELETE", f"sessions/{session['id']}")
        self._call("DELETE", f"contents/{path}")

    def _call(self, method: str, where: str, body: object = None) -> requests.Response:
        headers = {"Authorization": f"token {self.token}"} if self.token else {}
        if xsrf := self.cookies.get("_xsrf"):
            headers["X-XSRFToken"] = xsrf
        answer = requests.request(
            method,
            f"{self.api or self.url}/api/{where}",
            json=body,
            headers=headers,
            cookies=self.cookies,
            timeout=30,
        )
        answer.raise_for_status()
        return answer


class Person:
    """Who sits before the browser. ``clicks`` and ``visits`` count since *Run all*.

    Args:
        context: A browser context.
        server: Where the notebooks are.

    Attributes:
        scheme: ``"light"`` or ``"dark"``, for the names of the screenshots.
    """

    def __init__(self, context: BrowserContext, server: Server) -> None:
        context.set_default_timeout(TIMEOUT)
        expect.set_options(timeout=TIMEOUT)
        self.context, self.server, self.scheme = context, server, "light"
        self.page: Page = context.new_page()
        self.clicks = self.visits = 0
        self.path = ""
        self._followed: list[str] = []

    def open_notebook(self, notebook: Path | str) -> None:
        """Open a fresh copy, and wait until its fresh kernel is idle."""
        self.path = self.server.put(NOTEBOOKS / notebook)
        self.open_there(self.path)

    def open_there(self, path: str) -> None:
        """Open a notebook that the server has, and wait until its fresh kernel is idle."""
        self.page.goto(self.server.address(path))
        self.page.wait_for_function("() => window.jupyterapp?.restored")
        self.page.evaluate("() => window.jupyterapp.restored.then(() => true)")
        self.page.wait_for_function(READY)

    def leave(self) -> None:
        """Close the page, and leave no kernel and no copy behind."""
        self.page.close()
        if self.path:
            self.server.remove(self.path)

    def run_all(self) -> None:
        """Press *Run all cells*; ``finish`` and ``next_link`` wait for what comes of it."""
        self.clicks = self.visits = 0
        self._followed = []  # their outputs are cleared; an app keeps its address
        self.page.evaluate(RUN_ALL)

    def next_link(self) -> Locator | None:
        """Wait for a sign-in link that was not followed yet; None when the run is over."""
        given = [OUTPUT, LINKS, self._followed]
        found = self.page.wait_for_function(
            LINK_OR_END, arg=given, timeout=MOST_OF_A_NOTEBOOK
        ).json_value()
        if found == "the end":
            return None
        self._followed.append(found)
        return self.page.locator(f"{OUTPUT} a[href={json.dumps(found)}]").last

    def finish(self, decision: str | None = None) -> None:
        """Do what the text beside each link says, until the last cell has run.

        Args:
            decision: The button to press in place of the one that the text names.
        """
        while (link := self.next_link()) is not None:
            self.follow(link, decision)

    def follow(self, link: Locator, decision: str | None = None) -> None:
        """Click the link, be the person of the instruction in the second tab, come back."""
        self.visits += 1
        instruction = link.locator("xpath=..").text_content() or ""
        username = _said(r"Sign in as (\w+)", instruction)
        untick = re.search(r"untick ([\w. ]+?),", instruction)
        tab = self._opened_by(link)
        if IN_AN_APP in instruction:
            control = tab.get_by_role("link", name=IN_AN_APP)
            self.click(control.or_(tab.get_by_role("button", name=IN_AN_APP)))
        self.sign_in(tab, username)
        for scope in untick.group(1).split(" and ") if untick else ():
            self.click(tab.locator(f"input[type=checkbox][value='{scope}']"))
        self.decide(tab, decision or _said(r"press (\w+)", instruction))
        tab.close()

    def _opened_by(self, link: Locator) -> Page:
        """Click the link until a tab opens.

        Some time after *Run all* JupyterLab scrolls to the last cell. A press of the
        button that is scrolled away before it is let go hits nothing; one clicks again.
        """
        self.clicks += 1
        for _ in range(TRIES):
            try:
                with self.context.expect_page(timeout=TIMEOUT / TRIES) as opened:
                    link.click()
            except TimeoutError:
                continue
            opened.value.wait_for_url(lambda address: address != "about:blank")
            return opened.value
        raise AssertionError("the link opens no tab")

    def sign_in(self, tab: Page, username: str = "alice") -> None:
        """Type name and password, unless PhotoBox remembers this browser."""
        tab.wait_for_load_state()
        if tab.get_by_label("Code on the device").count():
            self.click(tab.get_by_role("button", name="Continue"))
            # Between two pages there is neither: wait for one of those that may come next.
            approve = tab.get_by_role("button", name="Approve")
            expect(tab.get_by_label("User name").or_(approve)).to_be_visible()
        if tab.get_by_label("User name").count() == 0:
            return
        self.screenshot("sign-in", tab)
        self.fill(tab.get_by_label("User name"), username)
        self.fill(tab.get_by_label("Password"), PASSWORDS[username])
        self.click(tab.get_by_role("button", name="Sign in"))

    def decide(self, tab: Page, decision: str) -> None:
        """Press *Approve* or *Deny*, and see the page that the browser ends on."""
        expect(tab.get_by_role("button", name="Approve")).to_be_visible()
        self.screenshot("consent", tab)
        self.click(tab.get_by_role("button", name=decision))
        ended = re.compile("Signed in|Refused|is connected|gets nothing|^PrintShop$|^Bad Request$")
        expect(tab.get_by_role("heading", name=ended)).to_be_visible()
        self.screenshot(f"back-{decision}", tab)

    def click(self, where: Locator) -> None:
        self.clicks += 1
        where.click()

    def fill(self, where: Locator, text: str) -> None:
        """Type; reaching the field counts as a click."""
        self.clicks += 1
        where.fill(text)

    def panel(self, title: str) -> Locator:
        """Return the panel with this title, scrolled into sight."""
        panel = self.page.locator(".oat-panel", has_text=title)
        panel.scroll_into_view_if_needed()
        return panel

    def last_output(self, text: str) -> Locator:
        """Return the last output that holds this text."""
        return self.page.locator(OUTPUT, has_text=text).last

    def read(self, text: str) -> str:
        """Scroll to the last output that holds this text, and return all of it."""
        found = self.last_output(text)
        found.scroll_into_view_if_needed()
        return found.inner_text()

    def cells(self) -> list[dict[str, Any]]:
        """Return each code cell's id, state, count, outputs, and whether it failed and may."""
        return self.page.evaluate(CELLS)

    def unexpected(self) -> list[dict[str, Any]]:
        """Return the cells that did not run, or failed and should not have."""
        return [
            cell
            for cell in self.cells()
            if cell["count"] is None or cell["failed"] != cell["may_fail"]
        ]

    def screenshot(self, name: str, page: Page | None = None) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        (page or self.page).screenshot(path=ARTEFACTS / f"{name}-{self.scheme}.png")

    def in_both_schemes(self) -> Iterator[str]:
        """Let it get dark, and light again; ``screenshot`` names its pictures by it."""
        for scheme in both_schemes(self.page):
            self.scheme = scheme
            yield scheme

    @contextmanager
    def whole_notebook(self) -> Iterator[None]:
        """A window as tall as the notebook: what is out of sight is not drawn at all."""
        usual = self.page.viewport_size
        height = self.page.evaluate(HEIGHT)
        self.page.set_viewport_size({"width": 1280, "height": min(height + 200, 16_000)})
        yield
        self.page.set_viewport_size(usual)

    def explain(self, test: str) -> str:
        """Keep a picture of every open tab, and say where the run stands."""
        name = re.sub(r"[^\w.-]+", "-", test)
        for number, page in enumerate(self.context.pages):
            self.screenshot(f"failed-{name}-{number}", page)
        facts = {"page": self.page.evaluate(STATE)}
        if facts["page"]["ready"] is True:
            facts["cells"] = [_short(cell) for cell in self.cells()]
        text = json.dumps(facts, indent=1, default=str)
        (ARTEFACTS / f"failed-{name}.json").write_text(text, encoding="utf-8")
        return text


def _said(pattern: str, instruction: str) -> str:
    found = re.search(pattern, instruction)
    assert found, f"the instruction does not say {pattern!r}: {instruction!r}"
    return found.group(1)


def _short(cell: dict[str, Any]) -> str:
    outputs = " | ".join("".join(output)[:200] for output in cell["outputs"])
    return f"{cell['id']}: [{cell['count']}] {cell['state']} {outputs}"
