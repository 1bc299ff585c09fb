"""Causes that are read from words."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Answer, Facts, Failure
from oauth_tutorial.doctor.rules.sentences import words
from tests.doctor.rules.given import causes


def test_the_words_of_every_answer_are_read() -> None:
    said = "The authorization code has expired"
    bodies: list[dict[str, object]] = [
        {"error_description": said},
        {"message": said},
        {"error": {"message": said}},
    ]

    for body in bodies:
        assert causes([*words(Facts(answers=[Answer(text="", body=body)]))])[0] == "code_expired"
    page = Answer(text=f"<html><p>{said}</p></html>", body=None)
    assert causes([*words(Facts(answers=[page]))])[0] == "code_expired"


def test_the_name_of_a_cause_is_understood() -> None:
    """It stands under "Also possible", and is copied from there."""
    assert [diagnose(name).cause for name in ("pkce_missing", " Clock_Skew\n")] == [
        "pkce_missing",
        "clock_skew",
    ]


def test_an_exact_sentence_comes_before_a_common_code() -> None:
    """Microsoft's 70002 stands in front of many sentences."""
    said = "AADSTS70002: Error validating credentials. AADSTS50011: The reply address 'https://a/' "
    said += "does not match the reply address 'https://a' provided when requesting Authorization "

    assert diagnose(said + "code.").cause == "redirect_uri_differs_at_token"


@pytest.mark.parametrize("name", ["NameError", "TypeError", "AttributeError", "KeyError"])
def test_what_a_program_says_of_its_own_names_is_not_the_servers(name: str) -> None:
    message = "name 'access_token' is not defined"
    facts = Facts(failures=[Failure(names=(name,), message=message)])

    assert causes([*words(facts)]) == []
    assert causes([*words(Facts(texts=["the access_token is not defined"]))])[:1] == [
        "token_rejected"
    ]


def test_a_long_text_is_quoted_from_the_sentence_that_counts() -> None:
    """Its beginning is a banner, a log's first lines, a page's title."""
    noise = "2026-01-01 12:00:00 INFO the program starts and reads its configuration\n" * 9
    said = "the authorization code has expired"

    [quote] = [line for line in diagnose(f"{noise}ERROR {said}\n{noise}").evidence if said in line]

    assert quote.startswith("it says '… ERROR the authorization")
    assert len(quote) < 200


def test_a_secret_is_not_cut_in_two_by_a_quote() -> None:
    secret = "s3cr3t" * 30
    text = f"client_secret={secret} {secret} the authorization code has expired" + " and so on" * 30

    assert "s3cr3t" not in repr(diagnose(text))


def test_a_line_that_goes_on_with_a_reason_is_no_failure_of_the_network() -> None:
    outer = "Failed to connect to MCP Server"

    assert diagnose(f"{outer} at http://localhost:6277/mcp").cause == "tls_or_network"
    assert diagnose(f"{outer}: HTTP 403: the access token has expired").cause == "token_rejected"


def test_a_sentence_that_a_terminal_broke_in_two_is_one() -> None:
    said = "Protected resource http://api.example does not match\nexpected https://api.example/mcp"

    assert diagnose(said).cause == "audience_invalid"
