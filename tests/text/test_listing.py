"""Several words in a sentence."""

import pytest

from oauth_tutorial.text.listing import listed


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")],
)
def test_words_are_listed(words, text):
    assert listed(words) == text
