"""What the practice service found wins, in its log and in whatever text it is quoted."""

import pytest

from oauth_tutorial.doctor.diagnosis import COMPUTED, Finding
from oauth_tutorial.doctor.facts import BrokenRule, Facts
from oauth_tutorial.doctor.rules.service import broken_rules, quoted_rules, settled
from oauth_tutorial.practice.model.checks import Rule
from oauth_tutorial.practice.rules.rulebook import RULES
from tests.doctor.rules.given import causes


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
def test_a_refusal_of_the_service_is_known_by_its_sentence(rule: Rule) -> None:
    """In whatever text it comes, as long as it is quoted whole."""
    text = f"It says: The rule is that {rule.sentence} ({rule.section})."
    found = [one for one in quoted_rules(Facts(texts=[text])) if one.section == rule.section]

    assert causes(found)[: len(rule.causes)] == list(rule.causes)
