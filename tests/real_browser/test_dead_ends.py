"""A learner meets a dead end, reads the sentence that is there, does what it says, and gets on."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, TimeoutError, expect

from oauth_tutorial.exercises import exercise
from tests.real_browser.person import NOTEBOOKS, OUTPUT, READY, TIMEOUT, TRIES, Person

pytestmark = pytest.mark.browser
ABOVE = "Run All Above Selected Cell"
STOPPED = "KeyboardInterrupt: Stopped. Run this cell again when you are ready."
WAY_BACK = re.compile(r"Run the cells (?:below|from) \*(.+?)\*", re.IGNORECASE)
SIGN_IN, NO_PANEL = "Open the sign-in page", "Error displaying widget"
LADDER = ".oat-ladder-panel"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save').then(() => true)"
SELECT = """id => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.findIndex(cell => cell.model.id === id);
    content.deselectAll();
    return content.scrollToItem(content.activeCellIndex, 'center').then(() => true, () => true);
}"""
# What it ends with says nothing that the cell does not say: *false* after an exception.
RUN = "() => { window.ended = false; "
RUN += "window.jupyterapp.commands.execute('notebook:run-cell').finally(() => window.ended = true)"
RUN += "; }"
BUSY = """() => window.jupyterapp.shell.currentWidget
    .sessionContext.session.kernel.status === 'busy'"""
ENDED = """() => window.ended && window.jupyterapp.shell.currentWidget
    .sessionContext.session.kernel.status === 'idle'"""
NONE_IS_LEFT = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    return panel.content.widgets.every(cell => (cell.model.executionState ?? 'idle') === 'idle')
        && panel.sessionContext.session.kernel.status === 'idle';
}"""
BOOK = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(({ model }) => ({
    id: model.id, type: model.type, source: model.sharedModel.getSource(),
    outputs: model.type === 'code' ? model.outputs.toJSON() : [],
}))"""
WRITE = """([id, source]) => window.jupyterapp.shell.currentWidget.content.widgets
    .find(cell => cell.model.id === id).model.sharedModel.setSource(source)"""
SECRETLY = """code => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
    .requestExecute({ code, silent: true }).done.then(() => true)"""
# The sentence that the style sheet gives to a panel which lost its kernel.
BEFORE = "one => getComputedStyle(one, '::before').content"


class Learner:
    """Somebody who runs one cell at a time, by its id, and reads what is below it."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def run(self, *names: str) -> str:
        """Run these cells, one after the other, and return what the last one says."""
        for name in names:
            self.begin(name)
            self.page.wait_for_function(ENDED)
        return self.says(names[-1])

    def begin(self, name: str) -> None:
        self.select(name)
        self.page.evaluate(RUN)

    def select(self, name: str) -> None:
        self.page.evaluate(SELECT, name)

    def stop(self, name: str, when: str = "") -> str:
        """Run a cell, press ■ when it shows a text, and return what it says then."""
        self.begin(name)
        self.page.wait_for_function(BUSY)
        if when:
            expect(self.page.locator(OUTPUT).get_by_text(when).last).to_be_visible()
        for _ in range(TRIES):  # before the cell's first line, ■ stops nothing; one presses again
            self.page.get_by_role("button", name="Interrupt the kernel").click()
            with suppress(TimeoutError):
                self.page.wait_for_function(ENDED, timeout=TIMEOUT / TRIES)
                return self.says(name)
        raise AssertionError(f"{name} cannot be stopped")

    def book(self) -> list[dict[str, Any]]:
        return self.page.evaluate(BOOK)

    def says(self, name: str) -> str:
        """Return the text below a cell; of a widget, what is saved of it."""
        [cell] = [cell for cell in self.book() if cell["id"] == name]
        return "\n".join(filter(None, map(_text, cell["outputs"])))

    def sign_in(self, decision: str = "approve") -> None:
        """Open the newest link, be Alice there, and come back."""
        link = self.page.locator(f"{OUTPUT} a", has_text=SIGN_IN).last
        self.person.follow(link, decision.title())

    def follow(self, sentence: str, until: str, *, signs_in: bool = True) -> str:
        """Run the cells from the heading that a sentence names; return what the last one says."""
        [heading] = WAY_BACK.findall(sentence)
        ids, cells = [], iter(self.book())
        for cell in cells:
            if cell["type"] == "markdown" and f"# {heading}" in cell["source"]:
                break
        for cell in cells:
            ids += [cell] if cell["type"] == "code" else []
            if cell["id"] == until:
                break
        assert ids[-1]["id"] == until
        for cell in ids:
            said = self.run(cell["id"])
            if signs_in and cell["source"].startswith("visit("):
                self.sign_in()
        return said

    def way_back(self, name: str) -> str:
        """Return the sentence that stands below a cell, or in the text that follows it."""
        cells = self.book()
        place = next(place for place, cell in enumerate(cells) if cell["id"] == name)
        last = self.says(name).splitlines()[-1]
        after = [last, *(cell["source"] for cell in cells[place + 1 : place + 3])]
        return next(text for text in after if WAY_BACK.search(text))

    def run_all_above(self, name: str) -> None:
        """Choose it in the menu, and sign in where a link appears."""
        self.select(name)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name=ABOVE).click()
        self.select(next(cell["id"] for cell in self.book() if cell["source"] == "visit(url)"))
        self.sign_in()
        self.page.wait_for_function(NONE_IS_LEFT)

    def restart(self) -> None:
        self.page.get_by_role("button", name="Restart the kernel", exact=True).click()
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_function(READY)

    def reload(self) -> None:
        assert self.page.evaluate(SAVE)
        self.page.reload()
        self.page.wait_for_function("() => window.jupyterapp?.restored")
        self.page.evaluate("() => window.jupyterapp.restored.then(() => true)")
        self.page.wait_for_function(READY)


