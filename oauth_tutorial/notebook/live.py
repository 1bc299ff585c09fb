"""A line below the cell that changes while the cell runs. Outside a notebook there is none."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from oauth_tutorial.notebook.kernel import in_notebook


def show_status(first: str = "Waiting for the redirect") -> Callable[[str], None]:
    """Show an empty status line and return the function that changes its text.

    The changing text is not saved with the notebook: only the first line is.

    Args:
        first: A fixed line, the same in every run.
    """
    if not in_notebook():
        return lambda text: None
    from oauth_tutorial.notebook.region import Live  # it loads ipywidgets

    line = Live()
    show_widget(line, first)
    return lambda text: line.say(Markup("<b>{}</b>").format(text))


def show_widget(widget: Any, text: str) -> None:
    """Display a widget whose saved form is one fixed line of text."""
    from IPython.display import display

    display(widget_bundle(widget, text), raw=True)


def widget_bundle(widget: Any, text: str) -> dict[str, Any]:
    """Return what to display for a widget, by MIME type, with our own plain text."""
    return {
        "application/vnd.jupyter.widget-view+json": {
            "version_major": 2,
            "version_minor": 0,
            "model_id": widget.model_id,
        },
        "text/plain": text,
    }
