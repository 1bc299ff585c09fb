"""Whether an answer was given before."""

import pytest

from oauth_tutorial.grading.tries import fingerprint
from tests.grading.conftest import Nasty


def made(text):
    """What a cell makes: a new function each time it is run."""
    names = {}
    exec(text, names)
    return names["answer"]


SAME = [
    "answer = 'photos'",
    "answer = {'a': [1, 2], 'b': {'c', 'd'}}",
    "answer = lambda a: a + 1",
    "def answer(a):\n    return [one for one in a if one]",
    "def helper(a):\n    return a\ndef answer(a):\n    return helper(a)",
    "def maker(n):\n    return lambda a: a + n\nanswer = maker(3)",
    "class answer:\n    pass",
]


@pytest.mark.parametrize("text", SAME)
def test_the_same_cell_is_the_same_answer(text):
    assert fingerprint(made(text)) == fingerprint(made(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("answer = 'photos'", "answer = 'orders'"),
        ("answer = '1'", "answer = 1"),
        ("answer = {'a': 1}", "answer = {'a': 2}"),
        ("answer = lambda a: a + 1", "answer = lambda a: a + 2"),
        ("answer = lambda a: a.one", "answer = lambda a: a.two"),
        ("answer = lambda a=1: a", "answer = lambda a=2: a"),
        (SAME[4], SAME[4].replace("return a\n", "return -a\n")),
        (SAME[5], SAME[5].replace("maker(3)", "maker(4)")),
    ],
)
def test_another_answer_is_another_one(one, other):
    assert fingerprint(made(one)) != fingerprint(made(other))


def test_it_tells_nothing_and_never_raises():
    looped = []
    looped.append(looped)

    assert fingerprint(looped) == fingerprint(looped)
    assert fingerprint([Nasty()])
    assert "wonderland" not in fingerprint("wonderland")
    assert len(fingerprint("wonderland")) == 12
