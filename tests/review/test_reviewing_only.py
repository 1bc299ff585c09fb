"""Only the checks that were named are tried."""

import pytest

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.review import review

APP = beside("examples") / "flask" / "unsafe_printshop.py"


def test_only_what_was_named_is_tried_the_most_harmful_first():
    found = review(APP, only=["no_secret_in_cookie", "state_sent", "signs_in"])

    assert [(check.name, check.passed) for check in found.checks] == [
        ("signs_in", True),
        ("state_sent", False),
        ("no_secret_in_cookie", False),
    ]
    assert found.summary == "1 of 3 checks passed"


def test_a_check_that_there_is_not_names_the_nearest():
    with pytest.raises(InvalidArgument, match="Did you mean state_sent"):
        review(APP, only=["state_send"])
