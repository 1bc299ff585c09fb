"""A blank is found wherever the learner left it."""

import pytest

from oauth_tutorial.exercises import ____
from oauth_tutorial.grading.blank import has_blank


def untouched(a):
    return ____


def inner_blank(a):
    def inner():
        return ____

    return inner


@pytest.mark.parametrize(
    "answer",
    [
        ____,
        [1, ____],
        {____: 1},
        {"a": {"b": (____,)}},
        f"x?{____}",
        "a" + ____,
        ____.name,
        ____(1),
        untouched,
        inner_blank,
        lambda: ____,
    ],
)
def test_a_blank_is_found_wherever_it_is_left(answer):
    assert has_blank(answer)


@pytest.mark.parametrize("answer", ["", "__", [1, {"a": "b"}], len, lambda: 1, None, object()])
def test_an_answer_without_blank_has_none(answer):
    assert not has_blank(answer)


def test_an_answer_that_holds_itself_ends():
    loop = []
    loop.append(loop)

    assert not has_blank(loop)
