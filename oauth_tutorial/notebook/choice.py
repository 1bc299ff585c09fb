"""One of several, as buttons: the chosen one says so in its own words."""

from collections.abc import Sequence

import ipywidgets
import traitlets
from markupsafe import Markup

from oauth_tutorial.notebook.region import Html, label

MARK = "✓ "  # before the chosen one: a colour says nothing to a screen reader, and goes in print
CHOSEN = "oat-chosen"


class Choice(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """Buttons, of which one can be chosen; a button keeps the focus whatever becomes of the others.

    Buttons, and no menu or list: JupyterLab takes the arrow keys and the letters that would work
    those. No ``ToggleButtons`` either: these say to nobody which one is chosen (no
    ``aria-pressed``), and are made anew when an option is added.

    Args:
        description: What is chosen, above the buttons and in the description of each of them.
        options: The names.
        column: Whether the buttons stand below each other. Default: in rows.
        folds: Whether Tab goes to the chosen button alone, once there is one; the others come back
            when it is pressed again. Default: no.

    Attributes:
        value: The chosen name, or None.
        options: The names. Buttons whose place they keep are kept.
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
        """The place of the chosen one, counted from 0; None where nothing is chosen."""
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
