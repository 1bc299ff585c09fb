"""The answer, as a notebook shows it."""

import pytest

from oauth_tutorial import location


@pytest.mark.parametrize("kind", ["loopback", "proxy", "paste"])
def test_the_picture_says_it_in_words_and_escapes(kind):
    place = location.Location(kind, "https://<b>.example/{port}", "Because <i>.")
    shown = place._repr_html_()

    assert repr(place) == f"Location: {kind}, https://<b>.example/{{port}}"
    assert "<figcaption>" in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
