"""A choice of one among several buttons; the chosen one says so in words."""

from collections.abc import Sequence

import ipywidgets
import traitlets
from markupsafe import Markup

from oauth_tutorial.notebook.region import Html, label

MARK = "✓ "  # marks the chosen one: a screen reader cannot see a colour, nor can print show it
CHOSEN = "oat-chosen"


class Choice(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """Buttons of which one can be chosen. A button keeps the focus when others change.

    It is not a menu or a list, because JupyterLab takes the arrow keys and letters that would
    operate those. It is not ``ToggleButtons`` either: they do not tell a screen reader which one is
    chosen (no ``aria-pressed``), and are recreated when an option is added.

    Args:
        description: What to choose: shown above the buttons and in the tooltip of each.
        options: The names.
        column: Whether the buttons are in a column. Default: in rows.
        folds: Whether Tab reaches only the chosen button, once there is one; the others come back
            when it is pressed again. Default: no.

    Attributes:
        value: The chosen name, or None.
        options: The names. A name that keeps its place keeps its button.
    """

    value = traitlets.Unicode(None, allow_none=True)
    options = traitlets.Tuple()
    folds = traitlets.Bool(False)

    def __init__(
        self,
        description: str = "",
        options: Sequence[str] = (),
        *,
        column: bool = False,
        folds: bool = False,
    ) -> None:
        self.description = description
        self._buttons: list[ipywidgets.Button] = []
        flow = {"flex_flow": "column" if column else "row wrap"}
        self._box = ipywidgets.Box(layout=flow).add_class("oat-choices")
        title = [Html(Markup("<b>{}</b>").format(description))] if description else []
        super().__init__([*title, self._box], options=tuple(options), folds=folds)
        self.add_class("oat-choice")
        self._draw()
        self.observe(lambda _: self._draw(), names=["value", "options"])

    @property
    def index(self) -> int | None:
        """The position of the chosen one, from 0; None if nothing is chosen."""
        return self.options.index(self.value) if self.value in self.options else None

    def _draw(self) -> None:
        missing = range(len(self._buttons), len(self.options))
        self._buttons += [self._button(number) for number in missing]
        for number, (name, button) in enumerate(zip(self.options, self._buttons, strict=False)):
            chosen = number == self.index
            button.description = label(f"{MARK}{name}" if chosen else name)
            button.tooltip = self._tooltip(chosen)
            button.tabbable = (
                False if self.folds and self.index is not None and not chosen else None
            )
            (button.add_class if chosen else button.remove_class)(CHOSEN)
        self._box.children = self._buttons[: len(self.options)]

    def _tooltip(self, chosen: bool) -> str:
        about = f" for: {self.description}" if self.description else ""
        return f"{'Chosen' if chosen else 'Choose'}{about}"

    def _button(self, number: int) -> ipywidgets.Button:
        def press(_: object) -> None:
            name = self.options[number]
            self.value = None if self.folds and self.value == name else name

        button = ipywidgets.Button(layout={"width": "auto"})
        button.on_click(press)
        return button
