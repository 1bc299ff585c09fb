"""What this process is: a kernel or not, with a person before it or not."""

import sys
from types import SimpleNamespace

import IPython
import pytest

from oauth_tutorial.notebook.kernel import autopilot, in_notebook


@pytest.mark.parametrize(
    ("shell", "is_kernel"),
    [
        (None, False),
        (SimpleNamespace(), False),  # IPython in a terminal
        (SimpleNamespace(kernel=object()), True),
    ],
)
def test_a_kernel_is_known_by_its_shell(monkeypatch, shell, is_kernel):
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)

    assert in_notebook() is is_kernel


def test_without_ipython_it_is_none_and_nothing_is_loaded(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")

    assert in_notebook() is False
    assert "IPython" not in sys.modules


@pytest.mark.parametrize(("value", "drives"), [("1", True), ("0", False), ("", False)])
def test_the_autopilot_drives_only_when_it_is_asked_to(monkeypatch, value, drives):
    monkeypatch.setenv("OAUTH_TUTORIAL_AUTOPILOT", value)

    assert autopilot() is drives
