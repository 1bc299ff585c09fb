"""The last lines of an app that does not run."""

from oauth_tutorial.review.copies.copy import last_lines

TOLD = {"CLIENT_SECRET": "a-secret-of-this-copy", "PORT": "5000"}


def test_an_app_that_wrote_nothing() -> None:
    assert last_lines(" \n\n", TOLD) == "It wrote nothing."


def test_the_last_five_that_are_not_empty() -> None:
    said = "\n\n".join(f"line {number}" for number in range(9))

    assert last_lines(said, TOLD).splitlines() == [
        "Its last lines:",
        *(f"    line {number}" for number in range(4, 9)),
    ]


def test_what_it_was_told_is_hidden_and_its_port_is_not() -> None:
    said = last_lines("a-secret-of-this-copy on port 5000", TOLD)

    assert said == "Its last lines:\n    <hidden> on port 5000"


def test_what_was_drawn_is_hidden() -> None:
    token = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert token not in last_lines(f"Bearer {token}", {})


def test_what_a_terminal_would_obey_is_not_written() -> None:
    said = last_lines("\x1b]0;title\x07\x1b[2Jred\x00\u202e", {})

    assert not any(one in said for one in "\x1b\x07\x00\u202e")


def test_a_line_without_end_is_cut() -> None:
    assert len(last_lines("ab " * 5000, {})) < 250
