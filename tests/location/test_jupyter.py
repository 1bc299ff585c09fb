"""What the kernel knows of its Jupyter server."""

import json

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
