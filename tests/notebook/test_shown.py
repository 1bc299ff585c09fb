"""How objects appear in a notebook."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.exercises.course import progress
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.difference import difference
from oauth_tutorial.grading.outcome import Hint, Outcome, Solution
from oauth_tutorial.ladder import ladder
from oauth_tutorial.location import Location
from oauth_tutorial.notebook.shown import NO_MATH, Panelled

FOREIGN = "<b>$x_1$</b>"


@pytest.mark.parametrize(
    "made",
    [
        lambda: difference(FOREIGN, "b"),
        lambda: Hint(1, 3, FOREIGN),
        lambda: Solution(FOREIGN, FOREIGN),
        lambda: Outcome("not yet", FOREIGN, note=FOREIGN),
        lambda: Location("proxy", FOREIGN, FOREIGN),
        lambda: diagnose(FOREIGN),
        lambda: bug_hunt.case(1),
        lambda: assignment,
        progress,
    ],
)
def test_foreign_text_is_neither_html_nor_mathematics(made):
    shown = made()._repr_html_()

    assert f'class="{" ".join(NO_MATH)}"' in shown
    assert FOREIGN not in shown


def test_the_ladder_as_a_piece_of_html_is_no_mathematics():
    assert " ".join(NO_MATH) in ladder([]).html()


def test_a_panel_is_no_mathematics(monkeypatch):
    monkeypatch.setattr("oauth_tutorial.notebook.shown.in_notebook", lambda: True)
    drawn = ladder([])
    bundle = drawn._repr_mimebundle_()

    assert isinstance(drawn, Panelled)
    assert bundle["text/plain"] == repr(drawn)
    assert set(NO_MATH) <= set(drawn.panel()._dom_classes)
