"""Which bug, and which hidden fault, a class finds."""

from oauth_tutorial.classroom import draw, read_class
from tests.classroom.conftest import record


def test_a_teacher_sees_which_cause_nobody_finds(hunters):
    """It comes first; what nobody tried comes last."""
    bugs = [(one.cause, one.tried, one.found) for one in hunters.bugs]
    faults = {one.name: (one.tried, one.found) for one in hunters.faults}

    assert bugs[:2] == [("redirect_uri_differs_at_token", 2, 0), ("wrong_content_type", 1, 1)]
    assert [tried for _, tried, _ in bugs[2:]] == [0] * 8
    assert (faults["html_500"], faults["expired_code"]) == ((2, 1), (2, 0))
    assert hunters.faults[-1].found == 1
    assert "   0 of   2  redirect_uri_differs_at_token" in repr(hunters)
    assert "   1 of   2  html_500" in repr(hunters)


def test_without_a_hunt_there_is_no_table_of_it(hand_in, tmp_path):
    """Files of before are read as they were."""
    hand_in("one.json", record())
    found = read_class([tmp_path])

    assert (found.bugs, found.faults) == ((), ())
    assert "Bug hunts" not in repr(found) + draw(found)
