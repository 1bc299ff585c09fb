"""Several words in a sentence."""

import pytest

from oauth_tutorial.text.listing import kind_of, listed


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")],
)
def test_words_are_listed(words, text):
    assert listed(words) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "text"),
        (b"", "bytes"),
        (True, "True or False"),
        (1, "a number"),
        ({}, "a dictionary"),
        ([], "a list"),
        ((), "a tuple"),
        (set(), "a set"),
        (None, "None"),
        (print, "a function"),
        (int, "a class"),
        (object(), "an object"),
    ],
)
def test_a_kind_of_thing_has_a_word(value, words):
    assert kind_of(value) == words
