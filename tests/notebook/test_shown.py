"""How objects appear in a notebook."""

import re
from pathlib import Path

import pytest

import oauth_tutorial
from oauth_tutorial.doctor import diagnose
from oauth_tutorial.exercises.course import progress
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.difference import difference
from oauth_tutorial.grading.outcome import Hint, Outcome, Solution
from oauth_tutorial.ladder import ladder
from oauth_tutorial.location import Location
from oauth_tutorial.notebook.shown import Panelled
from oauth_tutorial.notebook.style import OUTER

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

    assert f'class="{" ".join(OUTER)}"' in shown
    assert FOREIGN not in shown


def test_the_ladder_as_a_piece_of_html_is_no_mathematics():
    assert " ".join(OUTER) in ladder([]).html()


def test_a_panel_is_no_mathematics(monkeypatch):
    monkeypatch.setattr("oauth_tutorial.notebook.shown.in_notebook", lambda: True)
    drawn = ladder([])
    bundle = drawn._repr_mimebundle_()

    assert isinstance(drawn, Panelled)
    assert bundle["text/plain"] == repr(drawn)
    assert set(OUTER) <= set(drawn.panel()._dom_classes)


def test_every_colour_that_a_style_sheet_uses_is_in_the_common_one():
    package = Path(oauth_tutorial.__file__).parent
    common = (package / "notebook" / "style.css").read_text(encoding="utf-8")
    known = set(re.findall(r"(--oat-[a-z]+):", common)) | {"--oat-part"}
    sheets = [package / "ladder" / "style.css", package / "widgets" / "panel.css"]
    used = {one for path in sheets for one in re.findall(r"--oat-[a-z]+", path.read_text("utf-8"))}

    assert used <= known
    assert not any(re.search(r"--jp-[a-z-]+-color", path.read_text("utf-8")) for path in sheets)


def test_a_piece_brings_its_style_sheet():
    shown = Hint(1, 3, "x")._repr_html_()

    assert shown.startswith("<style>")
    assert ".oat-card" in shown.partition("</style>")[0]
