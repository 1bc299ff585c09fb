"""What a judge returns."""

from oauth_tutorial.grading.verdict import right, wrong


def test_right_is_right_and_wrong_is_not():
    assert (right("because").right, right("because").text) == (True, "because")
    assert not wrong("comma").right


def test_values_are_laid_beside_each_other_where_there_are_any():
    """None stands for what is not there: one of both may be missing."""
    assert wrong("comma").difference is None
    shown = repr(wrong(part="scope", expected="a b", received=None).difference)

    assert "scope" in shown
    assert "a b" in shown
    assert wrong(received="").difference is not None


def test_secrets_are_shapes_there_by_the_name_of_the_part():
    shown = repr(wrong(part="client_secret", expected="abcdefgh", received="x").difference)

    assert "abcdefgh" not in shown
