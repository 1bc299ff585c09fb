"""When and where a fault acts; ``test_fault_effects.py`` has what each one does."""

import pytest
import requests

from oauth_tutorial.practice.web.faults import FAULTS


def test_a_fault_acts_as_often_as_it_was_told(photobox, exchange):
    photobox.faults.add("html_500", times=2)
    assert repr(photobox.faults).startswith("html_500, 2 times: The answer is an HTML page")
    assert [exchange("x").status_code for _ in range(3)] == [500, 500, 400]

    photobox.faults.add("html_500", times=None)
    assert [exchange("x").status_code for _ in range(3)] == [500, 500, 500]
    photobox.faults.remove("html_500")
    assert exchange("x").status_code == 400
    assert repr(photobox.faults) == "No fault is switched on."


def test_a_fault_with_nothing_to_do_stays_on(photobox, alice, authorization_url, exchange):
    """One scope cannot be narrowed."""
    photobox.faults.add("scope_narrowed")
    exchange(alice.code(authorization_url()))

    assert "scope_narrowed" in photobox.faults
    assert photobox.log.last("/token").fault == ""


@pytest.mark.parametrize(
    ("name", "status"), [("html_500", 500), ("rate_limited", 429), ("slow_answer", 401)]
)
def test_a_fault_of_the_transport_can_act_at_the_api(photobox, exchange, name, status):
    photobox.faults.add(name, at="/api", seconds=0.01)
    elsewhere = exchange("x").status_code
    answers = [requests.get(f"{photobox.api}/photos", timeout=5).status_code for _ in range(2)]

    assert (elsewhere, answers) == (400, [status, 401])


def test_a_fault_of_the_rules_stays_at_the_token_endpoint(photobox):
    with pytest.raises(ValueError, match="expired_code cannot act at '/api'"):
        photobox.faults.add("expired_code", at="/api")


def test_the_catalogue_has_a_line_for_each_fault(photobox):
    lines = photobox.faults.catalogue().splitlines()

    assert [line.partition(":")[0] for line in lines] == list(FAULTS)


@pytest.mark.parametrize(("name", "times"), [("no_such_fault", 1), ("html_500", 0)])
def test_a_fault_that_cannot_be_is_refused(photobox, name, times):
    with pytest.raises(ValueError, match=r"There is no fault|times of 1 or more"):
        photobox.faults.add(name, times)
