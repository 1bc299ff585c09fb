"""What a review answers, for a person, a notebook and a script."""

import json

import pytest

from oauth_tutorial.review import Check, Review
from oauth_tutorial.review.check import Group


def check(name: str, passed: bool | None, applies: bool = True, **more: str) -> Check:
    given = {"sentence": f"About {name}.", "section": "RFC 6749 §1"} | more
    return Check(name=name, group=Group.PAGES, passed=passed, applies=applies, **given)  # type: ignore[arg-type]


GOOD = check("good", True)
BAD = check("bad", False, evidence="seen <b>", flask="flask()", express="express()")
UNTRIED = check("untried", None)
IDLE = check("idle", None, applies=False)


@pytest.mark.parametrize(
    ("checks", "problem", "status", "summary"),
    [
        ((GOOD,), "", 0, "1 of 1 checks passed"),
        ((GOOD, IDLE), "", 0, "1 of 1 checks passed"),
        ((GOOD, BAD), "", 1, "1 of 2 checks passed"),
        ((GOOD, UNTRIED), "", 1, "1 of 2 checks passed"),
        ((UNTRIED,), "It ended.", 2, "It ended."),
    ],
)
def test_the_exit_status(
    checks: tuple[Check, ...], problem: str, status: int, summary: str
) -> None:
    review = Review(name="a.py", checks=checks, problem=problem)

    assert (review.exit_status, review.summary) == (status, summary)


def test_a_check_by_its_name() -> None:
    review = Review(name="a.py", checks=(GOOD, BAD))

    assert review["bad"] is BAD
    assert review.failed == (BAD,)
    with pytest.raises(KeyError):
        review["none"]


def test_a_script_reads_four_members_of_each() -> None:
    rows = json.loads(Review(name="a.py", checks=(GOOD, BAD, UNTRIED)).as_json())

    assert [row["passed"] for row in rows] == [True, False, None]
    assert {tuple(row) for row in rows} == {("name", "passed", "sentence", "section")}


def test_a_terminal_reads_what_is_wrong_and_what_helps() -> None:
    said = str(Review(name="a.py", checks=(GOOD, BAD, UNTRIED, IDLE)))

    assert said.index("✗ bad: About bad.") < said.index("Flask:   flask()") < said.index("✓ good")
    assert "? untried: About untried." in said
    assert "seen <b>" in said
    assert max(map(len, said.splitlines())) <= 96


def test_a_notebook_shows_it_escaped_and_without_a_script() -> None:
    html = str(Review(name="<i>.py", checks=(GOOD, BAD, UNTRIED)).as_html())

    assert "seen &lt;b&gt;" in html
    assert "&lt;i&gt;.py" in html
    assert "<script" not in html
    assert "flask()" in html


def test_what_could_not_be_reviewed_says_why() -> None:
    review = Review(name="a.py", checks=(UNTRIED,), problem="It ended & <died>.")

    assert repr(review) == "Review of a.py: it could not be reviewed.\nIt ended & <died>."
    assert "It ended &amp; &lt;died&gt;." in str(review.as_html())
