"""The words of the whole text beside the rules: when each of them is believed."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.diagnosis import COMPUTED, HINT, WORDED, Finding
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.weighing import LONGEST, weighed

STATE = (
    "Our own OAuth client stops after the sign-in: the state we kept in the session cookie is "
    "another than the state of the callback, and the authorization response is rejected."
)
PROXY = "Our nginx reverse proxy sends the token request to a host that is down: 502 Bad Gateway"


def causes(findings: list[Finding]) -> list[str]:
    said = [one for one in findings if one.weight > HINT]
    return [one.cause for one in sorted(said, key=lambda one: -one.weight)]


def test_words_answer_where_no_rule_does() -> None:
    [found] = weighed([], Facts(around=[STATE]))

    assert found.cause == "state_mismatch"
    assert "known reports" in found.evidence


def test_a_rule_that_does_not_fit_the_text_is_a_possibility_and_no_answer() -> None:
    findings = weighed([Finding("pkce_missing", WORDED)], Facts(around=[PROXY + " " + PROXY]))

    assert causes(findings) != ["pkce_missing"]


def test_a_rule_that_fits_stays_as_it_was() -> None:
    given = [Finding("state_mismatch", WORDED, "it says so")]

    assert weighed(given, Facts(around=[STATE])) == given


@pytest.mark.parametrize(
    "facts",
    [
        Facts(around=["state"]),  # a few words say nothing
        Facts(around=[STATE * (LONGEST // len(STATE) + 1)]),  # a long log
        Facts(around=[]),
        Facts(around=[STATE], understood=True),
    ],
    ids=["few words", "long", "nothing", "understood"],
)
def test_what_is_left_to_the_rules(facts: Facts) -> None:
    given = [Finding("pkce_missing", WORDED)]

    assert weighed(given, facts) == given
    assert weighed([], facts) == []


def test_what_was_computed_needs_no_witness() -> None:
    given = [Finding("pkce_missing", COMPUTED)]

    assert weighed(given, Facts(around=[STATE])) == given


@pytest.mark.parametrize(
    "placed",
    ["client_secret=csrf", "clientSecret: 'entropy'", "--client-secret entropy", "-u me:entropy"],
)
def test_a_secret_that_is_a_word_is_not_shown(placed: str) -> None:
    diagnosis = diagnose(f"{STATE}\n{placed}")

    assert diagnosis.cause == "state_mismatch"
    assert "csrf" not in repr(diagnosis)
    assert "entropy" not in repr(diagnosis) + diagnosis.as_html()


@pytest.mark.parametrize(
    "text",
    [
        "commit 1a2b3c4: the state that was returned is compared with the session's, or it fails",
        "If the state differs from the state kept in the session cookie, the response is rejected",
        "# State\n\nThe state kept in the session cookie is compared; a mismatch is an error",
    ],
)
def test_notes_about_oauth_are_no_failure(text: str) -> None:
    assert weighed([], Facts(around=[text])) == []


def test_a_text_that_no_rule_knows_is_answered_with_its_words() -> None:
    diagnosis = diagnose(STATE)

    assert diagnosis.cause == "state_mismatch"
    assert "known reports" in diagnosis.evidence[0]
