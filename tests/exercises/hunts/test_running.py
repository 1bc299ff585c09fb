"""What a run of a client tells, and that it leaves the service as it was."""

import time
from dataclasses import replace

import pytest

from oauth_tutorial.errors import StateMismatch
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.exercises.hunts.running import run
from oauth_tutorial.grading.photobox import photobox

pytestmark = pytest.mark.usefixtures("photobox")


def test_the_service_is_left_as_it_was():
    """Its clock and its faults are the learner's."""
    service = photobox()
    service.clock.stop().advance(minutes=7)
    before, real = repr(service.clock), time.time()
    try:
        for number in BUGS:
            bug_hunt.case(number).check(BUGS[number].cause, BUGS[number].fix)

        assert repr(service.clock) == before == "PhotoBox's clock is 7 minutes ahead and stopped."
        assert abs(service.clock.now() - real - 7 * 60) < 1
        assert list(service.faults) == []
    finally:
        service.reset()


BUG = replace(BUGS[1], code="")


def test_a_run_tells_the_error_its_line_and_what_reached_the_back_channel():
    code = """\
answer = requests.post(photobox.token_endpoint, json=form, timeout=10)
def inner():
    return answer.json()["access_token"]
inner()"""
    ended = run(BUG, code)

    assert isinstance(ended.error, KeyError)
    assert ended.line == 3  # the deepest line of the code itself
    assert ended.received == ("POST /token 400",)
    assert [exchange.method for exchange in ended.log] == ["POST"]


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("photobox", type(None), 0),
        ("\nraise SystemExit(3)", SystemExit, 2),
        ("x = 1\ny = (", SyntaxError, 2),
    ],
)
def test_whatever_a_line_does_the_run_ends(code, kind, line):
    ended = run(BUG, code)

    assert (type(ended.error), ended.line, ended.received) == (kind, line, ())


def test_an_error_shows_no_secret_of_the_run():
    """Its text stands on the card, which a notebook saves."""
    ended = run(BUG, "raise ValueError(f'the code {form[\"code\"]} is bad\\nmore')")

    assert ended.said == "ValueError: the code <43 characters> is bad"


def test_a_forged_answer_has_another_state():
    bug = replace(BUGS[4], code="")
    code = """\
state = new_state()
url = build_authorization_url(
    photobox.authorization_endpoint,
    client_id="printshop",
    redirect_uri=redirect_uri,
    state=state,
)
read_redirect(alice_approves(url), state=state)"""

    assert run(bug, code).error is None
    assert isinstance(run(bug, code, forged=True).error, StateMismatch)


def test_waiting_moves_the_clock_and_long_enough_is_long_enough():
    code = """\
for wait in (1, 30):
    sleep(wait)
    answer = requests.post(photobox.token_endpoint, data=form, timeout=10)"""

    assert run(replace(BUGS[10], code=""), code).received == ("POST /token 429", "POST /token 200")
