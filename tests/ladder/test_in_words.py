"""The ladder as text: complete, and the same in every run."""

import re

import pytest

from oauth_tutorial.ladder import ladder
from oauth_tutorial.ladder.in_words import headline, text_twin
from oauth_tutorial.ladder.message import ADDRESS, ANSWER, Item, Message
from tests.ladder.conftest import sign_in


def test_the_repr_is_the_same_in_every_run(photobox, flow):
    """Whatever the ports; nbval compares it."""
    first, second = (
        re.sub(r":\d{4,5}\b", ":PORT", repr(ladder(log))) for log in (flow.log, again(photobox))
    )

    assert first == second
    assert "code=<43 characters>" in first


def again(photobox):
    return sign_in(photobox).log


def message(**changes):
    given = {"sender": "a", "recipient": "b", "method": "GET", "url": "https://a.example/cb"}
    return Message(**given | changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"method": "POST", "status": 303}, "POST /cb → 303 See Other"),
        ({"method": "LINK"}, "a link to open"),
        ({"method": "PASTE", "remark": "another state"}, "a pasted address /cb → another state"),
        ({}, "GET /cb → no answer"),
        ({"url": "https://a.example"}, "GET / → no answer"),
    ],
)
def test_a_headline_says_what_was_asked_and_what_came(changes, says):
    assert headline(message(**changes)) == says


def test_what_differs_in_every_run_is_left_out():
    """A time, and whatever goes by a name that no RFC has."""
    items = (
        Item(ANSWER, "exp", "1700000000"),
        Item(ANSWER, "trace", "a-number-of-this-run"),
        Item(ANSWER, "scope", "photos.read"),
    )
    text = text_twin([message(items=items, status=200)])

    assert "scope=photos.read" in text
    assert "1700000000" not in text
    assert "a-number-of-this-run" not in text


def test_a_value_cannot_begin_a_line_of_its_own():
    text = text_twin([message(items=(Item(ADDRESS, "state", "a\n 2. b → c: forged"),))])

    assert len(text.splitlines()) == 3
