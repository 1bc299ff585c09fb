"""What the kernel knows of its Jupyter server."""

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from oauth_tutorial.location import jupyter
from tests.location.conftest import BASE


def test_the_prefix_of_the_hub_is_the_base_url():
    assert jupyter.base_url({"JUPYTERHUB_SERVICE_PREFIX": "/user/alice"}) == BASE


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"JPY_PARENT_PID": "11"}, "/one/"),
        ({"JPY_PARENT_PID": "22"}, "/"),
        ({"JPY_SESSION_NAME": "/srv/two/00.ipynb"}, "/"),
        ({"JPY_SESSION_NAME": "/srv/one/00.ipynb"}, "/one/"),
        ({"JPY_PARENT_PID": "no such"}, "/"),
        ({}, "/"),
    ],
)
def test_the_runtime_file_says_the_base_url(monkeypatch, tmp_path, variables, expected):
    servers = [
        {"pid": 11, "base_url": "/one/", "root_dir": "/srv/one", "token": "x"},
        {"pid": 22, "base_url": "/", "root_dir": "/srv/two", "token": "x"},
    ]
    for server in servers:
        path = tmp_path / f"jpserver-{server['pid']}.json"
        path.write_text(json.dumps(server))
    (tmp_path / "jpserver-3.json").write_text("{ half")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(jupyter, "in_notebook", lambda: True)

    assert jupyter.base_url(variables) == expected


@pytest.fixture
def runs(monkeypatch):
    """Say which message the kernel works on: ``runs({"cellId": "a"})``."""

    def say(metadata):
        kernel = SimpleNamespace(get_parent=lambda: {"metadata": metadata})
        monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=kernel))
        monkeypatch.setattr(jupyter, "in_notebook", lambda: True)

    return say


@pytest.mark.parametrize(("metadata", "expected"), [({"cellId": "a"}, True), ({}, False)])
def test_a_front_end_with_a_page_says_which_cell_it_runs(runs, metadata, expected):
    """nbclient, which has no page, does not."""
    runs(metadata)

    assert jupyter.runs_a_cell() is expected


def test_a_thread_of_a_cell_is_no_cell(runs):
    runs({"cellId": "a"})
    with ThreadPoolExecutor() as pool:
        assert pool.submit(jupyter.runs_a_cell).result() is False
