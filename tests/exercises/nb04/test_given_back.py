"""Exercise 3 of notebook 04: what is said of one request is not said of two."""

import pytest

from oauth_tutorial.exercises import given_back
from tests.exercises.variants.nb03_to_05 import mine, revoke, revoke_both

pytestmark = pytest.mark.usefixtures("photobox")


def test_one_request_is_called_one():
    outcome = given_back.check(revoke(lambda t: {"data": {"token": t["refresh_token"], **mine()}}))

    assert repr(outcome) == f"Correct: {given_back.correct}"


def test_two_requests_are_right_and_not_called_one():
    outcome = given_back.check(revoke_both)

    assert outcome.state == "correct"
    assert outcome.text.startswith("the whole grant is gone. One request would do")
