"""What the learner's function raises becomes a sentence."""

import pytest

from oauth_tutorial.grading.calling import call
from tests.grading.conftest import Nasty


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(1), ValueError(Nasty())])
def test_what_the_learners_function_raises_becomes_a_sentence(exercise, error):
    def function():
        raise error

    exercise.judge = lambda answer: call(answer)
    outcome = exercise.check(function)

    assert outcome.state == "not yet"
    assert f"your function raised {type(error).__name__}" in outcome.text