def _text(output: dict[str, Any]) -> str:
    if output["output_type"] == "error":
        return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output["traceback"]))
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    return (text if isinstance(text, str) else "".join(text)).strip()


@pytest.fixture(scope="module")
def person(chromium, lab) -> Iterator[Person]:
    """One for all: a browser that has JupyterLab's files opens it in half the time."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    person = Person(context, lab)
    yield person
    person.leave()
    context.close()


@pytest.fixture
def learner(person) -> Iterator[Learner]:
    yield Learner(person)
    if person.path:
        person.server.remove(person.path)
        person.path = ""


def test_notebook_00_a_used_code_and_a_link_that_was_answered(person, learner):
    person.open_notebook("00_start_here.ipynb")
    learner.run("setup", "build", "sign-in")
    assert learner.stop("wait", "Waiting for you to sign in").endswith(f"\n{STOPPED}")
    url = person.page.locator(f"{OUTPUT} a", has_text=SIGN_IN).get_attribute("href")
    learner.sign_in()
    assert "AuthorizationResponse(" in learner.run("wait")
    assert "TokenResponse(" in learner.run("exchange")

    used = learner.run("exchange")
    assert used.startswith("TokenRequestFailed: ")
    assert "run the cells again, from the one that makes the receiver" in used
    assert "Traceback" not in used
    the_tab_says_so_too(person, url)
    card = person.page.locator(OUTPUT, has_text="The sign-in page was answered")
    expect(card).to_contain_text("run the cell that makes the receiver and the link again")
    assert "Run the cell that makes the receiver and the link again" in learner.run("sign-in")
    learner.run("build", "sign-in")
    learner.sign_in()
    assert "TokenResponse(" in learner.run("wait", "exchange")

    learner.run("ladder")
    learner.reload()
    learner.select("ladder")
    works(person.page.locator(LADDER))


def the_tab_says_so_too(person: Person, url: str) -> None:
    """The link is opened once more, from a history, and approved: nobody waits for the answer."""
    tab = person.context.new_page()
    tab.goto(url)
    tab.get_by_role("button", name="Approve").click()
    expect(tab.get_by_role("heading", name="Not used")).to_be_visible()
    said = tab.get_by_text("run the cell that makes the receiver and the link again")
    expect(said).to_be_visible()
    tab.close()


def works(panel: Locator) -> None:
    """Somebody at the other end hears the buttons."""
    panel.get_by_role("button", name="code", exact=True).click()
    expect(panel.get_by_role("button", name="✓ code", exact=True)).to_be_visible()


def test_notebook_03_a_used_code_and_a_fresh_kernel(person, learner):
    person.open_notebook("03_exchange_the_code.ipynb")
    learner.run("setup", "build", "visit")
    learner.sign_in()
    learner.run("wait", "five", "exchange")
    [used] = learner.run("exchange").splitlines()[-1:]
    assert "This code is used." in used
    assert "access_token" in learner.follow(used, "exchange")

    learner.run("ladder")
    a_restart_and_a_reload_leave_no_panel(person, learner)
    ladder = learner.run("ladder")
    assert f"above makes or imports 'log', choose Run → {ABOVE}" in ladder
    solved = exercise("03.token_request").solution_code
    imports = "from oauth_tutorial.exercises import token_request"
    source = f"{imports}\n\n{solved}\n\ntoken_request.check(ask_for_token)"
    person.page.evaluate(WRITE, ["exercise-1-answer", source])
    checked = learner.run("exercise-1-answer")
    assert f"above makes or imports 'requests', choose Run → {ABOVE}" in checked
    assert "Traceback" not in checked

    learner.run_all_above("exercise-1-answer")
    assert learner.run("exercise-1-answer").startswith("Correct")
    learner.select("ladder")
    works(person.page.locator(LADDER))


def a_restart_and_a_reload_leave_no_panel(person: Person, learner: Learner) -> None:
    """The panel says what to run; where JupyterLab cannot draw it, notebook 00 says it."""
    learner.restart()
    learner.select("ladder")
    panel = person.page.locator(LADDER)
    expect(panel).to_have_class(re.compile("jupyter-widgets-disconnected"))
    assert ABOVE in panel.evaluate(BEFORE)
    learner.reload()
    learner.select("ladder")
    expect(person.page.locator(OUTPUT).get_by_text(NO_PANEL).last).to_be_visible()
    first = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4).cells[0].source
    assert f"*{NO_PANEL}*? Choose *Run → {ABOVE}*" in first


def test_notebook_08_a_device_that_waits_is_refused_and_comes_too_late(person, learner):
    """Its cells are found by their ids, and the way back by the sentence, wherever it stands."""
    person.open_notebook(next(NOTEBOOKS.glob("08_*.ipynb")))
    learner.run("setup", "device-codes", "device-poll", "device-visit")
    assert learner.stop("device-wait") == STOPPED
    learner.sign_in("deny")
    assert "access_denied" in learner.run("device-wait")
    card = person.page.locator(OUTPUT, has_text="The sign-in page was answered")
    expect(card.last).to_contain_text("run the cell that asks for the codes again")

    learner.follow(learner.way_back("device-wait"), "device-visit", signs_in=False)
    assert person.page.evaluate(SECRETLY, "photobox.clock.advance(seconds=700)")
    the_page_says_that_the_time_ran_out(person)
    assert "expired_token" in learner.run("device-wait")
    learner.follow(learner.way_back("device-wait"), "device-wait")
    assert no_error(learner.says("device-wait"))


def no_error(text: str) -> bool:
    return not re.search("Error|access_denied|expired_token|invalid_grant", text)


def the_page_says_that_the_time_ran_out(person: Person) -> None:
    link = person.page.locator(f"{OUTPUT} a", has_text=SIGN_IN).last
    tab = person._opened_by(link)
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("alert")).to_contain_text("run the cell that asks for it again")
    tab.close()


CELLS = {
    "setup": """
