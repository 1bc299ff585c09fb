"""What ladder() takes, and what it refuses."""

import pytest

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.ladder import ladder


@pytest.mark.parametrize("thing", ["a log", None, 3, ["a log"], {"a": 1}])
def test_what_is_no_log_is_refused_with_what_to_write(thing):
    with pytest.raises(InvalidArgument, match=r"log = record\(\)"):
        ladder(thing)


@pytest.mark.parametrize("number", [0, 10, -1, "7", None])
def test_a_number_that_no_message_has_is_refused(flow, number):
    with pytest.raises(InvalidArgument, match="numbered from 1 to 9"):
        ladder(flow.log).curl(number)


def test_a_link_is_no_request(flow):
    with pytest.raises(InvalidArgument, match="is a link"):
        ladder(flow.log).code(1)
