"""Running a broken client leaves the service as it was."""

import time

import pytest

from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.grading.photobox import photobox

pytestmark = pytest.mark.usefixtures("photobox")


def test_the_service_is_left_as_it_was():
    """Its clock and its faults are the learner's."""
    service = photobox()
    service.clock.stop().advance(minutes=7)
    before, real = repr(service.clock), time.time()
    try:
        for number in BUGS:
            bug_hunt.case(number).check(BUGS[number].cause, BUGS[number].mend)

        assert repr(service.clock) == before == "PhotoBox's clock is 7 minutes ahead and stopped."
        assert abs(service.clock.now() - real - 7 * 60) < 1
        assert list(service.faults) == []
    finally:
        service.reset()
