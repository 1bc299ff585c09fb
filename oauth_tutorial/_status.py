"""A line below the cell that changes while the cell runs; nothing outside a notebook."""

import html
import os
from collections.abc import Callable
from typing import Any


def show_status() -> Callable[[str], None]:
    """Show an empty status line and return the function that changes its text.

    The text stays out of the saved notebook: only the first, fixed line is stored.
    """
    if not in_notebook():
        return lambda text: None
    import ipywidgets

    line = ipywidgets.HTML()
    show_widget(line, "Waiting for the redirect")

    def show(text: str) -> None:
        value = f'<div role="status" aria-live="polite"><b>{html.escape(text)}</b></div>'
        if line.value != value:
            line.value = value

    return show


def show_widget(widget: Any, text: str) -> None:
    """Display a widget whose saved form is one fixed line of text."""
    from IPython.display import display

    display(widget_bundle(widget, text), raw=True)


def widget_bundle(widget: Any, text: str) -> dict[str, Any]:
    """Return what is displayed of a widget, by MIME type, with a text of our own."""
    return {
        "application/vnd.jupyter.widget-view+json": {
            "version_major": 2,
            "version_minor": 0,
            "model_id": widget.model_id,
        },
        "text/plain": text,
    }


def autopilot() -> bool:
    """Whether the browser that the kernel drives itself stands in for the person.

    The one place that reads ``OAUTH_TUTORIAL_AUTOPILOT``; tests set it.
    """
    return os.environ.get("OAUTH_TUTORIAL_AUTOPILOT") == "1"


def in_notebook() -> bool:
    """Whether this process is a Jupyter kernel."""
    import sys

    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
