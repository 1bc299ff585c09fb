"""The picture of the README is what a sign-in looks like today."""

from tools.draw_ladder import PICTURE, draw, sign_in, words


def test_drawn_again_it_says_the_same() -> None:
    """`python -m tools.draw_ladder` writes the true one."""
    drawn = draw(sign_in())

    assert words(PICTURE.read_text(encoding="utf-8")) == words(drawn)
    assert {"POST /token", "GET /api/photos"} <= set(words(drawn))
