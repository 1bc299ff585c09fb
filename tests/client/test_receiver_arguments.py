"""What a receiver is made with, and waited for: what cannot be right is refused in words."""

import pytest

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.client.receiver_arguments import check_arguments, check_timeout, named
from oauth_tutorial.errors import InvalidArgument

RIGHT = {"port": 0, "path": "/callback", "state": "s", "issuer": None, "host": "127.0.0.1"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "80"), ("port", None), ("port", True), ("port", 1.5), ("port", -1),
        ("port", 70000),
        ("path", None), ("path", "callback"), ("path", "/a b"),
        ("state", None), ("state", ""), ("state", "  "), ("state", 7),
        ("issuer", 7), ("issuer", ["https://as.example"]),
        ("host", "::1"), ("host", "0.0.0.0"), ("host", "example.com"), ("host", ""), ("host", None),
        ("host", "LOCALHOST"), ("host", "127.0.0.1:8000"), ("host", ["localhost"]),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_named(name, value):
    with pytest.raises(InvalidArgument, match=f"{name} must be"):
        check_arguments(**RIGHT | {name: value})
    with pytest.raises(InvalidArgument, match=f"{name} must be"):
        LoopbackReceiver(**RIGHT | {name: value})


@pytest.mark.parametrize("timeout", [None, "60", float("nan"), True, [1]])
def test_what_is_no_number_of_seconds_is_named(timeout):
    with pytest.raises(InvalidArgument, match="timeout must be a number of seconds"):
        check_timeout(timeout)
    with LoopbackReceiver(state="s") as receiver, pytest.raises(InvalidArgument, match="timeout"):
        receiver.wait(timeout)


@pytest.mark.parametrize("timeout", [0, -1, 0.5, float("inf")])
def test_any_number_of_seconds_will_do(timeout):
    check_timeout(timeout)


def test_another_host_is_refused_with_the_rule_and_the_nearest():
    with pytest.raises(InvalidArgument, match=r"Did you mean \[::1\]\?") as raised:
        LoopbackReceiver(state="s", host="::1")

    assert raised.value.section == "RFC 8252 §8.3"
    assert "127.0.0.1" in raised.value.hint


@pytest.mark.parametrize(
    ("base", "host", "address"),
    [
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "[::1]", "http://[::1]:8000"),
        ("http://[::1]:8000", "127.0.0.1", "http://[::1]:8000"),  # a machine that has no other
        ("http://localhost:8000/a", "127.0.0.1", "http://localhost:8000/a"),  # a person said so
        ("http://127.0.0.1/a", "localhost", "http://localhost/a"),
        ("https://hub.example/proxy/8000", "localhost", "https://hub.example/proxy/8000"),
    ],
)
def test_a_public_address_has_no_other_name(base, host, address):
    assert named(base, host) == address
