"""What has a panel in a notebook, and is saved as its repr."""

import ipywidgets
import pytest

from oauth_tutorial.notebook import shown


class Answer(shown.Panelled):
    def panel(self):
        return ipywidgets.HTML("a panel")

    def __repr__(self):
        return "one line"


def test_a_notebook_has_the_panel_and_saves_the_repr(monkeypatch):
    monkeypatch.setattr(shown, "in_notebook", lambda: True)
    bundle = Answer()._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == "one line"


def test_elsewhere_no_panel_is_made(monkeypatch):
    monkeypatch.setattr(shown, "in_notebook", lambda: False)
    monkeypatch.setattr(Answer, "panel", lambda self: pytest.fail("a panel was made"))

    assert Answer()._repr_mimebundle_() == {"text/plain": "one line"}


def test_who_has_no_panel_of_its_own_says_so():
    with pytest.raises(NotImplementedError):
        shown.Panelled().panel()
