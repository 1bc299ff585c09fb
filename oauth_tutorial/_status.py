"""A line below the cell that changes while the cell runs; nothing outside a notebook."""

import html
from collections.abc import Callable


def show_status() -> Callable[[str], None]:
    """Show an empty status line and return the function that changes its text.

    The text stays out of the saved notebook: only the first, fixed line is stored.
    """
    if not in_notebook():
        return lambda text: None
    import ipywidgets
    from IPython.display import display

    line = ipywidgets.HTML()
    display(
        {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": line.model_id,
            },
            "text/plain": "Waiting for the redirect",
        },
        raw=True,
    )

    def show(text: str) -> None:
        value = f'<div role="status" aria-live="polite"><b>{html.escape(text)}</b></div>'
        if line.value != value:
            line.value = value

    return show


def in_notebook() -> bool:
    """Whether this process is a Jupyter kernel."""
    import sys

    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
