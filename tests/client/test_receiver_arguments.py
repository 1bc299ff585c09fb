"""What a receiver is made with, and waited for: what cannot be right is refused in words."""

import pytest

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.client.receiver_arguments import check_arguments, check_timeout
from oauth_tutorial.errors import InvalidArgument

RIGHT = {"port": 0, "path": "/callback", "state": "s", "issuer": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "80"), ("port", None), ("port", True), ("port", 1.5), ("port", -1),
        ("port", 70000),
        ("path", None), ("path", "callback"), ("path", "/a b"),
        ("state", None), ("state", ""), ("state", "  "), ("state", 7),
        ("issuer", 7), ("issuer", ["https://as.example"]),
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
