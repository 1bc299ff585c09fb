"""The ten cases, as a table."""

from oauth_tutorial.doctor import CAUSES
from oauth_tutorial.exercises.hunts.cases import BUGS


def test_there_are_ten():
    assert [bug.notebook for bug in BUGS.values()] == ["03"] * 5 + ["04"] * 5
    assert len({bug.cause for bug in BUGS.values()}) == 10
    assert {bug.cause for bug in BUGS.values()} < set(CAUSES)
