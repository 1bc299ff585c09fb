"""The element around a piece of HTML, with the style sheet that it needs."""

from markupsafe import Markup

from oauth_tutorial.notebook.style import OUTER, framed, sheet

FOREIGN = "$x$ <b>"


def test_a_piece_has_its_sheet_and_is_no_mathematics():
    shown = framed(Markup("<p>{}</p>").format(FOREIGN))

    assert shown.startswith("<style>")
    assert shown.endswith(f'<div class="{" ".join(OUTER)}"><p>$x$ &lt;b&gt;</p></div>')


def test_a_sheet_of_its_own_comes_after_the_common_one():
    shown = sheet(Markup(".x > .y { color: red }"))

    assert shown.index(".oat-card") < shown.index(".x>.y{color:red}")


def test_a_panel_whose_kernel_was_restarted_says_what_to_run():
    """JupyterLab gives the class; the panel itself is told nothing."""
    says = "Choose Run → Run All Above Selected Cell and run this cell again."
    rule = f'.oat.jupyter-widgets-disconnected::before{{content:"The kernel was restarted. {says}"'

    assert rule in sheet()


def test_a_sheet_from_elsewhere_cannot_end_the_element():
    assert "</style><script>" not in sheet("</style><script>")
