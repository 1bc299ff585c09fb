"""A real Chromium, and JupyterLab started by the project's own command."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts"
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
def notebooks(tmp_path_factory) -> Path:
    """A copy of the notebooks, so that a run changes nothing in the project."""
    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    return folder


@pytest.fixture(scope="session")
def lab(chromium, notebooks) -> Iterator[str]:
    """The address of a JupyterLab in which a person, and no autopilot, sits."""
    environment = {k: v for k, v in os.environ.items() if k != "OAUTH_TUTORIAL_AUTOPILOT"}
    environment["JUPYTER_TOKEN"] = token = secrets.token_hex(16)
    environment["JUPYTER_CONFIG_DIR"] = str(notebooks.parent / "config")
    command = [
        sys.executable, "-m", "oauth_tutorial", "start", str(notebooks), "--no-browser", "--",
        "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield f"{_address(process)}|{token}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    seen = []
    for line in process.stdout:
        seen.append(line)
        found = re.search(r"(http://127\.0\.0\.1:\d+|http://localhost:\d+)/lab", line)
        if found:
            return found.group(1)
    pytest.fail("JupyterLab did not start:\n" + "".join(seen[-20:]))
