"""How the back channel answers: JSON, or a refusal with its scheme (RFC 6749 §5.2)."""

import pytest
from flask import Flask

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.web.notes import begin, notes
from oauth_tutorial.practice.web.refusals import json_or_refusal


@pytest.fixture(autouse=True)
def request_at_hand():
    with Flask(__name__).test_request_context("/token", method="POST"):
        begin()
        yield


def refuse(error, status):
    def answer():
        raise Refused(error, "it broke a rule", status)

    return answer


def test_an_answer_is_kept_by_no_cache():
    """RFC 6749 §5.1."""
    answer = json_or_refusal(lambda: {"a": 1}, status=201)

    assert (answer.status_code, answer.json) == (201, {"a": 1})
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")


def test_a_refusal_has_its_code_and_is_noted():
    answer = json_or_refusal(refuse("invalid_grant", 400))

    assert answer.json == {"error": "invalid_grant", "error_description": "it broke a rule"}
    assert (answer.status_code, notes.error) == (400, "invalid_grant")
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    ("error", "scheme", "challenge"),
    [
        ("invalid_client", "Basic", 'Basic realm="PhotoBox"'),
        ("invalid_token", "Bearer", 'Bearer realm="PhotoBox", error="invalid_token"'),
        ("", "Bearer", 'Bearer realm="PhotoBox"'),
    ],
)
def test_a_401_names_the_scheme(error, scheme, challenge):
    answer = json_or_refusal(refuse(error, 401), scheme=scheme)

    assert answer.headers["WWW-Authenticate"] == challenge
    assert answer.json.get("error", "") == error
