"""Which port a receiver gets."""

import pytest

from oauth_tutorial import network
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
