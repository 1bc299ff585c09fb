"""Settings of every test run, inherited by the kernels that the tests start."""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

# The autopilot stands in for the person at every step that needs one.
os.environ["OAUTH_TUTORIAL_AUTOPILOT"] = "1"
# What somebody set for themselves changes nothing here.
for _name in ("OAUTH_TUTORIAL_SEED", "OAUTH_TUTORIAL_PUBLIC_URL", "OAUTH_TUTORIAL_BROWSER"):
    os.environ.pop(_name, None)
# jupyter_core warns about its old folders until this is set; warnings are errors here.
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
# A test run leaves nothing in anybody's progress file.
os.environ["OAUTH_TUTORIAL_PROGRESS"] = str(Path(tempfile.mkdtemp()) / "progress.json")


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Compare what a cell says in words; its drawn twin is tested in a browser."""
    if hasattr(collector, "skip_compare"):  # a notebook, collected by nbval
        collector.skip_compare += ("text/html", "stderr")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, object, object]:
    """Tests run in random order; the cells of a notebook as a reader runs them.

    As the outermost wrapper it has the last word, whatever shuffles.
    """
    result = yield
    _put_cells_in_order(items)
    _skip_what_needs_sockets(items)
    return result


def _put_cells_in_order(items: list[pytest.Item]) -> None:
    """Let each notebook's cells follow each other, where the first of them stands."""
    cells: dict[pytest.Collector, list[pytest.Item]] = {}
    order: list[list[pytest.Item]] = []
    for item in items:
        if not hasattr(item, "cell_num"):  # what nbval numbers
            order.append([item])
            continue
        if item.parent not in cells:
            order.append(cells.setdefault(item.parent, []))
        cells[item.parent].append(item)
    for notebook in cells.values():
        notebook.sort(key=lambda cell: cell.cell_num)  # type: ignore[attr-defined]
    items[:] = [item for group in order for item in group]


def _skip_what_needs_sockets(items: list[pytest.Item]) -> None:
    """Where ports exist inside this process only, leave out what needs a real one."""
    if os.environ.get("OAUTH_TUTORIAL_NETWORK") != "virtual":
        return
    for item in items:
        if item.get_closest_marker("sockets"):
            item.add_marker(pytest.mark.skip(reason="needs a socket or another process"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how long it took to find the browser, in a line for each surrounding."""
    reports = [one for state in ("passed", "failed") for one in terminalreporter.getreports(state)]
    lines = [
        text for one in reports for name, text in one.user_properties if name == "browser found"
    ]
    if lines:
        terminalreporter.section("where the browser was found")
        for line in lines:
            terminalreporter.line(line)
