"""Each row of the vocabulary is tried: what it stands in leads to what it stands for."""

import json

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.vocabulary.table import Row, patterns, rows

SENTENCES = [row for row, _ in patterns()]


def named(row: Row) -> str:
    return f"{row.file}-{row.key[:60]}"


@pytest.mark.parametrize("row", SENTENCES, ids=named)
def test_a_sentence_leads_to_its_cause(row: Row) -> None:
    """The example, as people paste it, is diagnosed first as what the row says."""
    pattern = dict(patterns())[row]

    assert pattern.search(row.example), "the example does not hold the sentence"
    assert diagnose(row.example).cause == row.causes[0], diagnose(row.example)


@pytest.mark.parametrize("row", [one for one in rows() if one.kind == "codes"], ids=named)
def test_a_code_leads_to_its_cause(row: Row) -> None:
    """As the error of a body."""
    given = row.key if row.key.startswith(("AADSTS", "ERR_")) else json.dumps({"error": row.key})

    assert diagnose(given).cause in {*row.causes, *row.at.get("token", ())}, diagnose(given)


@pytest.mark.parametrize("row", [one for one in rows() if one.kind == "exceptions"], ids=named)
def test_an_exception_leads_to_its_cause(row: Row) -> None:
    """As the last line of a traceback."""
    assert diagnose(f"library.errors.{row.key}: no more is said").cause == row.causes[0]
