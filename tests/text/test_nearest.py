"""The nearest name, as a sentence."""

from oauth_tutorial.text.nearest import did_you_mean


def test_one_near_name_is_asked_for_and_none_where_none_is_near():
    names = ["html_500", "slow_answer"]

    assert did_you_mean("htm_500", names) == " Did you mean html_500?"
    assert did_you_mean("x" * 10_000, names) == ""
