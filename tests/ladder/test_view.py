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


def test_what_is_copied_out_shows_its_secrets_only_when_they_are_asked_for(flow):
    drawn = ladder(flow.log)
    code = flow.secrets["code"]

    assert [code in drawn.curl(7), code in drawn.curl(7, reveal=True)] == [False, True]
    assert [code in drawn.html(), code in drawn.html(reveal=True)] == [False, True]


def test_a_revealed_one_is_another_one(flow):
    """What stood in an earlier cell stays hidden."""
    drawn = ladder(flow.log)

    assert drawn.reveal() is not drawn
    assert drawn.controls.reveal.value is False


def test_the_values_to_follow_are_secrets_and_the_challenge(flow):
    values = ladder(flow.log).values

    assert {*flow.secrets, "code_challenge"} <= set(values)
    assert not {"scope", "client_id", "redirect_uri"} & set(values)
