"""A sentence that reports a failure, and one that explains it."""

import pytest

from oauth_tutorial.doctor.vocabulary.reporting import reports


@pytest.mark.parametrize(
    ("text", "is_report"),
    [
        ("Invalid code", True),
        ("I get this when the page opens: invalid code", True),
        ("If it is old, you see invalid code", False),
        ("It should say invalid code", False),
        ("If it rains, stay. Invalid code", True),  # another sentence
    ],
)
def test_a_condition_before_the_match_makes_it_an_explanation(text: str, is_report: bool) -> None:
    assert reports(text, text.lower().index("invalid code")) is is_report
