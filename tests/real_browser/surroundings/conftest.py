"""The same person, at another Jupyter server for each value of ``place``."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.real_browser.person import Person
from tests.real_browser.surroundings.hub import hub
from tests.real_browser.surroundings.servers import Place, jupyter
from tests.real_browser.surroundings.tls import behind_tls

LOOPBACK = "http://127.0.0.1:{port}"
PREFIX = "/user/jovyan-abc123/"


@contextmanager
def notebook_7(folder: Path) -> Iterator[Place]:
    with jupyter(folder, "notebook") as server:
        yield Place(lambda _: server, LOOPBACK)


@contextmanager
def binder(folder: Path) -> Iterator[Place]:
    """JupyterLab as repo2docker's image runs it for BinderHub, with Binder's variables."""
    variables = {
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "BINDER_LAUNCH_HOST": "https://binder.example/",
        "BINDER_REPO_URL": "https://git.example/oauth-tutorial",
    }
    anywhere = "--ServerApp.allow_origin=*"
    with jupyter(folder, "jupyterlab", anywhere, prefix=PREFIX, **variables) as server:
        yield Place(lambda _: server, f"{server.url}/proxy/{{port}}")


PLACES = {
    "notebook7": notebook_7,
    "binder": binder,
    "hub": hub,
    "tls": behind_tls,
}


@pytest.fixture(scope="session", params=["lab", *PLACES])
def place(request, chromium, tmp_path_factory) -> Iterator[Place]:
    if request.param == "lab":  # which the other browser tests use too
        server = request.getfixturevalue("lab")
        yield Place(lambda _: server, LOOPBACK)
        return
    opening: AbstractContextManager[Place] = PLACES[request.param](
        tmp_path_factory.mktemp(request.param)
    )
    with opening as found:
        yield found


@pytest.fixture
def person(chromium, place) -> Iterator[Person]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, ignore_https_errors=True
    )
    person = Person(context, place.enter(context))
    yield person
    person.leave()
    context.close()
