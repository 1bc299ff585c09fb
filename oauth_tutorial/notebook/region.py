"""The live region as a widget. It loads ipywidgets, so it is a module of its own."""

import ipywidgets

from oauth_tutorial.notebook.live import status


class Live(ipywidgets.HTML):  # type: ignore[misc] # ipywidgets ships no types
    """The live region: its text changes, the tree around it does not."""

    def say(self, text: str, classes: str = "") -> None:
        """Show a text, or Markup as it is. Nothing is sent where it is the same."""
        self.value = status(text, classes)
