"""HTML as a widget, and the live region. This module is separate because it loads ipywidgets."""

import secrets
import warnings
from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.notebook.style import UNTYPESET

WORD_JOINER = "\u2060"  # has no width
_NO_ROOM = {"height": "0", "min_height": "0", "margin": "0", "overflow": "hidden"}


class Html(ipywidgets.HTML):  # type: ignore[misc] # ipywidgets ships no types
    """A piece of HTML that MathJax leaves alone, wherever it is shown.

    MathJax would turn ``$\\href{…}{…}$`` in somebody else's text into a link.
    """

    def __init__(self, value: str = "", **options: object) -> None:
        super().__init__(value, **options)
        for name in UNTYPESET:
            self.add_class(name)


class Live(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """The live region: its text changes, but the element that a screen reader watches stays.

    A widget replaces all of its HTML with each change, and a screen reader may not announce a new
    live region. So the region is a widget that never changes, and owns what another widget shows
    (WAI-ARIA 1.2, ``aria-owns``): for a screen reader that text is inside the region.

    Attributes:
        text: The widget that holds the text.
    """

    def __init__(self) -> None:
        self._name, self._times = f"oat-said-{secrets.token_hex(6)}", 0
        self.text = Html()
        super().__init__([Html(_region(self._name), layout=_NO_ROOM), self.text])
        for name in ("oat-live", *UNTYPESET):
            self.add_class(name)

    @property
    def value(self) -> str:
        """The HTML of the region and of its text."""
        return "".join(part.value for part in self.children)

    def say(self, text: str, classes: str = "", *, again: bool = False) -> None:
        """Show a text, or Markup unchanged. If it is the same as before, nothing is sent.

        Args:
            text: The text.
            classes: Classes of the style sheet.
            again: Whether to announce the same text again, for example after a button was pressed.
                Default: no.
        """
        self._times += again
        self.text.value = _said(self._name, text, classes, self._times)


def _region(name: str) -> Markup:
    """Return the element that a screen reader watches: empty, and the owner of another.

    Args:
        name: The ``id`` of the element that holds the text.
    """
    return Markup(
        '<div role="status" aria-live="polite" aria-atomic="true" aria-owns="{}"></div>'
    ).format(name)


def _said(name: str, text: str, classes: str = "", times: int = 0) -> Markup:
    """Return the text in the element that the region owns.

    Args:
        name: Its ``id``.
        text: The text, or Markup, which is used unchanged.
        classes: Classes of the style sheet.
        times: A number that makes a repeated text different, so that it is announced again.
    """
    more = Markup(' class="{}"').format(classes) if classes else Markup()
    more += Markup(' data-times="{}"').format(times) if times else Markup()
    return Markup('<div id="{}"{}>{}</div>').format(name, more, text)


def label(text: str) -> str:
    """Return a text for the description of a widget, which JupyterLab would otherwise typeset.

    A class does not help here, because MathJax gets the label itself. An invisible character after
    each ``$`` and each backslash breaks up what it looks for.
    """
    return text.replace("\\", f"\\{WORD_JOINER}").replace("$", f"${WORD_JOINER}")


def on_enter(field: ipywidgets.Text, act: Callable[[object], object]) -> None:
    """Act when Enter is pressed in a field."""
    with warnings.catch_warnings():  # its replacement reacts to every change, not only to Enter
        warnings.simplefilter("ignore", DeprecationWarning)
        field.on_submit(act)
