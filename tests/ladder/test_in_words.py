"""The ladder as text: complete, and the same in every run."""

import re

from oauth_tutorial.ladder import ladder
from tests.ladder.conftest import sign_in


def test_the_repr_is_the_same_in_every_run(photobox, flow):
    """Whatever the ports; nbval compares it."""
    first, second = (
        re.sub(r":\d{4,5}\b", ":PORT", repr(ladder(log))) for log in (flow.log, again(photobox))
    )

    assert first == second
    assert "code=<43 characters>" in first


def again(photobox):
    return sign_in(photobox).log
