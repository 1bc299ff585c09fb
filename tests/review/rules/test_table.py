"""The rules: names for scripts, sections that can be looked up, advice for two languages."""

import re

import pytest

from oauth_tutorial.review.rules.table import BEHIND_HTTPS, RULES

SECTION = re.compile(
    r"(?:RFC \d{4} §[\d.]+|OpenID Connect Core §[\d.]+(?: item \d+)?|ASVS 5\.0 V\d+\.\d+\.\d+)"
    r"(?:, RFC \d{4} §[\d.]+)?"
)


def test_each_name_is_there_once() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names) == 53
    assert all(re.fullmatch(r"[a-z]+(?:_[a-z]+)+", name) for name in names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_says_what_is_good_and_what_helps(rule: object) -> None:
    texts = [getattr(rule, name) for name in ("good", "bad", "flask", "express")]

    assert all(texts)
    assert all(text.endswith((".", "first.")) for text in texts[:2])
    assert SECTION.fullmatch(getattr(rule, "section"))  # noqa: B009


def test_what_is_tried_behind_https_is_in_the_table_and_the_log_is_last() -> None:
    assert {*BEHIND_HTTPS} <= {*RULES}
    assert RULES[-1].name == "no_secret_in_log"  # the app is ended for it
    assert RULES[0].name == "signs_in"
