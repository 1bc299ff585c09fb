"""The panels of the questions: buttons alone, so that the keyboard works them.

Each panel has one live region, which says what became of the last key press: also when it says
the same as before. Nothing is chosen beforehand, and nothing that was chosen is saved.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.grading.exercise import Exercise
from oauth_tutorial.grading.outcome import Solution
from oauth_tutorial.notebook.choice import Choice
from oauth_tutorial.notebook.region import Html, Live
from oauth_tutorial.notebook.style import sheet

_WRAP = {"flex_flow": "row wrap"}


def predict(question: str, choices: Sequence[str], choose: Callable[[int], str]) -> ipywidgets.VBox:
    """Ask before a cell is run.

    Args:
        question: What will happen?
        choices: A button for each.
        choose: Says what is shown after a choice, counted from 0.
    """
    live = Live()
    live.say("Waiting for your choice.")

    def button(number: int, choice: str) -> ipywidgets.Button:
        return _button(
            choice, lambda: live.say(f"You chose “{choice}”. {choose(number)}", again=True)
        )

    buttons = [button(number, choice) for number, choice in enumerate(choices)]
    return ipywidgets.VBox(
        [_title("Predict:", question), ipywidgets.HBox(buttons, layout=_WRAP), live]
    )


def order(exercise: Exercise, question: str, start: Sequence[str]) -> ipywidgets.VBox:
    """Let messages be put in order, beginning with *start*."""
    live, order = Live(), list(start)
    live.say("Waiting: choose a message in the list, then press Up or Down.")
    shown = Choice(column=True)

    def draw(place: int | None) -> None:
        with suppress(ValueError):  # not observed yet
            shown.unobserve(tell_chosen, names="value")
        shown.options = tuple(f"{number}. {message}" for number, message in enumerate(order, 1))
        shown.value = None if place is None else shown.options[place]
        shown.observe(tell_chosen, names="value")

    def tell_chosen(_: object) -> None:
        if (place := shown.index) is not None:
            live.say(f"{order[place]}: chosen, number {place + 1} of {len(order)}.")

    def move(step: int) -> None:
        place = shown.index
        if place is None:
            live.say("Waiting: choose a message in the list first.", again=True)
            return
        to = min(max(place + step, 0), len(order) - 1)
        order.insert(to, order.pop(place))
        draw(to)
        live.say(f"{order[to]}: now number {to + 1} of {len(order)}.", again=True)

    draw(None)
    buttons = [_button("Up", lambda: move(-1)), _button("Down", lambda: move(1))]
    buttons += _help(exercise, live, lambda: list(order))
    return ipywidgets.VBox(
        [
            _title("Put in order:", question),
            shown,
            ipywidgets.HBox(buttons, layout=_WRAP),
            live,
        ]
    )


def who_sends(
    exercise: Exercise, question: str, messages: Sequence[str], choices: Sequence[str]
) -> ipywidgets.VBox:
    """Let one of the *choices* be chosen for each message."""
    live = Live()
    live.say("Waiting: choose a sender for each message.")
    # six times the same four names: without the chosen ones, it is a long way to Check by keyboard
    menus = {message: Choice(message, choices, folds=True) for message in messages}

    def tell_chosen(message: str) -> None:
        sender = menus[message].value
        left = sum(menu.value is None for menu in menus.values())
        said = f"{message}: {sender or 'nobody is chosen'}. "
        live.say(said + (f"{left} left to choose." if left else "Now press Check."))

    for message, menu in menus.items():
        menu.observe(lambda _, message=message: tell_chosen(message), names="value")

    def chosen() -> dict[str, str] | None:
        values = {message: menu.value for message, menu in menus.items() if menu.value}
        return values if len(values) == len(menus) else None

    buttons = _help(exercise, live, chosen)
    return ipywidgets.VBox(
        [
            _title("Who sends this?", question),
            *menus.values(),
            ipywidgets.HBox(buttons, layout=_WRAP),
            live,
        ]
    )


def _help(
    exercise: Exercise, live: Live, chosen: Callable[[], object | None]
) -> list[ipywidgets.Button]:
    """The three buttons of an exercise: Check, Hint, Solution."""

    def check() -> None:
        answer = chosen()
        if answer is None:
            live.say("Not attempted: something is left to choose.", again=True)
        else:
            live.say(exercise.check(answer).as_html(), again=True)

    return [
        _button("Check", check),
        _button("Hint", lambda: live.say(exercise.hint().as_html(), again=True)),
        _button("Solution", lambda: live.say(_solution(exercise).as_html(), again=True)),
    ]


def _solution(exercise: Exercise) -> Solution:
    """The solution as the panel shows it: in lines to read, for nobody writes code here."""
    shown = exercise.solution()
    if not shown.code:
        return shown
    answer = exercise.solved()
    if isinstance(answer, dict):
        return Solution("\n".join(f"{message}: {sender}" for message, sender in answer.items()))
    return Solution("\n".join(f"{number}. {message}" for number, message in enumerate(answer, 1)))


def _title(kind: str, question: str) -> Html:
    return Html(sheet() + Markup("<b>{}</b> {}").format(kind, question))


def _button(text: str, press: Callable[[], Any]) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"})
    button.on_click(lambda _: press())
    return button
