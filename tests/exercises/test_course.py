"""The map of the course says what is solved."""

from oauth_tutorial.exercises import progress
from oauth_tutorial.exercises.course import COURSE
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.exercises.nb00 import two_scopes

RIGHT = "photos.read orders.write"


def test_the_map_of_a_fresh_file_is_the_same_whatever_the_course_holds():
    shown = repr(progress()).splitlines()

    assert shown[0] == "░" * 20 + " 0 %"
    assert shown[1] == "00  Start here: get a token"
    assert len(shown) == 1 + len(COURSE)


def test_the_map_says_what_is_solved():
    two_scopes.check(RIGHT)
    shown = progress()

    assert "00  Start here: get a token: 1 of 3 solved" in repr(shown)
    assert shown.percent > 0
    assert f'<progress max="100" value="{shown.percent}">' in shown._repr_html_()


def test_the_map_says_which_bugs_are_fixed():
    """Beside the exercises, which a bug hunt is none of."""
    for number in (1, 2):
        bug = BUGS[number]
        bug_hunt.case(number).check(bug.cause, bug.fix)
    shown = progress()

    assert "03  Exchange the code for a token: 2 of 5 bugs fixed" in repr(shown)
    assert shown.percent == 0
    assert "2 of 5 bugs fixed" in shown._repr_html_()
