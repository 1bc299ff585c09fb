"""Notebook 09 speaks of real providers and asks none: its kernel connects to this machine alone."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.sockets
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "09_a_real_provider.ipynb"
GUARD = """
import socket

_tried = []


def _guarded(whole, host_of):
    def guarded(*given, **more):
        host = host_of(*given)
        # waitress reads 0.0.0.0, its default, before it is told that sockets are there
        if host not in ("127.0.0.1", "::1", "localhost", "0.0.0.0", None, ""):
            _tried.append(host)
            raise OSError(f"no network: {host}")
        return whole(*given, **more)

    return guarded


def _host(sock, address):
    return address[0] if isinstance(address, tuple) else None


socket.socket.connect = _guarded(socket.socket.connect, _host)
socket.socket.connect_ex = _guarded(socket.socket.connect_ex, _host)
socket.getaddrinfo = _guarded(socket.getaddrinfo, lambda host, *_: host)
"""
TRIED = "print(_tried)"


def run(*sources: str) -> str:
    """What the last cell printed."""
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, sources)])
    NotebookClient(notebook, timeout=60).execute()
    return notebook.cells[-1].outputs[-1].text.strip()


def test_nothing_but_this_machine_is_asked() -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]

    assert run(GUARD, *sources, TRIED) == "[]"


def test_the_guard_would_see_it() -> None:
    ask = (
        "import requests\n"
        "try:\n"
        "    requests.get('https://github.com', timeout=5)\n"
        "except requests.ConnectionError:\n"
        "    pass"
    )

    assert "github.com" in run(GUARD, ask, TRIED)
