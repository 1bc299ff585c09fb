"""What a preflight answers: a sequence, a text, a card."""

from oauth_tutorial.providers import Finding, Preflight

FAILS = Finding(level="will fail", rule="scope", sentence="<b>No</b>", field="x", paste="<i>y</i>")
COSTS = Finding(level="costs", rule="cost", sentence="Money.")
MAY = Finding(level="may fail", rule="age", sentence="Old.")


def made(*findings: Finding) -> Preflight:
    return Preflight(name="GitHub", findings=findings)


def test_it_is_a_sequence_of_findings() -> None:
    both = made(FAILS, COSTS)

    assert (len(both), both[0], both[-1], both[:1]) == (2, FAILS, COSTS, (FAILS,))
    assert list(both) == [FAILS, COSTS]


def test_the_exit_status_says_whether_something_will_fail() -> None:
    assert (made(FAILS).exit_status, made(MAY, COSTS).exit_status, made().exit_status) == (1, 0, 0)


def test_the_first_line_counts_and_tells_the_cost() -> None:
    assert repr(made(FAILS, FAILS, MAY, COSTS)).splitlines()[0] == (
        "Preflight for GitHub: 2 things will fail, 1 thing may fail, it costs something."
    )
    assert "nothing wrong was found" in repr(made())


def test_the_card_escapes_and_says_the_level_in_a_word() -> None:
    html = made(FAILS, COSTS)._repr_html_()

    assert "<dt>will fail</dt>" in html
    assert "<dt>costs</dt>" in html
    assert "&lt;b&gt;No&lt;/b&gt;" in html
    assert "<code>&lt;i&gt;y&lt;/i&gt;</code>" in html
    assert "oat-card bad" in html
    assert "oat-card good" in made()._repr_html_()
