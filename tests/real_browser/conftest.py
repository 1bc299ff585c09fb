"""A real Chromium, and JupyterLab started by the project's own command."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.real_browser.person import ROOT, Person, Server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no Chromium here; on Debian: apt-get install chromium"
        if os.environ.get("OAUTH_TUTORIAL_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory) -> Iterator[Server]:
    """A JupyterLab in which a person, and no autopilot, sits."""
    folder = tmp_path_factory.mktemp("lab")
    with started(folder, str(folder / "notebooks")) as server:
        yield server


@contextmanager
def started(
    folder: Path, *directory: str, cwd: Path | None = None, **variables: str
) -> Iterator[Server]:
    """Call ``oauth-tutorial start``, as a person does, with variables more."""
    token = secrets.token_hex(16)
    command = [
        sys.executable, "-m", "oauth_tutorial", "start", *directory,
        "--no-browser", "--", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=surroundings(folder, token) | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Server(_address(process), token)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()


def surroundings(folder: Path, token: str) -> dict[str, str]:
    """Return the environment of a Jupyter server that keeps everything in one folder."""
    settings = folder / "settings"
    themes = settings / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    themes.parent.mkdir(parents=True)
    # The browser's colour scheme decides, from the first moment: no test waits for a theme.
    themes.write_text(json.dumps({"adaptive-theme": True}), encoding="utf-8")
    without = {k: v for k, v in os.environ.items() if k != "OAUTH_TUTORIAL_AUTOPILOT"}
    return without | {
        "PYTHONPATH": str(ROOT),  # the tree under test, whatever is installed
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }


def _address(process: subprocess.Popen[str]) -> str:
    seen = []
    for line in process.stdout:
        seen.append(line)
        found = re.search(r"(http://127\.0\.0\.1:\d+|http://localhost:\d+)/lab", line)
        if found:
            return found.group(1)
    pytest.fail("JupyterLab did not start:\n" + "".join(seen[-20:]))


@pytest.fixture
def person(chromium, lab) -> Iterator[Person]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    person = Person(context, lab)
    yield person
    person.leave()
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let a failure explain itself: pictures, and the state of every cell."""
    report = yield
    person = item.funcargs.get("person") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and person is not None:
        report.sections.append(("the notebook", person.explain(item.name)))
    return report
