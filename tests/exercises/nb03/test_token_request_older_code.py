"""Exercise 1 of notebook 03: a code of an earlier sign-in, in place of the one passed in."""

import pytest
import requests

from oauth_tutorial import exchange_code
from oauth_tutorial.exercises import token_request
from oauth_tutorial.grading.granted import issue_code

CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}


def by_hand(endpoint, code, redirect_uri):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return requests.post(endpoint, data=form | CLIENT, timeout=10)


def with_the_package(endpoint, code, redirect_uri):
    return exchange_code(endpoint, code=code, redirect_uri=redirect_uri, **CLIENT)


@pytest.mark.parametrize("ask", [by_hand, with_the_package])
def test_a_code_that_was_used_before_is_named_as_another_one(ask):
    older = issue_code("http://127.0.0.1:8000/callback")

    def ask_for_token(endpoint, code, redirect_uri):
        return ask(endpoint, older, redirect_uri)

    token_request.check(ask_for_token)
    outcome = token_request.check(ask_for_token)

    assert (outcome.state, outcome.mistake) == ("not yet", "code_other")


def test_what_exchange_code_raises_is_explained_by_the_rule():
    def ask_for_token(endpoint, code, redirect_uri):
        return with_the_package(endpoint, code, "http://localhost:8000/callback")

    outcome = token_request.check(ask_for_token)

    assert (outcome.state, outcome.mistake) == ("not yet", "redirect_uri_localhost")
