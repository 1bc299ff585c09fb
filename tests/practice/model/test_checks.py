"""Named rules, and the list of their results, which is the grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.practice.model.checks import NO_CAUSE, Check, Checklist, Refused, Rule

RULE = Rule(
    "code_present",
    "RFC 6749 §4.1.3",
    "code is present",
    error="invalid_grant",
    status=401,
    causes=("code_damaged",),
)
ALLOWED = {*map(chr, range(0x20, 0x7F))} - {'"', "\\"}  # RFC 6749 §5.2


def test_a_rule_that_is_kept_is_noted_and_the_request_goes_on():
    checks = Checklist()
    checks.require(RULE, "something")

    assert [(check.name, check.passed) for check in checks] == [("code_present", True)]
    assert checks.failed is None


def test_a_broken_rule_is_noted_and_ends_the_request():
    checks = Checklist()
    checks.require(RULE, True)
    with pytest.raises(Refused) as refused:
        checks.require(RULE, "", expected="a code", received="none")

    assert (refused.value.error, refused.value.status) == ("invalid_grant", 401)
    assert checks.failed is checks[1]
    assert checks.failed.causes == ("code_damaged",)
    assert refused.value.description == (
        "The rule is that code is present (RFC 6749 section 4.1.3). Expected a code, received none."
    )


def test_what_the_client_is_told_may_be_said_in_other_words():
    with pytest.raises(Refused) as refused:
        Checklist().require(RULE, None, description="Sign in again.")

    assert refused.value.description == "Sign in again."


@given(st.text())
def test_a_description_keeps_to_the_characters_of_the_rfc(text):
    assert set(Refused("invalid_request", text).description) <= ALLOWED


def test_another_endpoint_answers_with_another_code_for_the_same_rule():
    sent = RULE.sent_as("invalid_token")

    assert (sent.error, sent.status, sent.name) == ("invalid_token", 401, "code_present")
    assert RULE.sent_as("", 400).error == ""  # RFC 6750 §3.1: no code at all
    assert RULE.sent_as(status=400).error == "invalid_grant"


@pytest.mark.parametrize(
    ("check", "shown"),
    [
        (Check(RULE, True, "a", "b"), "✓ code is present (RFC 6749 §4.1.3)"),
        (Check(RULE, False), "✗ code is present (RFC 6749 §4.1.3)"),
        (
            Check(RULE, False, "a", "b"),
            "✗ code is present (RFC 6749 §4.1.3): expected a, received b",
        ),
    ],
)
def test_a_check_is_one_line(check, shown):
    assert repr(check) == str(check) == shown


def test_who_makes_a_rule_has_to_think_of_its_cause():
    with pytest.raises(TypeError, match="causes"):
        Rule("x", "RFC 6749", "x is present")
    assert Rule("x", "RFC 6749", "x is present", causes=NO_CAUSE).causes == ()
