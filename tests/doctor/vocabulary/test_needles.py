"""A piece that every match holds: where one is wrong, a sentence is never found."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial.doctor.vocabulary.needles import needles
from oauth_tutorial.doctor.vocabulary.table import of_kind


@pytest.mark.parametrize(
    ("expression", "pieces"),
    [
        ("invalid code", ("invalid code",)),
        ("old codes? were sent", (" were sent",)),
        (r"redirect[_ ]ur[il] mismatch", (" mismatch",)),
        (r"(?:invalid|wrong) code", ("invalid", "wrong")),
        (r"Invalid (?:x|y)", ("invalid ",)),
        (r"\bAADSTS\d+\b", ("aadsts",)),
        (r"a\.example\.com", ("a.example.com",)),
        (r"(?:maybe )?there", ("there",)),
        (r"twice{2} told", (" told",)),
        (r"(?<!not )known", ("known",)),
        (r"[\](]known", ("known",)),
        (r"one|(?:two)?", ()),
        (r"\w+", ()),
        (r"a|b", ()),
    ],
)
def test_the_pieces_of_an_expression(expression: str, pieces: tuple[str, ...]) -> None:
    assert needles(expression) == pieces


ATOMS = st.sampled_from(["code", "state", r"\.", "[ab]", r"\w", "(?:left|right)", "(?:over)", "."])
EXPRESSIONS = st.lists(
    st.tuples(ATOMS, st.sampled_from(["", "?", "*", "+", "{2}", "{0,3}"])), min_size=1, max_size=5
).map(lambda parts: "".join(atom + quantifier for atom, quantifier in parts))


@settings(max_examples=200)
@given(st.data(), EXPRESSIONS, EXPRESSIONS)
def test_every_match_holds_one(data: st.DataObject, first: str, second: str) -> None:
    expression = f"{first}|{second}"
    text = data.draw(st.from_regex(expression, fullmatch=True))
    pieces = needles(expression)

    assert not pieces or any(piece in text.lower() for piece in pieces)


def test_of_the_table_nearly_every_expression_has_one() -> None:
    """Else the doctor is slow."""
    expressions = list(of_kind("sentences"))
    without = [one for one in expressions if not needles(one)]

    assert len(without) * 20 < len(expressions), without
    assert all(re.compile(one) for one in expressions)
