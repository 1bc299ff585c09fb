"""Each row of the vocabulary is tried: what it stands in leads to what it stands for."""

import json

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import STILL_WAITING
from oauth_tutorial.doctor.vocabulary.table import Phrase, Row, phrases, rows

# Rows alike, by the thousand.
pytestmark = pytest.mark.usefixtures("unmeasured")


def named(row: Row) -> str:
    return f"{row.file}-{row.key[:60]}"


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: named(phrase.row))
def test_a_sentence_leads_to_its_cause(phrase: Phrase) -> None:
    """The example, as people paste it, is diagnosed first as what the row says."""
    example = phrase.row.example

    assert [*phrase.find(example, example.lower())], "the example does not hold the sentence"
    assert diagnose(example).cause == phrase.row.causes[0], diagnose(example)


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
    assert diagnose(f"library.errors.{row.key}: oops").cause == row.causes[0]
