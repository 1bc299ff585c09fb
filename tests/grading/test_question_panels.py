"""The panels of the questions, worked without a browser."""

import html

import ipywidgets
import pytest

from oauth_tutorial.exercises import Predict
from oauth_tutorial.exercises.nb00 import message_order, predict_password
from oauth_tutorial.exercises.nb03.who_sends import who_sends
from oauth_tutorial.grading import question_panels
from oauth_tutorial.notebook.choice import Choice

ALL = [predict_password, message_order, who_sends]


def parts(panel, kind):
    """Every widget of a kind, in the order of the Tab key."""
    found = [panel] if isinstance(panel, kind) else []
    for child in getattr(panel, "children", ()):
        found += parts(child, kind)
    return found


def press(panel, text):
    next(b for b in parts(panel, ipywidgets.Button) if b.description == text).click()


def live(panel):
    return parts(panel, question_panels.Live)[0].value


@pytest.mark.parametrize("question", ALL, ids=repr)
def test_a_panel_has_one_live_region_and_buttons_with_words(question):
    panel = question.panel()

    assert len(parts(panel, question_panels.Live)) == 1
    assert 'role="status" aria-live="polite"' in live(panel)
    assert "Waiting" in live(panel)
    assert all(button.description for button in parts(panel, ipywidgets.Button))


def test_a_prediction_is_answered_after_a_choice_and_not_before():
    panel = predict_password.panel()

    assert "PhotoBox cannot tell" not in live(panel)
    press(panel, "Only print")
    assert "Not as you predicted: PhotoBox cannot tell" in live(panel)
    press(panel, "Everything that Alice can do")
    assert "can do”. As you predicted: PhotoBox cannot tell" in live(panel)


def test_choices_are_escaped():
    question = Predict("<i>?", choices=("<b>x</b>", "y"), answer=1, reveals="<script>")
    panel = question.panel()
    press(panel, "<b>x</b>")

    assert "<script>" not in live(panel)
    assert "&lt;b&gt;x&lt;/b&gt;" in live(panel)


def test_messages_move_up_and_down_and_the_choice_moves_with_them():
    panel = message_order.panel()
    shown = parts(panel, Choice)[0]
    press(panel, "Up")
    assert "choose a message in the list first" in live(panel)

    shown.value = shown.options[2]
    assert "chosen, number 3 of" in live(panel)
    moved = message_order.start[2]
    press(panel, "Up")
    press(panel, "Up")
    press(panel, "Up")

    assert (shown.index, shown.options[0]) == (0, f"1. {moved}")
    assert f"now number 1 of {len(message_order.messages)}" in live(panel)


def test_an_order_can_be_solved_with_the_panel():
    panel = message_order.panel()
    shown = parts(panel, Choice)[0]
    press(panel, "Check")
    assert "Not yet" in live(panel)

    for place, message in enumerate(message_order.messages):
        shown.value = next(line for line in shown.options if line.endswith(message))
        while shown.index > place:
            press(panel, "Up")
    press(panel, "Check")

    assert "Correct" in live(panel)


def test_who_sends_waits_for_every_choice():
    panel = who_sends.panel()
    menus = parts(panel, Choice)
    press(panel, "Check")
    assert "Not attempted" in live(panel)

    for number, menu in enumerate(menus, 1):
        menu.value = who_sends.senders[menu.description]
        assert f"{menu.description}: {menu.value}." in live(panel).replace("&#39;", "'")
        left = len(menus) - number
        assert (f"{left} left to choose" if left else "Now press Check") in live(panel)
    press(panel, "Check")

    assert "Correct" in live(panel)


def test_hints_come_one_by_one_and_the_solution_when_asked_twice():
    panel = who_sends.panel()
    press(panel, "Hint")
    first = live(panel)
    press(panel, "Hint")

    assert "Hint" in first
    assert first != live(panel)
    press(panel, "Solution")
    press(panel, "Solution")
    for message, sender in who_sends.senders.items():
        assert f"{message}: {sender}" in live(panel).replace("&#39;", "'")
    assert "senders = {" not in live(panel)


def test_the_solution_of_an_order_is_a_list_to_read():
    panel = message_order.panel()
    press(panel, "Solution")
    press(panel, "Solution")

    assert f"1. {message_order.messages[0]}\n2. {message_order.messages[1]}" in html.unescape(
        live(panel)
    )


def test_the_same_answer_is_spoken_twice():
    panel = message_order.panel()
    heard = []
    parts(panel, question_panels.Live)[0].text.observe(heard.append, names="value")
    for text in ("Up", "Up", "Check", "Check"):
        press(panel, text)

    assert len(heard) == 4


def test_a_move_is_spoken_once():
    panel = message_order.panel()
    shown = parts(panel, Choice)[0]
    shown.value = shown.options[2]
    heard = []
    parts(panel, question_panels.Live)[0].text.observe(heard.append, names="value")
    press(panel, "Up")

    assert len(heard) == 1


def test_by_keyboard_a_message_that_has_its_sender_is_one_step():
    """Six messages with four names each would be 24 steps on the way to Check."""
    panel = who_sends.panel()
    menus = parts(panel, Choice)
    for menu in menus:
        menu.value = menu.options[0]
    steps = [
        button
        for menu in menus
        for button in parts(menu, ipywidgets.Button)
        if button.tabbable is not False
    ]

    assert len(steps) == len(menus)
