"""The page about reviews says what the rules say.

Set OAUTH_TUTORIAL_REWRITE=1 to write it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rules.table import RULES

PAGE = Path(__file__).parents[2] / "docs" / "review.md"
MARK = "<!-- From here on this page is generated from oauth_tutorial/review/rules/. -->\n"


def test_the_page_is_true() -> None:
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    true = "\n".join([head + MARK, *checks()])
    if os.environ.get("OAUTH_TUTORIAL_REWRITE"):
        PAGE.write_text(true, encoding="utf-8")

    assert true == PAGE.read_text(encoding="utf-8")


def checks() -> Iterator[str]:
    yield f"## The {len(RULES)} checks\n"
    for group in Group:
        yield f"### {group}\n"
        yield "| check | a good app | what else it means | rule |"
        yield "|---|---|---|---|"
        for rule in RULES:
            if rule.group is group:
                cells = (f"`{rule.name}`", rule.good, rule.bad, rule.section)
                yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        yield ""


def test_every_rule_says_what_helps_in_both_languages() -> None:
    for rule in RULES:
        assert rule.flask, rule.name
        assert rule.express, rule.name
        assert rule.section, rule.name


def test_names_are_stable_and_told_apart() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalpha() and name.islower() for name in names)
