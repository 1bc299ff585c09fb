"""What only the kernel knows, asked in one place, whoever was imported first."""

import itertools
import subprocess
import sys

import pytest

from oauth_tutorial import LoopbackReceiver, practice
from oauth_tutorial.network import surroundings

STATE = "s" * 43
ASK = """
from oauth_tutorial.network import surroundings
print(surroundings.public_url(49152))
"""
MODULES = (
    "oauth_tutorial.practice",
    "oauth_tutorial.location.finding",
    "oauth_tutorial.client.receiver",
)


def test_the_open_receiver_is_known_and_a_closed_one_is_not():
    with LoopbackReceiver(state=STATE) as receiver:
        assert surroundings.receiver_port() == receiver.port
    assert surroundings.receiver_port() is None


def test_the_running_service_is_known():
    assert surroundings.service() is practice.running()


@pytest.mark.sockets
@pytest.mark.parametrize("order", list(itertools.permutations(MODULES)))
def test_the_browser_is_found_in_any_order_of_imports(order):
    lines = "\n".join(f"import {name}" for name in order)
    run = subprocess.run(
        [sys.executable, "-c", lines + ASK],
        env={"OAUTH_TUTORIAL_PUBLIC_URL": "https://hub.example/proxy/{port}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "https://hub.example/proxy/49152\n"


@pytest.mark.sockets
def test_to_know_it_loads_next_to_nothing():
    source = (
        "import sys, oauth_tutorial.network\n"
        "print(sorted({'requests', 'flask', 'waitress', 'werkzeug', 'socket'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"
