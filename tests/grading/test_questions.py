"""The questions: models that know nothing of widgets, and can be answered from code."""

import pytest

from oauth_tutorial.exercises import Order, Pair, Predict
from oauth_tutorial.exercises.nb00 import message_order, predict_password
from oauth_tutorial.exercises.nb03.who_sends import who_sends

ALL = [predict_password, message_order, who_sends]


@pytest.mark.parametrize("question", ALL, ids=repr)
def test_what_is_stored_is_one_stable_line(question):
    bundle = question._repr_mimebundle_()

    assert bundle == {"text/plain": repr(question)}
    assert "\n" not in repr(question)


def test_a_prediction_says_whether_it_came_true():
    question = Predict("What comes?", choices=("a", "b"), answer=1, reveals="b comes.")

    assert [question.choose(number) for number in (0, 1)] == [
        "Not as you predicted: b comes.",
        "As you predicted: b comes.",
    ]


def test_an_order_names_the_first_pair_that_is_the_wrong_way_round():
    right = list(message_order.messages)
    for pair, mistake in zip(message_order.pairs, message_order.mistakes, strict=True):
        assert message_order.check(mistake.example).mistake == pair.name

    assert message_order.check(right).state == "correct"
    assert message_order.check(right[:-1]).state == "not yet"
    assert message_order.check([*right[:-1], "something else"]).mistake is None


def test_an_order_that_is_none_of_the_mistakes_says_where_it_goes_wrong_and_not_what_stands_there():
    question = Order(
        "99.order",
        "Which comes first?",
        messages=("one", "two", "three"),
        start=(2, 1, 0),
        pairs=(Pair("two_first", "two waits for one.", "one", "two"),),
        correct="that is the order.",
        hints=("a", "b", "c"),
    )
    outcome = question.check(["one", "three", "two"])

    assert question.start == ["three", "two", "one"]
    assert "number 2 is not right yet: 'three'" in outcome.text
    assert "two" not in outcome.text


def test_a_wrong_sender_is_named_and_the_right_one_is_not():
    message, sender = next(iter(who_sends.senders.items()))
    outcome = who_sends.check(who_sends.senders | {message: "nobody"})

    assert (outcome.state, outcome.mistake) == ("not yet", None)
    assert message in repr(outcome)
    assert sender not in repr(outcome).replace(message, "")
