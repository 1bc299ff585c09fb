"""HTML as a widget, and the live region. They load ipywidgets, so this is a module of its own."""

import ipywidgets

from oauth_tutorial.notebook.live import status
from oauth_tutorial.notebook.style import UNTYPESET

WORD_JOINER = "\u2060"  # of no width


class Html(ipywidgets.HTML):  # type: ignore[misc] # ipywidgets ships no types
    """A piece of HTML in which nothing is typeset, wherever it is shown.

    MathJax would make a link of ``$\\href{…}{…}$`` in somebody else's text.
    """

    def __init__(self, value: str = "", **options: object) -> None:
        super().__init__(value, **options)
        for name in UNTYPESET:
            self.add_class(name)


class Live(Html):
    """The live region: its text changes, the tree around it does not."""

    def say(self, text: str, classes: str = "") -> None:
        """Show a text, or Markup as it is. Nothing is sent where it is the same."""
        self.value = status(text, classes)


def label(text: str) -> str:
    """Return a text as the description of a widget: JupyterLab would typeset it.

    A class does not help there: MathJax is given the label itself. An invisible character after
    each ``$`` and each backslash takes away what it looks for.
    """
    return text.replace("\\", f"\\{WORD_JOINER}").replace("$", f"${WORD_JOINER}")
