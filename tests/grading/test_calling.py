"""What the learner's function raises becomes a sentence."""

import pytest
import requests

from oauth_tutorial.exercises import ____
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.notebook import hints
from tests.grading.conftest import Nasty


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(1), ValueError(Nasty())])
def test_what_the_learners_function_raises_becomes_a_sentence(exercise, error):
    def function():
        raise error

    exercise.judge = lambda answer: call(answer)
    outcome = exercise.check(function)

    assert outcome.state == "not yet"
    assert f"your function raised {type(error).__name__}" in outcome.text


def raised(function, *arguments):
    """What is said where the function is called with that."""
    with pytest.raises(LearnersError) as caught, case("a denial"):
        call(function, *arguments)
    return caught.value.says()


def test_the_part_the_input_and_the_line_are_named():
    def handle(address):
        return address.split("code=")[1]

    assert raised(handle, "http://127.0.0.1/?error=x") == (
        "your function raised IndexError: list index out of range, in the line "
        'return address.split("code=")[1]. Its input was a denial: '
        "address='http://127.0.0.1/?error=x'. There is no place of that number in it: what was "
        "looked for is not in this input."
    )


def test_no_secret_of_the_input_is_said():
    token = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"

    assert token not in raised(lambda tokens: tokens["code"], {"access_token": token})


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda a: a["stat"], "There is no 'stat' in it. Did you mean state? .get('stat')"),
        (lambda a: a.state, 'A dictionary is read with brackets: ["state"]'),
        (lambda a: a.get("code").strip(), "What stands before the dot is None"),
        (lambda a: [].form, "A list has no .form: take one item out of it first."),
        (lambda a: "x".stripp(), "A str has no such attribute. Did you mean strip?"),
        (lambda a: false, "Python writes False."),  # noqa: F821
        (lambda a: urlencode(a), "It is not imported: from urllib.parse import urlencode"),  # noqa: F821
        (lambda a: hashlib.md5, "It is not imported: import hashlib"),  # noqa: F821
        (lambda a: rased, "Did you mean raised?"),  # noqa: F821
        (lambda a: photos, "Text stands in quotes."),  # noqa: F821
        (lambda a, b: a, "The check calls it with 1 value, in the task's order."),
        (lambda a: raised(), "What that line calls takes other arguments"),
        (lambda a: "x" in None, "None means that something is missing in this input"),
        (lambda a: print["x"], "an object is read with a dot"),
        (lambda a: a["state"](), "there is none before them"),
        (lambda a: "x" + b"y", "Bytes become text with .decode()"),
        (lambda a: b"x".join(["y"]), "Text becomes bytes with .encode()"),
        (lambda a: raised.__wrapped__.x, "has no such attribute"),
        (lambda a: [b for b, c in ["xyz"]], "The number of names on the left"),
        (lambda a: requests.get("127.0.0.1"), "The request did not arrive"),
        (lambda a: forever(a), "calls itself without end"),
        (lambda a: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_what_is_mostly_behind_an_error_is_said(function, words):
    assert words in raised(function, {"state": "abc"})


def forever(a):
    return forever(a)


@pytest.mark.parametrize("name", ["hashlib", "photobox", "rased"])
def test_where_the_setup_cell_has_not_run_it_is_that_and_no_mistake(monkeypatch, name):
    monkeypatch.setattr(hints, "in_notebook", lambda: True)
    function = eval(f"lambda a: {name}", names := {"raised": raised})
    fresh = raised(function, 1)
    names["____"] = ____

    assert fresh.endswith(hints.run_above(name))
    assert "Run All Above" not in raised(function, 1)


async def later(a):
    return a


async def asynchronous_generator(a):
    yield a


def generator(a):
    yield a


@pytest.mark.filterwarnings("error")  # of a coroutine that nobody awaited
@pytest.mark.parametrize(
    ("function", "words"),
    [
        (later, "your function is written with async def, or calls one"),
        (lambda a: later(a), "your function is written with async def, or calls one"),
        (asynchronous_generator, "your function is written with async def, or calls one"),
        (generator, "your function has a yield in it"),
    ],
)
def test_a_function_of_which_nothing_ran_is_told_so(function, words):
    assert raised(function, 1).startswith(words)


def test_a_generator_that_is_returned_is_a_value():
    assert list(call(lambda a: (one for one in a), "ab")) == ["a", "b"]
