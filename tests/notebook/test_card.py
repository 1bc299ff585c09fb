"""A titled box, in which nothing that is shown acts."""

from oauth_tutorial.notebook.card import card

SCRIPT = "<script>alert(1)</script>"


def test_title_and_text_are_escaped_and_what_follows_is_html():
    shown = card(SCRIPT, SCRIPT, "<p>more</p>")

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
    assert shown.endswith("<p>more</p></div>")


def test_a_colon_stands_before_a_text_only():
    assert "<b>Correct</b>: well done" in card("Correct", "well done")
    assert "<b>Correct</b></div>" in card("Correct", "")


def test_its_colour_is_one_of_the_themes():
    assert "var(--jp-error-color1, GrayText)" in card("Wrong", "", colour="error")
