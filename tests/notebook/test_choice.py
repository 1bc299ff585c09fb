"""Buttons of which one is chosen: it says so in words, and the others keep their place."""

import ipywidgets
import pytest

from oauth_tutorial.notebook.choice import CHOSEN, MARK, Choice


def buttons(choice: Choice) -> list[ipywidgets.Button]:
    return list(choice.children[-1].children)


def chosen(choice: Choice) -> list[str]:
    return [one.description for one in buttons(choice) if CHOSEN in one._dom_classes]


@pytest.fixture
def choice():
    return Choice("Who can see", ["nothing", "code"])


def test_nothing_is_chosen_to_begin_with(choice):
    assert (choice.value, choice.index) == (None, None)
    assert [one.description for one in buttons(choice)] == ["nothing", "code"]
    assert chosen(choice) == []


def test_a_press_chooses_and_the_label_and_the_description_say_so(choice):
    nothing, code = buttons(choice)
    code.click()

    assert (choice.value, choice.index) == ("code", 1)
    assert chosen(choice) == [f"{MARK}code"] == [code.description]
    assert (code.tooltip, nothing.tooltip) == ("Chosen for: Who can see", "Choose for: Who can see")
    nothing.click()
    assert chosen(choice) == [f"{MARK}nothing"]
    assert (code.description, code.tooltip) == ("code", "Choose for: Who can see")


def test_a_value_is_chosen_from_code_as_well(choice):
    heard = []
    choice.observe(lambda change: heard.append(change["new"]), names="value")
    choice.value = "code"

    assert (heard, chosen(choice)) == (["code"], [f"{MARK}code"])


def test_a_button_that_has_the_focus_is_not_made_again(choice):
    before = buttons(choice)
    choice.value = "code"
    choice.options = ("nothing", "code", "state")

    assert buttons(choice)[:2] == before
    assert chosen(choice) == [f"{MARK}code"]
    choice.options = ("nothing",)
    assert buttons(choice) == before[:1]
    assert (choice.index, chosen(choice)) == (None, [])


def test_names_change_in_the_buttons_that_are_there(choice):
    before = buttons(choice)
    choice.options = ("1. a", "2. b")

    assert buttons(choice) == before
    assert [one.description for one in before] == ["1. a", "2. b"]


def test_folded_tab_goes_to_the_chosen_one_until_it_is_pressed_again():
    choice = Choice("GET /photos", ["Alice", "PrintShop"], folds=True)
    alice, shop = buttons(choice)
    shop.click()
    assert (alice.tabbable, shop.tabbable) == (False, None)

    shop.click()
    assert choice.value is None
    assert (alice.tabbable, shop.tabbable) == (None, None)


def test_nothing_in_a_name_is_typeset():
    [button] = buttons(Choice("", [r"$\href{x}{y}$"]))

    assert "$\\" not in button.description
    assert "$" in button.description
