"""The authorization servers that are measured, each in a process of its own."""

import http.client
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.measure import PEERS, free_port, has, process

OURS = "oauth-tutorial practice"
NODE = "npm oidc-provider, development pages"
MOCK = "oidc-provider-mock"
PLAIN = "waitress, nothing else"
FLASK = "Flask + waitress, nothing else"
METADATA = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Server:
    """A server that listens, and its process."""

    issuer: str
    port: int
    process: psutil.Popen

    def metadata(self) -> dict[str, Any]:
        """Return its OpenID Provider metadata."""
        return first_answer(self.port)


def commands() -> dict[str, list[str]]:
    """Return the command line of every server that is installed; ``PORT`` stands for the port."""
    found = {OURS: [sys.executable, "-m", "oauth_tutorial", "practice", "--quiet", "--port=PORT"]}
    if shutil.which("node") and (PEERS / "node_modules").is_dir():
        found[NODE] = ["node", str(PEERS / "server.mjs"), "PORT"]
    else:
        print("left out: npm oidc-provider (npm install --prefix benchmarks/peers)")
    if has("oidc_provider_mock"):
        found[MOCK] = [sys.executable, "-m", "oidc_provider_mock", "--port=PORT"]
    if has("waitress"):
        found[PLAIN] = [sys.executable, str(PEERS / "plain.py"), "PORT"]
    if has("flask") and has("waitress"):
        found[FLASK] = [sys.executable, str(PEERS / "on_flask.py"), "PORT"]
    return found


@contextmanager
def serve(command: list[str]) -> Iterator[Server]:
    """Run a server until the block ends; it has answered once when the block begins."""
    port = free_port()
    with process([word.replace("PORT", str(port)) for word in command]) as server:
        issuer = first_answer(port)["issuer"]
        yield Server(issuer, port, server)


def first_answer(port: int, timeout: float = 20) -> dict[str, Any]:
    """Ask for the metadata until they are answered."""
    deadline = time.monotonic() + timeout
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", METADATA)
            return dict(json.load(connection.getresponse()))
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.002)
        finally:
            connection.close()
