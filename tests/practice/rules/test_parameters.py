"""No parameter comes twice (RFC 6749 §3.1)."""

import pytest

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.rules.parameters import all_of, are_utf8, once
from tests.practice.browser import answer_of


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_doubled_client_or_redirect_uri_is_refused_on_a_page(alice, authorization_url, name):
    page = alice.open(authorization_url() + f"&{name}=again")

    assert page.status_code == 400


def test_a_doubled_state_is_refused_and_not_echoed(alice, authorization_url):
    answer = answer_of(alice.open(authorization_url() + "&state=again").headers["Location"])

    assert answer["error"] == "invalid_request"
    assert "state" not in answer


def test_the_doubled_one_is_named_and_not_its_values():
    checks = Checklist()
    with pytest.raises(Refused):
        once([("a", "1"), ("state", "very-secret"), ("state", "very-secret")], checks)

    assert checks.failed.received == "'state'"
    assert "very-secret" not in repr(checks)


def test_a_resource_may_come_many_times():
    """RFC 8707 §2."""
    pairs = [("resource", "https://a.example"), ("resource", ""), ("resource", "https://b.example")]
    once(pairs, Checklist())

    assert all_of("resource", pairs) == ["https://a.example", "https://b.example"]
    assert all_of("scope", pairs) == []


@pytest.mark.parametrize(
    ("encoded", "can_be_read"),
    [(b"", True), (b"a=%C3%A9", True), (b"a=\xc3\xa9", True), (b"a=%E9", False), (b"\xff", False)],
)
def test_a_guessed_character_is_no_utf8(encoded, can_be_read):
    """RFC 6749 App. B."""
    assert are_utf8(encoded) is can_be_read
