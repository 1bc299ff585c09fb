"""The ladder in a notebook: plain ipywidgets over the HTML."""

import html
import threading
from typing import TYPE_CHECKING

import ipywidgets

from oauth_tutorial.ladder.travel import values_in

if TYPE_CHECKING:
    from oauth_tutorial.ladder.view import Ladder

NOBODY = "(choose a value)"


class LadderPanel:
    """A choice, a tick box and the drawing. Callbacks may come from any thread."""

    def __init__(self, ladder: "Ladder", *, revealed: bool) -> None:
        self.ladder = ladder
        self._lock = threading.RLock()
        self.choice = ipywidgets.Dropdown(
            description="Who can see this?",
            options=[NOBODY],
            style={"description_width": "initial"},
            layout={"width": "auto", "max_width": "100%"},
        )
        self.reveal = ipywidgets.Checkbox(
            description="Show the secrets (they are not saved)",
            value=revealed,
            indent=False,
            layout={"width": "auto"},
        )
        self.answer = ipywidgets.HTML()
        self.picture = ipywidgets.HTML()
        self.redraw()
        self.choice.observe(lambda change: self.redraw(), names="value")
        self.reveal.observe(lambda change: self.redraw(), names="value")
        controls = ipywidgets.HBox(
            [self.choice, self.reveal], layout={"flex_flow": "row wrap", "grid_gap": "0 1.5rem"}
        )
        self.box = ipywidgets.VBox([controls, self.answer, self.picture])

    def redraw(self) -> None:
        """Draw the log as it is now."""
        with self._lock:
            names = [NOBODY, *values_in(self.ladder.messages)]
            if list(self.choice.options) != names:
                chosen = self.choice.value
                self.choice.options = names
                self.choice.value = chosen if chosen in names else NOBODY
            chosen = "" if self.choice.value == NOBODY else self.choice.value
            self.picture.value = self.ladder.html(chosen=chosen, reveal=self.reveal.value)
            self.answer.value = self._answer(chosen)

    def _answer(self, chosen: str) -> str:
        text = "Choose a value, and every place where it travels is marked."
        if chosen:
            places = self.ladder.who_sees(chosen)
            text = f"{chosen} travels in {len(places)} places. Could be read by: "
            text += ", ".join(places.readers) + "."
        return f'<div role="status" aria-live="polite">{html.escape(text)}</div>'


def panel_of(ladder: "Ladder", *, revealed: bool) -> LadderPanel:
    """Return the panel of a ladder."""
    return LadderPanel(ladder, revealed=revealed)
