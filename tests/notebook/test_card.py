"""A titled box, in which nothing that is shown acts."""

from typing import get_args

import pytest
from markupsafe import Markup

from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.files import own_file

SCRIPT = "<script>alert(1)</script>"


def test_title_and_text_are_escaped_and_what_follows_is_html():
    shown = card(SCRIPT, SCRIPT, Markup("<p>more</p>"))

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
    assert shown.endswith("<p>more</p></div>")


def test_a_colon_stands_before_a_text_only():
    assert "<b>Correct</b>: well done" in card("Correct", "well done")
    assert "<b>Correct</b></div>" in card("Correct", "")


def test_what_follows_is_escaped_where_it_is_no_markup():
    assert "&lt;script&gt;" in card("Wrong", "", SCRIPT)


@pytest.mark.parametrize("tone", get_args(Tone))
def test_its_colour_is_one_of_the_style_sheet(tone):
    assert f'class="oat-card {tone}"' in card("Wrong", "", tone=tone)
    assert tone == "info" or f".oat-card.{tone} " in own_file(
        "oauth_tutorial.notebook", "style.css"
    )
