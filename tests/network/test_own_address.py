"""127.0.0.1, and ::1 on a machine that has nothing else."""

import pytest

from oauth_tutorial import network
from oauth_tutorial.network import own_address
from oauth_tutorial.network.server import PortTaken
from tests.ipv6_alone import run_on_ipv6_alone


@pytest.fixture
def machine(monkeypatch):
    """Pretend that a machine has these addresses."""

    def has(*addresses):
        monkeypatch.setattr(own_address, "_found", None)
        monkeypatch.setattr(own_address, "_is_there", lambda one: one in addresses)

    monkeypatch.setenv("OAUTH_TUTORIAL_NETWORK", "sockets")
    return has


@pytest.mark.parametrize(
    ("addresses", "address", "host"),
    [
        (["127.0.0.1", "::1"], "127.0.0.1", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "127.0.0.1"),
        (["::1"], "::1", "[::1]"),
    ],
)
def test_127_0_0_1_comes_first(machine, addresses, address, host):
    machine(*addresses)

    assert (own_address.own_address(), own_address.own_host()) == (address, host)


def test_what_cannot_be_had_at_this_moment_is_looked_for_again(machine):
    """As when too many files are open."""
    machine()
    assert own_address.own_address() == "127.0.0.1"

    own_address._is_there = lambda one: one == "::1"
    assert own_address.own_address() == "::1"


def test_without_sockets_nothing_is_looked_for(machine, monkeypatch):
    machine("::1")
    monkeypatch.setenv("OAUTH_TUTORIAL_NETWORK", "virtual")

    assert own_address.own_address() == "127.0.0.1"


def test_a_server_says_whose_port_it_has():
    server = network.bind()
    server.stop()

    assert server.host == "127.0.0.1"


@pytest.mark.sockets
def test_a_port_of_127_0_0_1_that_is_taken_is_said_to_be_one():
    server = network.bind()
    with pytest.raises(PortTaken, match=f"Port {server.port} of 127.0.0.1 is in use"):
        network.bind(server.port)
    server.stop()


@pytest.mark.sockets
def test_a_server_on_ipv6_alone():
    """It answers, keeps its port for itself, and refuses a rebound name."""
    printed = run_on_ipv6_alone("""
        import requests
        from oauth_tutorial import network

        def app(environ, start_response):
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]

        server = network.serve(app, ipv6=True)
        url = f"http://{server.host}:{server.port}/"
        print(url.replace(str(server.port), "PORT"), requests.get(url, timeout=5).text)
        print(requests.get(url, headers={"Host": "evil.example"}, timeout=5).status_code)
        try:
            network.bind(server.port)
        except network.PortTaken as error:
            print(str(error).replace(str(server.port), "PORT"))
        server.stop()
        network.bind(server.port).stop()
    """)

    assert printed.splitlines()[:2] == ["http://[::1]:PORT/ ok", "421"]
    assert "Port PORT of ::1 is in use" in printed
