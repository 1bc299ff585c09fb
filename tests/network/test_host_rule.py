"""Which names are ours (RFC 9110 §7.4)."""

import pytest
from werkzeug.test import Client

from oauth_tutorial.network import surroundings
from oauth_tutorial.network.host_rule import check_host, loopback_or_public, name_of
from tests.network.conftest import echo

OURS = ["127.0.0.1:49152", "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:49152", "[::1]"]
FOREIGN = [
    "evil.example",
    "evil.example:49152",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1:49152:evil.example",
    "127.0.0.1, evil.example",
    "[::1].evil.example",
    "evil[::1]",
    "::1",
    "0.0.0.0",
    "127.0.0.2",
    "127.1",
    " 127.0.0.1",
    "127.0.0.1\t",
    "127.0.0.1:",
    "ⅼocalhost",
    "",
]


@pytest.fixture
def is_ours():
    return loopback_or_public(49152)


@pytest.mark.parametrize("host", OURS)
def test_the_names_of_loopback_are_ours_on_any_port(is_ours, host):
    """``ssh -L 8000:127.0.0.1:49152`` changes the port."""
    assert is_ours(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_no_other_name_is(is_ours, host):
    assert not is_ours(host)


@pytest.mark.parametrize("host", ["hub.example", "Hub.Example", "hub.example:443"])
def test_the_public_host_is_ours_once_it_is_known(is_ours, host, monkeypatch):
    assert not is_ours(host)
    known = "https://hub.example/user/alice/proxy/{}"
    monkeypatch.setattr(surroundings, "_find", lambda port: known.format(port))

    assert is_ours(host)
    assert not is_ours("other.example")


def test_a_public_address_with_the_port_in_its_host(is_ours, monkeypatch):
    """Codespaces: each port has a host of its own, and only this one's counts."""
    monkeypatch.setattr(surroundings, "_find", lambda port: f"https://name-{port}.preview.example")

    assert is_ours("name-49152.preview.example")
    assert not is_ours("name-49153.preview.example")


def test_an_address_that_is_none_makes_nothing_ours(is_ours, monkeypatch):
    monkeypatch.setattr(surroundings, "_find", lambda port: "http://[")

    assert not is_ours("[")
    assert is_ours("127.0.0.1")


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "127.0.0.1"}, 200), ({"Host": "evil.example"}, 421), ({"Host": "a, b"}, 400)],
)
def test_the_answer_says_which_rule_it_is(headers, status):
    told = []
    client = Client(check_host(echo, loopback_or_public(1), told.append))
    answer = client.get("/", headers=headers)

    assert answer.status_code == status
    assert [refusal.status for refusal in told] == [status] * (status != 200)


def test_no_host_at_all_is_a_bad_request():
    """RFC 9112 §3.2."""
    client = Client(check_host(echo, loopback_or_public(1), lambda refusal: None))

    assert client.get("/", environ_overrides={"HTTP_HOST": None}).status_code == 400


def test_head_gets_no_body():
    client = Client(check_host(echo, loopback_or_public(1), lambda refusal: None))
    answer = client.head("/", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.data) == (421, b"")


def test_the_name_of_a_host():
    assert name_of("Hub.example:8443") == "hub.example"
    assert name_of("hub.example:123456") == ""
