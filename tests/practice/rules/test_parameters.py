"""No parameter comes twice (RFC 6749 §3.1)."""

import pytest

from tests.practice.browser import answer_of


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_doubled_client_or_redirect_uri_is_refused_on_a_page(alice, authorization_url, name):
    page = alice.open(authorization_url() + f"&{name}=again")

    assert page.status_code == 400


def test_a_doubled_state_is_refused_and_not_echoed(alice, authorization_url):
    answer = answer_of(alice.open(authorization_url() + "&state=again").headers["Location"])

    assert answer["error"] == "invalid_request"
    assert "state" not in answer
