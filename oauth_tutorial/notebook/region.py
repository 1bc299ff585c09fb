"""HTML as a widget, and the live region. They load ipywidgets, so this is a module of its own."""

import secrets
import warnings
from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.notebook.style import UNTYPESET

WORD_JOINER = "\u2060"  # of no width
_NO_ROOM = {"height": "0", "min_height": "0", "margin": "0", "overflow": "hidden"}


class Html(ipywidgets.HTML):  # type: ignore[misc] # ipywidgets ships no types
    """A piece of HTML in which nothing is typeset, wherever it is shown.

    MathJax would make a link of ``$\\href{…}{…}$`` in somebody else's text.
    """

    def __init__(self, value: str = "", **options: object) -> None:
        super().__init__(value, **options)
        for name in UNTYPESET:
            self.add_class(name)


class Live(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """The live region: its text changes, the element that a screen reader listens to stays.

    A widget replaces the whole of its HTML with each change, and a new live region may not be
    spoken. So the region is a widget of its own that never changes, and owns what the other one
    shows (WAI-ARIA 1.2, ``aria-owns``): for a screen reader the text stands inside the region.

    Attributes:
        text: The widget that holds what is said.
    """

    def __init__(self) -> None:
        self._name, self._times = f"oat-said-{secrets.token_hex(6)}", 0
        self.text = Html()
        super().__init__([Html(_region(self._name), layout=_NO_ROOM), self.text])
        for name in ("oat-live", *UNTYPESET):
            self.add_class(name)

    @property
    def value(self) -> str:
        """The HTML of the region and of what it says."""
        return "".join(part.value for part in self.children)

    def say(self, text: str, classes: str = "", *, again: bool = False) -> None:
        """Show a text, or Markup as it is. Nothing is sent where it is the same.

        Args:
            text: What is said.
            classes: Of the style sheet.
            again: Whether it is spoken once more where it is the same, as after the press of a
                button. Default: no.
        """
        self._times += again
        self.text.value = _said(self._name, text, classes, self._times)


def _region(name: str) -> Markup:
    """Return the element that a screen reader listens to: empty, and the owner of another.

    Args:
        name: The ``id`` of the element that holds what is said.
    """
    return Markup(
        '<div role="status" aria-live="polite" aria-atomic="true" aria-owns="{}"></div>'
    ).format(name)


def _said(name: str, text: str, classes: str = "", times: int = 0) -> Markup:
    """Return what is said, in the element that the region owns.

    Args:
        name: Its ``id``.
        text: What is said; Markup is taken as it is.
        classes: Of the style sheet.
        times: What makes the same text another one, so that it is spoken once more.
    """
    more = Markup(' class="{}"').format(classes) if classes else Markup()
    more += Markup(' data-times="{}"').format(times) if times else Markup()
    return Markup('<div id="{}"{}>{}</div>').format(name, more, text)


def label(text: str) -> str:
    """Return a text as the description of a widget: JupyterLab would typeset it.

    A class does not help there: MathJax is given the label itself. An invisible character after
    each ``$`` and each backslash takes away what it looks for.
    """
    return text.replace("\\", f"\\{WORD_JOINER}").replace("$", f"${WORD_JOINER}")


def on_enter(field: ipywidgets.Text, act: Callable[[object], object]) -> None:
    """Act when Enter is pressed in a field."""
    with warnings.catch_warnings():  # what takes its place hears every change, not only Enter
        warnings.simplefilter("ignore", DeprecationWarning)
        field.on_submit(act)
