"""Notebook 03: a wrong sender is told why, and not who it is instead."""

import pytest

from oauth_tutorial.exercises import who_sends

pytestmark = pytest.mark.usefixtures("photobox")
# what the sentences may call each of them
NAMES = {
    "Alice's browser": ("Alice's browser", "the browser", "by the browser"),
    "PrintShop (you)": ("PrintShop (you)", "PrintShop sends", "the client sends"),
    "PhotoBox sign-in": ("PhotoBox sign-in", "PhotoBox sends", "the authorization server sends"),
    "PhotoBox API": ("PhotoBox API", "the API sends"),
}


@pytest.mark.parametrize("mistake", who_sends.mistakes, ids=lambda one: one.name)
def test_the_right_sender_is_not_named(mistake):
    outcome = who_sends.check(mistake.example)
    [message] = [one for one, sender in mistake.example.items() if who_sends.senders[one] != sender]

    said = outcome.text.replace("was never in the browser", "")
    assert outcome.mistake == mistake.name
    assert not [name for name in NAMES[who_sends.senders[message]] if name in said]
