"""Two ways to get a token that are dead (RFC 9700 §2.1.2, §2.4)."""

from urllib.parse import parse_qs, urlsplit

import pytest

from oauth_tutorial.practice.rules.dead_flows import why_response_type_is_dead


@pytest.mark.parametrize("grant_type", ["password", "implicit"])
def test_a_dead_grant_is_refused_with_the_reason(ask, grant_type):
    answer = ask(grant_type=grant_type, username="alice", password="wonderland").json()

    assert answer["error"] == "unsupported_grant_type"
    assert "is dead (RFC 9700" in answer["error_description"]


@pytest.mark.parametrize("response_type", ["token", "id_token token"])
def test_a_token_in_the_address_is_refused_with_the_reason(alice, authorization_url, response_type):
    page = alice.open(authorization_url(response_type=response_type))
    answer = parse_qs(urlsplit(page.headers["Location"]).query)

    assert answer["error"] == ["unsupported_response_type"]
    assert "The implicit grant is dead" in answer["error_description"][0]


@pytest.mark.parametrize("response_type", ["code", "", "tokens", "code,token", "TOKEN"])
def test_an_unknown_answer_is_no_dead_one(response_type):
    assert why_response_type_is_dead(response_type) == ""


@pytest.mark.parametrize("response_type", ["token", "id_token", "code token", "code id_token"])
def test_whatever_puts_a_token_into_the_address_is_dead(response_type):
    assert "RFC 9700 section 2.1.2" in why_response_type_is_dead(response_type)
