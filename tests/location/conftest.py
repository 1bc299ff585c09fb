"""A kernel that knows nothing yet, and a browser that asks for the images."""

import pytest
from hypothesis import strategies as st

from oauth_tutorial import location
from oauth_tutorial.location import finding, jupyter, platforms

BASE = "/user/alice/"
PAGE = "https://hub.example/user/alice/lab/tree/00.ipynb"
HONEST = [("Host", "hub.example"), ("Referer", PAGE)]

_HOSTS = st.one_of(st.text(max_size=40), st.sampled_from(["hub.example", "evil.example", "a:1"]))
_PAGES = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "javascript", ""]),
    _HOSTS,
    st.sampled_from(["/user/alice/lab", "/", "/user/mallory/lab", "@evil.example/user/alice/"]),
)
ANY_HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Host", "Referer", "host", "X-Forwarded-Host", "X-Forwarded-Proto"]),
        st.one_of(_HOSTS, _PAGES),
    ),
    max_size=6,
)


@pytest.fixture
def nowhere(monkeypatch):
    """A kernel that knows nothing yet: no variable, no autopilot, no cell."""
    for name in [*platforms.REMOTE, location.VARIABLE, "OAUTH_TUTORIAL_AUTOPILOT"]:
        monkeypatch.delenv(name, raising=False)
    for name in ("WSL_DISTRO_NAME", "JUPYTERHUB_PUBLIC_URL", "JPY_PARENT_PID", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(finding, "_found", None)
    return monkeypatch


@pytest.fixture
def in_a_cell(nowhere):
    """The same kernel, running a cell of a hub's notebook."""
    nowhere.setenv("JUPYTERHUB_SERVICE_PREFIX", BASE)
    nowhere.setattr(jupyter, "runs_a_cell", lambda: True)
    return nowhere
