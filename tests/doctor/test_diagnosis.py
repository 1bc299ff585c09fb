"""One diagnosis of many findings: the heaviest wins, and only what is near is shown beside it."""

import pytest

from oauth_tutorial import diagnose
from oauth_tutorial.doctor.causes import CAUSES, UNKNOWN
from oauth_tutorial.doctor.diagnosis import COMPUTED, GENERIC, WORDED, Finding, conclude
from oauth_tutorial.doctor.facts import Facts


def shown(diagnosis) -> str:
    return repr(diagnosis).partition("Also possible: ")[2]


def test_causes_of_equal_evidence_are_shown():
    """The code alone cannot tell them apart."""
    assert shown(diagnose("invalid_grant")) == (
        "code_expired, redirect_uri_differs_at_token, pkce_mismatch, refresh_token_dead"
    )


def test_what_was_computed_leaves_no_room_for_what_a_code_may_mean():
    url = "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
    challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    body = {
        "grant_type": "authorization_code",
        "code": "x" * 43,
        "code_verifier": "a" * 43,
    }
    sent = "&".join(f"{name}={value}" for name, value in body.items())
    diagnosis = diagnose(
        f"{url}{challenge}&code_challenge_method=S256", sent, '{"error":"invalid_grant"}'
    )

    assert diagnosis.cause == "pkce_mismatch"
    assert shown(diagnosis) == ""
    assert "Also possible" not in diagnosis._repr_html_()
    assert "code_already_used" in diagnosis.candidates


def test_the_card_escapes_what_came_from_outside() -> None:
    """error_description is somebody else's text."""
    card = diagnose(
        {"error": "invalid_grant", "error_description": "<img src=x onerror=a()> code expired"}
    )

    assert "<img" not in card._repr_html_()


def test_the_heaviest_finding_wins_and_the_earlier_on_a_tie():
    worded = [Finding("code_expired", WORDED, "b"), Finding("code_damaged", WORDED, "c")]

    assert conclude(worded, Facts()).cause == "code_expired"
    diagnosis = conclude([*worded, Finding("pkce_mismatch", COMPUTED, "a")], Facts())

    assert diagnosis.candidates == ("pkce_mismatch", "code_expired", "code_damaged")
    assert diagnosis.near == ("pkce_mismatch",)
    assert diagnosis.evidence == ("a", "b", "c")


def test_a_finding_says_what_its_cause_would_say_otherwise():
    """Text by text: what one leaves out, another of the same cause may know."""
    own = Finding("code_expired", COMPUTED, "a", fix="Do this.")
    other = Finding("code_expired", GENERIC, "b", summary="It was old.")

    diagnosis = conclude([other, own], Facts())

    assert (diagnosis.fix, diagnosis.summary) == ("Do this.", "It was old.")
    assert diagnosis.section == CAUSES["code_expired"].section


def test_a_line_that_another_one_says_at_length_is_left_out():
    findings = [
        Finding("code_expired", COMPUTED, "it is not so"),
        Finding("code_expired", COMPUTED, "it is not so: expected 'a', received 'b'"),
        Finding("code_expired", COMPUTED, "it is not so"),
    ]

    assert conclude(findings, Facts()).evidence == ("it is not so: expected 'a', received 'b'",)


@pytest.mark.parametrize(
    ("findings", "understood", "cause", "status"),
    [
        ([], True, "", 0),
        ([Finding("code_expired", GENERIC)], True, "code_expired", 1),
        ([], False, UNKNOWN, 2),
    ],
)
def test_the_exit_status_tells_nothing_wrong_from_not_understood(
    findings, understood, cause, status
):
    diagnosis = conclude(findings, Facts(understood=understood, seen=["a poem"]))

    assert (diagnosis.cause, diagnosis.exit_status) == (cause, status)


def test_an_error_of_ours_says_what_to_do_where_nothing_is_known():
    assert conclude([], Facts(advice="Look there.")).fix == "Look there."
