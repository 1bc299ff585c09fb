"""Causes that are read from exceptions, from the service's own checks, and from words."""

import pytest

from oauth_tutorial.doctor import CAUSES, diagnose
from oauth_tutorial.doctor.diagnosis import COMPUTED, Finding
from oauth_tutorial.doctor.facts import Answer, BrokenRule, Facts, Failure
from oauth_tutorial.doctor.rules.words import EXCEPTIONS, broken_rules, exceptions, settled, words
from oauth_tutorial.practice.rules.rulebook import RULES


def causes(findings: list[Finding]) -> list[str]:
    return [one.cause for one in sorted(findings, key=lambda one: -one.weight)]


def raised(*names: str, message: str = "", document: str | None = None) -> Facts:
    return Facts(failures=[Failure(names=names, message=message, document=document)])


def test_the_table_names_causes_that_there_are() -> None:
    assert {cause for ranked in EXCEPTIONS.values() for cause in ranked} <= set(CAUSES)


def test_the_most_special_class_that_is_known_counts() -> None:
    """A library's own subclass is what its parent is."""
    own = raised("MyMistake", "MismatchingStateError", "SSLError", "Exception")

    assert causes([*exceptions(own)]) == ["state_mismatch"]
    assert [*exceptions(raised("MyMistake", "Exception"))] == []


@pytest.mark.parametrize(
    ("names", "message", "found"),
    [
        (("ConnectionError",), "HTTPSConnectionPool(host='a.example'): Max retries", True),
        (("ConnectionError",), "Connection refused", False),  # of a database
        (("OperationalError",), "SSLError(certificate verify failed)", False),
        (("ClientError",), "certificate verify failed: self-signed certificate", True),
    ],
)
def test_a_broken_connection_is_the_networks_only_with_its_words(
    names: tuple[str, ...], message: str, found: bool
) -> None:
    expected = ["tls_or_network"] if found else []

    assert causes([*exceptions(raised(*names, message=message))]) == expected


NO_JSON = "Expecting value: line 1 column 1 (char 0)"


@pytest.mark.parametrize(
    ("message", "document", "found"),
    [
        (NO_JSON, None, ["form_encoded_response", "not_json"]),  # nobody knows which
        (NO_JSON, "<html>", ["not_json"]),
        (NO_JSON, "  ", ["not_json"]),
        ("Expecting ',' delimiter: line 5 column 3 (char 88)", None, []),  # of some file
    ],
)
def test_what_is_no_json_is_told_by_its_beginning(
    message: str, document: str | None, found: list[str]
) -> None:
    given = raised("JSONDecodeError", "ValueError", message=message, document=document)

    assert causes([*exceptions(given)]) == found


def test_of_a_key_error_only_a_tokens_name_counts() -> None:
    keys = ("'access_token'", "'refresh_token'", "'name'")
    found = [causes([*exceptions(raised("KeyError", message=key))]) for key in keys]

    assert found == [["error_in_success_status"], ["no_refresh_token"], []]


def test_a_rule_of_the_service_settles_it() -> None:
    """What is computed besides may be wrong as well, and did not end the request."""
    rule = BrokenRule(
        name="a", sentence="a is b", section="RFC 6749 §3", causes=("code_expired", "code_damaged")
    )
    facts = Facts(broken_rules=[rule])
    computed = Finding("pkce_mismatch", COMPUTED)

    found = [computed, *broken_rules(facts)]

    assert causes(found)[0] == "pkce_mismatch"
    assert causes(settled(found, facts)) == ["code_expired", "code_damaged", "pkce_mismatch"]
    assert settled([computed], Facts()) == [computed]


def test_what_a_rule_expected_and_received_is_shown_without_secrets() -> None:
    rule = BrokenRule(
        name="a",
        sentence="a is b",
        section="RFC 6749 §3",
        causes=("code_damaged",),
        expected="'photos.read'",
        received="'printshop-secret'",
    )
    [finding] = broken_rules(Facts(broken_rules=[rule], secrets={"printshop-secret"}))

    assert "photos.read" in finding.evidence
    assert "printshop-secret" not in finding.evidence
    assert finding.section == "RFC 6749 §3"


@pytest.mark.parametrize(
    "rule", [one for one in RULES.values() if one.causes], ids=lambda r: r.name
)
def test_a_refusal_of_the_service_is_known_by_its_sentence(rule) -> None:  # type: ignore[no-untyped-def]
    """In whatever text it comes, as long as it is quoted whole."""
    text = f"It says: The rule is that {rule.sentence} ({rule.section})."
    found = [one for one in words(Facts(texts=[text])) if one.section == rule.section]

    assert causes(found)[: len(rule.causes)] == list(rule.causes)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("error: invalid_scope", True),
        ("(invalid_scope) something", True),
        ("Why do I get invalid_scope here?", True),
        ("invalid_scope is one of the codes of RFC 6749.", False),
        ("The codes are invalid_scope and others.", False),
    ],
)
def test_a_code_counts_where_it_is_reported(text: str, found: bool) -> None:
    assert ("scope_invalid" in causes([*words(Facts(texts=[text]))])) is found


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
