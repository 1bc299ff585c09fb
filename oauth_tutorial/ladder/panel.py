"""The ladder in a notebook: plain ipywidgets over the HTML."""

import threading
from collections.abc import Callable, Sequence

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.ladder.travel import Sightings
from oauth_tutorial.notebook.choice import Choice
from oauth_tutorial.notebook.region import Html, Live

NOTHING = "nothing"
AROUND = 2  # parts that are not messages: the head, and the table below


class LadderPanel:
    """Buttons for the values, a tick box and the drawing. Callbacks may come from any thread.

    Each message is a widget of its own, so that an open one stays open if it does not change.

    Args:
        values: Returns the names that can be chosen.
        draw: Draws the parts, given the chosen name and whether secrets are shown.
        who_sees: Returns where a value travels.
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
        self.choice = Choice("Who can see", [NOTHING])
        self.choice.value = NOTHING
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
        """Draw the log and its values as they are now."""
        with self._lock:
            self._offer(self._values())
            self._draw()

    def _offer(self, names: Sequence[str]) -> None:
        # a name keeps its place, and its button the focus, when a new message comes
        there = [name for name in self.choice.options if name in (NOTHING, *names)]
        self.choice.options = (*there, *(name for name in names if name not in there))
        if self.choice.value not in self.choice.options:
            self.choice.value = NOTHING

    def _draw(self) -> None:
        with self._lock:
            chosen = "" if self.choice.value in {None, NOTHING} else str(self.choice.value)
            parts = self._parts(chosen, self.reveal.value)
            self._show(parts)
            self.answer.say(self._answer(chosen, len(parts) - AROUND))

    @property
    def html(self) -> str:
        """What is drawn now."""
        return "".join(part.value for part in self.picture.children)

    def _show(self, parts: Sequence[Markup]) -> None:
        shown = self.picture.children
        for widget, part in zip(shown, parts, strict=False):
            widget.value = part  # if it is the same, nothing is sent
        more = [Html(part, layout=self._layout) for part in parts[len(shown) :]]
        self.picture.children = (*shown[: len(parts)], *more)

    def _answer(self, chosen: str, count: int) -> str:
        """What a screen reader says, including that there is a new message."""
        messages = f"{count} message{'' if count == 1 else 's'}. "
        text = messages + "Choose a value to mark every place where it travels."
        if chosen:
            places = self._who_sees(chosen)
            where = f"{len(places)} place{'' if len(places) == 1 else 's'}"
            text = f"{messages}{chosen} travels in {where}. "
            text += f"Could be read by: {', '.join(places.readers)}."
        return text