import os, threading, time
os.environ["OAUTH_TUTORIAL_BROWSER"] = "notebook"
from oauth_tutorial import practice, visit
from oauth_tutorial.client.device import poll_device, start_device
from oauth_tutorial.network import serve
photobox, gate = practice.start(), threading.Event()
def slow(environ, start_response):
    gate.wait()
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<title>At last</title>At last"]
page = f"http://127.0.0.1:{serve(slow, name='slow').port}/"
def pause(seconds):
    time.sleep(1)
frame = "photobox-printer"
device = start_device(photobox.device_authorization_endpoint, client_id=frame)
""",
    "visit": "print('Asking')\nvisit(page)",
    "open": "gate.set()",
    "later": "photobox.clock.advance(seconds=700)",
    "poll": "poll_device(photobox.token_endpoint, device, client_id=frame, wait=pause)",
}


def test_the_stop_button_leaves_one_sentence_and_the_cell_runs_again(person, learner, tmp_path):
    person.open_notebook(with_ids(tmp_path / "stop.ipynb", CELLS.items()))
    learner.run("setup")
    assert learner.stop("visit", "Asking") == f"Asking\n{STOPPED}"
    learner.run("open", "visit")
    expect(person.page.locator(OUTPUT).get_by_text("At last").first).to_be_visible()

    stopped = learner.stop("poll", "Waiting for you to enter")
    assert stopped == f"Waiting for the person\n{STOPPED}"
    late = learner.run("later", "poll")
    assert late.splitlines()[1].startswith("TokenRequestFailed: ")
    assert "run the cell with start_device(…)" in late


def with_ids(path: Path, cells: Iterable[tuple[str, str]]) -> Path:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source.strip(), id=name) for name, source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(book, path)
    return path
