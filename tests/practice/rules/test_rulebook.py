"""Every rule is found where it is made, and is complete."""

import ast
import re
from pathlib import Path

import pytest

from oauth_tutorial.practice import rules
from oauth_tutorial.practice.rules.endpoints.photo_api import DPOP_PRESENT_AT_THE_API
from oauth_tutorial.practice.rules.rulebook import RULES

FOLDER = Path(rules.__file__).parent
SECTION = re.compile(
    r"(RFC \d{4}|OpenID Connect (?:Core|Registration|RP-Initiated Logout)) (?:§[\d.]+|App\. [A-Z])"
    r"|PhotoBox API|OAuth .+ §[\d.]+"
)


def made() -> list[str]:
    """The names of all rules, as they stand in the source."""
    return [
        node.args[0].value
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule"
    ]


def test_every_rule_that_is_made_stands_in_the_book_once():
    assert sorted(made()) == sorted(RULES)
    assert len(RULES) > 60


def test_a_rule_that_is_sent_in_another_way_is_still_the_one():
    """At the API a missing proof is answered with 401."""
    assert RULES[DPOP_PRESENT_AT_THE_API.name].status == 400
    assert DPOP_PRESENT_AT_THE_API.status == 401


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_says_where_it_comes_from_and_what_it_wants(rule):
    assert SECTION.fullmatch(rule.section), rule.section
    assert not rule.sentence.endswith(".")  # it stands inside a sentence
    assert not rule.sentence[0].isspace()
    assert 400 <= rule.status < 500
