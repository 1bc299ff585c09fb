"""The rules in their table."""

from oauth_tutorial import presets
from oauth_tutorial.providers.comparing import fact
from oauth_tutorial.providers.rules.table import RULES


def test_there_are_fifteen_each_with_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names) == 15


def test_every_rule_looks_at_facts_that_there_are() -> None:
    for rule in RULES:
        for path in rule.facts:
            fact(presets.load("github"), path.replace("{kind}", "web"))
