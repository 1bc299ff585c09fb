"""The panels of the questions: buttons alone, so that the keyboard works them.

Each panel has one live region, which says what became of the last key press. Nothing
is chosen beforehand, and nothing that was chosen is saved.
"""

import html
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from oauth_tutorial.exercises.base import Exercise
from oauth_tutorial.exercises.questions import Order, Panelled, Predict, WhoSends

_WIDE = {"width": "100%", "max_width": "46rem"}
_WRAP = {"flex_flow": "row wrap"}


def panel(question: Panelled) -> ipywidgets.VBox:
    """Return the panel of a question.

    Raises:
        TypeError: When it is none that has one.
    """
    if isinstance(question, Predict):
        return _predict(question)
    if isinstance(question, Order):
        return _order(question)
    if isinstance(question, WhoSends):
        return _who_sends(question)
    raise TypeError(f"no panel for {type(question).__name__}")


class Live(ipywidgets.HTML):  # type: ignore[misc] # ipywidgets ships no types
    """The live region: its text changes, the tree around it does not."""

    def say(self, text: str) -> None:
        self.show(html.escape(text))

    def show(self, content: str) -> None:
        """Show HTML that is escaped already."""
        self.value = f'<div role="status" aria-live="polite">{content}</div>'


def _predict(question: Predict) -> ipywidgets.VBox:
    live = Live()
    live.say("Waiting for your choice.")

    def button(number: int, choice: str) -> ipywidgets.Button:
        return _button(choice, lambda: live.say(f"{choice}. {question.choose(number)}"))

    buttons = [button(number, choice) for number, choice in enumerate(question.choices)]
    return ipywidgets.VBox(
        [_title("Predict", question.question), ipywidgets.HBox(buttons, layout=_WRAP), live]
    )


def _order(question: Order) -> ipywidgets.VBox:
    live, order = Live(), list(question.start)
    live.say("Waiting: choose a message in the list, then press Up or Down.")
    shown = _choice("", (), button_width="44rem")

    def draw(place: int | None) -> None:
        shown.options = [f"{number}. {message}" for number, message in enumerate(order, 1)]
        shown.index = place

    def move(step: int) -> None:
        place = shown.index
        if place is None:
            live.say("Waiting: choose a message in the list first.")
            return
        to = min(max(place + step, 0), len(order) - 1)
        order.insert(to, order.pop(place))
        draw(to)
        live.say(f"{order[to]}: now number {to + 1} of {len(order)}.")

    draw(None)
    buttons = [_button("Up", lambda: move(-1)), _button("Down", lambda: move(1))]
    buttons += _help(question, live, lambda: list(order))
    return ipywidgets.VBox(
        [
            _title("Put in order", question.question),
            shown,
            ipywidgets.HBox(buttons, layout=_WRAP),
            live,
        ]
    )


def _who_sends(question: WhoSends) -> ipywidgets.VBox:
    live = Live()
    live.say("Waiting: choose a sender for each message.")
    menus = {
        message: _choice(message, question.choices, button_width="auto")
        for message in question.senders
    }

    def chosen() -> dict[str, str] | None:
        values = {message: menu.value for message, menu in menus.items()}
        return values if all(values.values()) else None

    buttons = _help(question, live, chosen)
    return ipywidgets.VBox(
        [
            _title("Who sends this?", question.question),
            *menus.values(),
            ipywidgets.HBox(buttons, layout=_WRAP),
            live,
        ]
    )


def _help(
    question: Exercise, live: Live, chosen: Callable[[], object | None]
) -> list[ipywidgets.Button]:
    """The three buttons of an exercise: Check, Hint, Solution."""

    def check() -> None:
        answer = chosen()
        if answer is None:
            live.say("Not attempted: something is left to choose.")
        else:
            live.show(question.check(answer)._repr_html_())

    return [
        _button("Check", check),
        _button("Hint", lambda: live.show(question.hint()._repr_html_())),
        _button("Solution", lambda: live.show(question.solution()._repr_html_())),
    ]


def _choice(
    description: str, options: Sequence[str], *, button_width: str
) -> ipywidgets.ToggleButtons:
    """One of several, none of them to begin with.

    Buttons, and no menu or list: JupyterLab takes the arrow keys and the letters that
    would work those.
    """
    return ipywidgets.ToggleButtons(
        options=options,
        value=None,
        description=description,
        style={"description_width": "18rem" if description else "0", "button_width": button_width},
        layout=_WIDE,
    )


def _title(kind: str, question: str) -> ipywidgets.HTML:
    return ipywidgets.HTML(f"<b>{html.escape(kind)}</b>: {html.escape(question)}")


def _button(text: str, press: Callable[[], Any]) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"})
    button.on_click(lambda _: press())
    return button
