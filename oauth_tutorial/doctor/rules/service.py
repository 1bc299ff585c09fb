"""What the practice service itself found: it names the rule that was broken."""

from collections.abc import Iterator
from dataclasses import replace

from oauth_tutorial.doctor.diagnosis import COMPUTED, STATUS, WORDED, Finding
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.quoting import quoted

ABOUT_A_CODE = {"code_missing", "code_damaged", "code_already_used", "code_expired"}
SAYS_RULE = "The rule is that "  # so the practice service begins a refusal


def broken_rules(facts: Facts) -> Iterator[Finding]:
    """What the service noted of a request: the strongest evidence there is."""
    for rule in facts.broken_rules:
        said = f"the service checked that {rule.sentence}; this is not the case"
        if rule.expected and rule.received:
            texts = [
                quoted(text.strip("'"), facts.secrets) for text in (rule.expected, rule.received)
            ]
            said += f": expected {texts[0]}, received {texts[1]}"
        for place, cause in enumerate(rule.causes):
            yield Finding(cause, COMPUTED - 5 - place, said, section=rule.section)


def quoted_rules(facts: Facts) -> Iterator[Finding]:
    """Its refusal, in whatever text it stands."""
    for text in facts.error_texts():
        if SAYS_RULE in text:
            yield from _rules_in(text)


def _rules_in(text: str) -> Iterator[Finding]:
    from oauth_tutorial.practice.rules.rulebook import RULES  # 60 modules: only where needed

    for rule in RULES.values():
        if f"{SAYS_RULE}{rule.sentence} (" in text:
            for place, cause in enumerate(rule.causes):
                said = f"the service checked that {rule.sentence}; this is not the case"
                yield Finding(cause, STATUS + 4 - place, said, section=rule.section)


def settled(findings: list[Finding], facts: Facts) -> list[Finding]:
    """Let the rule that ended the request come before whatever else is wrong with it."""
    causes = {cause for rule in facts.broken_rules for cause in rule.causes}
    if any("error" in redirect.parameters for redirect in facts.redirects):
        # why no code came is said there
        findings = [one for one in findings if one.cause not in ABOUT_A_CODE] or findings
    return [
        replace(one, weight=WORDED)
        if causes and one.cause not in causes and one.weight > WORDED
        else one
        for one in findings
    ]


RULES = (broken_rules, quoted_rules)
