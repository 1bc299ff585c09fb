"""The questions' models: what is stored of them."""

import pytest

from oauth_tutorial.exercises.nb00 import message_order, predict_password
from oauth_tutorial.exercises.nb03.who_sends import who_sends

ALL = [predict_password, message_order, who_sends]


@pytest.mark.parametrize("question", ALL, ids=repr)
def test_what_is_stored_is_one_stable_line(question):
    bundle = question._repr_mimebundle_()

    assert bundle == {"text/plain": repr(question)}
    assert "\n" not in repr(question)
