"""Exercise 2 of notebook 04: a value that is looked for where it is not."""

import pytest

from oauth_tutorial.exercises import call_with_refresh
from oauth_tutorial.exercises.nb04.call_with_refresh import get


@pytest.mark.parametrize(
    ("call", "mistake", "raised"),
    [
        (lambda path, tokens: get(path, tokens.access_token), "dot_or_bracket", "AttributeError"),
        (
            lambda path, tokens: get(path, tokens["access_token"])["status"],
            "dot_or_bracket",
            "TypeError",
        ),
        (lambda path, tokens: get(path, tokens["refresh"]), "name_not_in_tokens", "KeyError"),
        (lambda path, tokens: get(path), None, "TypeError"),
        (lambda path, tokens: 1 / 0, None, "ZeroDivisionError"),
    ],
)
def test_what_the_function_raises_is_explained(call, mistake, raised):
    outcome = call_with_refresh.check(call)

    assert (outcome.state, outcome.mistake) == ("not yet", mistake)
    assert raised in repr(outcome)
