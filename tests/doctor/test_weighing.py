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
GARDEN = (
    "The garden was open in the morning, and the children of the school came with their teacher "
    "to look at the trees, the birds and the water; in the evening all of them went home again."
)


def causes(findings: list[Finding]) -> list[str]:
    said = [one for one in findings if one.weight > HINT]
    return [one.cause for one in sorted(said, key=lambda one: -one.weight)]


def test_words_answer_where_no_rule_does() -> None:
    [found] = weighed([], Facts(around=[STATE]))

    assert found.cause == "state_mismatch"
    assert "known reports" in found.evidence


def test_a_rule_that_does_not_fit_the_text_gives_way_to_what_its_words_say() -> None:
    findings = weighed([Finding("pkce_missing", WORDED)], Facts(around=[STATE]))

    assert causes(findings) == ["state_mismatch", "pkce_missing"]


def test_a_rule_is_a_possibility_where_neither_it_nor_another_cause_fits() -> None:
    findings = weighed([Finding("pkce_missing", WORDED)], Facts(around=[GARDEN]))

    assert causes(findings) == []
    assert [one.cause for one in findings] == ["pkce_missing"]


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
        f"commit 1a2b3c4\n\n{STATE}",
        f"# OAuth\n\n{STATE}",
        f"tests/test_oauth.py::test_state\n{STATE}",
        "If an OAuth client finds after the sign-in that the state it kept in the session cookie "
        "is another than the state of the callback, the authorization response is rejected.",
    ],
    ids=["commit", "heading", "test", "condition"],
)
def test_notes_about_oauth_are_no_failure(text: str) -> None:
    assert diagnose(text).cause == "unknown"


def test_a_text_that_no_rule_knows_is_answered_with_its_words() -> None:
    diagnosis = diagnose(STATE)

    assert diagnosis.cause == "state_mismatch"
    assert diagnosis.summary.startswith("Most likely: ")
    assert "known reports" in diagnosis.evidence[0]
