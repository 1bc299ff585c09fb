"""Which sentence and which advice an answer gets; ``test_tokens_wild.py`` has many more."""

import pytest
import requests

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.refusal import (
    HINTS,
    HINTS_FOR_A_DEVICE,
    HINTS_FOR_STATUS,
    failure_of,
    names_of,
    not_usable,
    redirected,
    unreadable,
)
from oauth_tutorial.errors import TokenRequestFailed, TokenResponseUnreadable
from tests.client.test_server_words import answer


@pytest.mark.parametrize("code", HINTS)
def test_a_code_of_the_rfc_has_its_advice_whatever_the_status(code):
    for status in (200, 400, 401, 503):
        failure = failure_of(answer({"error": code}, status))
        assert (failure.error, failure.hint, failure.status) == (code, HINTS[code], status)


@pytest.mark.parametrize("status", [*HINTS_FOR_STATUS, 500, 502, 599])
def test_a_status_has_its_advice_where_the_code_says_nothing(status):
    advice = {failure_of(answer(body, status)).hint for body in ({"error": "x"}, b"", b"<p>no")}

    assert len(advice) == 1
    assert status < 500 or "server's fault" in advice.pop()


def test_a_dead_refresh_token_has_another_advice_than_a_dead_code():
    refused = answer({"error": "invalid_grant"})
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    refused.response.request = requests.Request("POST", "http://a/", data=form).prepare()

    assert "refresh token" in failure_of(refused).hint
    assert failure_of(answer({"error": "invalid_grant"})).hint == HINTS["invalid_grant"]


def test_a_used_code_has_the_cells_to_run_in_its_advice():
    assert "run the cells again, from the one that makes the receiver" in HINTS["invalid_grant"]


def test_githubs_word_for_a_used_code_has_the_same_advice():
    """A cell that exchanges a code runs twice sooner or later."""
    refused = answer({"error": "bad_verification_code"}, 200)

    assert failure_of(refused).hint == HINTS["invalid_grant"]


@pytest.mark.parametrize("code", HINTS_FOR_A_DEVICE)
def test_a_device_has_no_receiver_to_make_again(code):
    refused = answer({"error": code})
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"}
    refused.response.request = requests.Request("POST", "http://a/", data=form).prepare()

    assert failure_of(refused).hint == HINTS_FOR_A_DEVICE[code]
    assert failure_of(answer({"error": code})).hint == HINTS[code]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1", " Wait 1 second (Retry-After)."),
        (" 30 ", " Wait 30 seconds (Retry-After)."),
        ("Fri, 31 Dec 2027 23:59:59 GMT", " Wait until Fri, 31 Dec 2027 23:59:59 GMT (Retry-A"),
        ("\x1b[2J", " Wait until \\x1b[2J (Retry-After)."),
        ("9" * 5000, "9… "),
        ("", "refused with HTTP 429 (too many requests) and said: no"),
    ],
)
def test_when_to_ask_again(value, said):
    failure = failure_of(answer({"message": "no"}, 429, Retry_After=value))

    assert said in failure.message
    assert len(failure.message) < 200


def test_when_to_ask_again_is_said_where_it_means_that():
    assert "Wait" not in failure_of(answer({"message": "no"}, 400, Retry_After="3")).message
    assert "Wait" in failure_of(answer({"message": "no"}, 503, Retry_After="3")).message


@pytest.mark.parametrize("status", [401, 429])
def test_the_status_outweighs_the_format(status):
    for body in (b"", b"<html>", b"no"):
        assert type(failure_of(answer(body, status))) is TokenRequestFailed


def test_the_endpoint_has_its_name_and_its_rule():
    other = Endpoint("other endpoint", errors="RFC 1 §2", expected="a dance")
    for make in (failure_of, redirected, unreadable):
        failure = make(Answer(answer({"error": "x"}).response, other))
        assert "other endpoint" in failure.message
        assert failure.section == "RFC 1 §2"
    assert "Expected a dance" in unreadable(Answer(answer(b"").response, other)).message


def test_every_error_keeps_the_answer():
    came = answer({"error": "x"})
    for failure in (failure_of(came), redirected(came), unreadable(came)):
        assert failure.evidence["response"] is came.response
        assert failure.status == 400
    failure = not_usable(came, "what", "hint")
    assert (type(failure), failure.message) == (TokenResponseUnreadable, "what")


def test_the_names_of_members_are_foreign_text():
    names = names_of({"b\x1b": 1, "a": 2}, answer({}))

    assert names == "a, b\\x1b"
    assert names_of({}, answer({})) == "nothing"
    assert len(names_of(dict.fromkeys("x" * n for n in range(1000)), answer({}))) == 201


def test_a_code_in_capitals_has_the_advice_of_the_code():
    failure = failure_of(answer({"code": "INVALID_GRANT", "description": "Too old"}))

    assert (failure.error, failure.hint) == ("INVALID_GRANT", HINTS["invalid_grant"])
