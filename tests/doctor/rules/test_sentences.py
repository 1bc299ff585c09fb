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
