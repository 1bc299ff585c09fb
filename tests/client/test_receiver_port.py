"""Which port a receiver gets."""

from types import SimpleNamespace

import pytest

from oauth_tutorial import network
from oauth_tutorial.client import receiver_port
from oauth_tutorial.client.receiver_port import take_port
from oauth_tutorial.errors import PortInUse


@pytest.fixture
def taken():
    server = network.bind()
    yield server.port
    server.stop()


def test_the_preferred_one_where_it_can_be_had():
    free = network.bind()
    free.stop()
    server = take_port(0, free.port)
    server.stop()

    assert server.port == free.port


def test_any_one_where_it_cannot(taken):
    server = take_port(0, taken)
    server.stop()

    assert server.port != taken


def test_the_one_that_was_asked_for_or_none(taken):
    with pytest.raises(PortInUse, match=f"Port {taken}"):
        take_port(taken, 0)


def test_a_port_that_another_program_has_on_ipv6_is_let_go_for_another(monkeypatch):
    made = []

    def bind(port, **more):
        server = network.bind(port)
        made.append(SimpleNamespace(port=server.port, stop=server.stop, hears_ipv6=len(made) == 2))
        return made[-1]

    monkeypatch.setattr(receiver_port, "bind", bind)
    server = take_port(0, 0, "[::1]")

    assert server is made[2]
    for one in made[:2]:
        network.bind(one.port).stop()  # it is free again
    server.stop()
