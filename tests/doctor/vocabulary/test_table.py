"""Each row of the vocabulary is tried: what it stands in leads to what it stands for."""

import json
import re

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import STILL_WAITING
from oauth_tutorial.doctor.vocabulary.table import Row, patterns, rows


def named(row: Row) -> str:
    return f"{row.file}-{row.key[:60]}"


OWN = [one for one in patterns() if one[0].source != "legacy"]


@pytest.mark.parametrize(("row", "pattern"), OWN, ids=[named(row) for row, _ in OWN])
def test_a_sentence_leads_to_its_cause(row: Row, pattern: re.Pattern[str]) -> None:
    """The example, as people paste it, is diagnosed first as what the row says."""
    assert pattern.search(row.example), "the example does not hold the sentence"
    assert diagnose(row.example).cause == row.causes[0], diagnose(row.example)


CODES = [one for one in rows() if one.kind == "codes" and one.key != STILL_WAITING]


CODES = [one for one in rows() if one.kind == "codes" and one.key != STILL_WAITING]


@pytest.mark.parametrize("row", CODES, ids=named)
def test_a_code_leads_to_its_cause(row: Row) -> None:
    """As the error of a body."""
    given = row.key if row.key.startswith(("AADSTS", "ERR_")) else json.dumps({"error": row.key})

    assert diagnose(given).cause in {*row.causes, *row.at.get("token", ())}, diagnose(given)


@pytest.mark.parametrize("row", [one for one in rows() if one.kind == "exceptions"], ids=named)
def test_an_exception_leads_to_its_cause(row: Row) -> None:
    """As the last line of a traceback."""
    assert diagnose(f"library.errors.{row.key}: no more is said").cause == row.causes[0]
