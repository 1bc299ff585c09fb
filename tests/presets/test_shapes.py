"""What is made by a shape is recognised by it, and nothing else is."""

import pytest

from oauth_tutorial.presets.shapes import ALPHABETS, made, matches, why_unfit


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_what_is_made_fits(alphabet: str) -> None:
    shape = f"a.b-{{{alphabet}:9}}+{{digits:2}}"
    assert matches(shape, made(shape))
    assert made(shape) != made(shape)


@pytest.mark.parametrize(
    "other", ["", "Ov23li", "Ov23liABCDEFGHIJKLM", "Ov23liABCDEFGHIJKLMNO", "x"]
)
def test_what_is_shorter_longer_or_another_does_not_fit(other: str) -> None:
    assert not matches("Ov23li{word:14}", other)


def test_a_literal_stands_for_itself() -> None:
    assert matches("{digits:1}.{digits:1}", "1.2")
    assert not matches("{digits:1}.{digits:1}", "1x2")


@pytest.mark.parametrize(
    ("shape", "why"), [("{rune:3}", "rune"), ("{hex}", "brace"), ("{hex:40", "brace"), ("ok", "")]
)
def test_a_shape_that_cannot_be_read_says_why(shape: str, why: str) -> None:
    assert why in why_unfit(shape)
    assert bool(why) == bool(why_unfit(shape))
