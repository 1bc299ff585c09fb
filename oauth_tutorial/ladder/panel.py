"""The ladder in a notebook: plain ipywidgets over the HTML."""

import threading
from collections.abc import Callable, Sequence

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.ladder.travel import Sightings
from oauth_tutorial.notebook.region import Html, Live

NOTHING = "nothing"


class LadderPanel:
    """Buttons for the values, a tick box and the drawing. Callbacks may come from any thread.

    Buttons, not a list to drop down: JupyterLab takes the arrow keys for its cells.
    Each message is a widget of its own: the browser keeps one open that does not change.

    Args:
        values: Names what can be chosen.
        draw: Draws the parts, for what is chosen and whether secrets are shown.
        who_sees: Tells where a value travels.
        revealed: Whether secrets are shown at first.
    """

    def __init__(
        self,
        values: Callable[[], Sequence[str]],
        draw: Callable[[str, bool], Sequence[Markup]],
        who_sees: Callable[[str], Sightings],
        *,
        revealed: bool,
    ) -> None:
        self._values, self._parts, self._who_sees = values, draw, who_sees
        self._lock = threading.RLock()
        self.choice = ipywidgets.ToggleButtons(
            description="Who can see",
            options=[NOTHING],
            style={"description_width": "initial", "button_width": "auto"},
        )
        self.reveal = ipywidgets.Checkbox(
            description="Show the secrets (untick before you save)",
            value=revealed,
            indent=False,
            layout={"width": "auto"},
        )
        self.answer, self.picture = Live(), ipywidgets.VBox()
        self._layout = ipywidgets.Layout(margin="0")
        self.box = ipywidgets.VBox([self.choice, self.answer, self.reveal, self.picture])
        self.box.add_class("oat-ladder-panel")
        self.redraw()
        self.choice.observe(lambda change: self._draw(), names="value")
        self.reveal.observe(lambda change: self._draw(), names="value")

    def redraw(self) -> None:
        """Draw the log as it is now, with the values that it holds now."""
        with self._lock:
            self._offer(self._values())
            self._draw()

    def _offer(self, names: Sequence[str]) -> None:
        options = (NOTHING, *names)
        if self.choice.options != options:
            chosen = self.choice.value
            self.choice.options = options  # this chooses the first one
            self.choice.value = chosen if chosen in options else NOTHING

    def _draw(self) -> None:
        with self._lock:
            chosen = "" if self.choice.value == NOTHING else self.choice.value
            self._show(self._parts(chosen, self.reveal.value))
            self.answer.say(self._answer(chosen))

    @property
    def html(self) -> str:
        """What is drawn now."""
        return "".join(part.value for part in self.picture.children)

    def _show(self, parts: Sequence[Markup]) -> None:
        shown = self.picture.children
        for widget, part in zip(shown, parts, strict=False):
            widget.value = part  # nothing is sent where it is the same
        more = [Html(part, layout=self._layout) for part in parts[len(shown) :]]
        self.picture.children = (*shown[: len(parts)], *more)

    def _answer(self, chosen: str) -> str:
        text = "Choose a value, and every place where it travels is marked."
        if chosen:
            places = self._who_sees(chosen)
            text = f"{chosen} travels in {len(places)} place{'' if len(places) == 1 else 's'}. "
            text += f"Could be read by: {', '.join(places.readers)}."
        return text
