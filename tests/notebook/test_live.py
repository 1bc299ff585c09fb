"""A line below the cell that changes while the cell runs."""

import IPython.display
import ipywidgets
import pytest

from oauth_tutorial.notebook import live, region


@pytest.fixture
def displayed(monkeypatch):
    """A notebook; what it displays is collected."""
    shown = []
    monkeypatch.setattr(live, "in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: shown.append(bundle))
    return shown


@pytest.fixture
def lines(monkeypatch):
    """Every live line that is made."""
    made = []

    class Line(region.Live):
        def __init__(self):
            super().__init__()
            made.append(self)

    monkeypatch.setattr(region, "Live", Line)
    return made


def test_the_line_shows_the_newest_text_and_is_read_out(displayed, lines):
    show = live.show_status()
    show("119 seconds left")
    show("<b>118</b>")
    [line] = lines

    assert 'role="status" aria-live="polite"' in line.value
    assert "&lt;b&gt;118&lt;/b&gt;" in line.value
    assert "119" not in line.value


def test_what_is_saved_is_one_fixed_line(displayed):
    """An output with a number of seconds in it would differ each time."""
    live.show_status()("119 seconds left")
    [bundle] = displayed

    assert bundle["text/plain"] == "Waiting for the redirect"
    assert "119" not in str(bundle)


def test_outside_a_notebook_nothing_is_shown(capsys, lines):
    live.show_status()("119 seconds left")

    assert lines == []
    assert capsys.readouterr().out == ""


def test_a_widget_is_named_by_its_model():
    widget = ipywidgets.HTML()
    bundle = live.widget_bundle(widget, "one line")

    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert bundle["text/plain"] == "one line"
