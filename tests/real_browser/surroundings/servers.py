"""Jupyter servers as learners meet them, each on 127.0.0.1 and gone after its block."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.real_browser.conftest import surroundings
from tests.real_browser.person import Server

PATIENCE = 90  # seconds until a server must be ready
APPLICATIONS = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}
PAGES = {"jupyterlab": Server.page, "notebook": "/notebooks/{path}"}


@dataclass(frozen=True)
class Place:
    """Where a person can sit down.

    Args:
        enter: Signs a browser in, and returns the server as that person has it.
        template: What ``location.where()`` has to find.
        enter_as: The same by user name, where there are several users.
    """

    enter: Callable[[BrowserContext], Server]
    template: str
    enter_as: Callable[[BrowserContext, str], Server] | None = None


@contextmanager
def running(
    command: Sequence[str], ready: str, log: Path, env: dict[str, str] | None = None
) -> Iterator[None]:
    """Run a server; the block begins once it has said that it is ready."""
    process = subprocess.Popen(
        command,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    heard = threading.Event()

    def listen() -> None:
        with process.stdout, log.open("w") as kept:
            for line in process.stdout:
                print(line, end="", file=kept, flush=True)
                if ready in line:
                    heard.set()
        heard.set()  # it has ended

    listening = threading.Thread(target=listen, daemon=True)
    listening.start()
    try:
        if not heard.wait(PATIENCE) or process.poll() is not None:
            pytest.fail(f"{command[0]} is not ready:\n{log.read_text()[-3000:]}")
        yield
    finally:
        end(process)
        listening.join(timeout=20)


def end(process: subprocess.Popen[str]) -> None:
    """End a server with all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=20)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def jupyter(
    folder: Path, application: str, *options: str, prefix: str = "/", **variables: str
) -> Iterator[Server]:
    """Start ``jupyterlab`` or ``notebook`` in a new folder, with options and variables more."""
    root, port, token = folder / "root", free_port(), secrets.token_hex(16)
    root.mkdir()
    command = [
        sys.executable, "-m", application, "--no-browser", "--allow-root", *options,
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--ServerApp.root_dir={root}",
        f"--ServerApp.base_url={prefix}",
        f"--{APPLICATIONS[application]}.expose_app_in_browser=True",
    ]  # fmt: skip
    environment = surroundings(folder, token) | variables
    with running(command, "is running at:", folder / "log", environment):
        url = f"http://127.0.0.1:{port}{prefix.rstrip('/')}"
        yield Server(url, token, page=PAGES[application])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def needs(program: str, how: str, *folders: Path) -> str:
    """Return the program's path; without it skip, or fail where nobody would see that."""
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"])
    found = shutil.which(program, path=path)
    if found is None:
        reason = f"no {program} here; {how}"
        if os.environ.get("OAUTH_TUTORIAL_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
