"""Starting, stopping, and running without a socket."""

import socket
import warnings

import pytest
import requests
from werkzeug.test import Client

from oauth_tutorial import network, practice
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.practice.model.variants import STORY, variant
from tests.client.test_receiver_ipv6 import needs_ipv6


def test_a_second_start_gives_the_running_service_back(photobox):
    assert practice.start() is photobox
    assert repr(photobox) == f"PhotoBox practice service at {photobox.issuer}"


def test_a_port_that_is_taken_is_named_and_another_start_works():
    """A service of this test's own: nothing is left half started."""
    other = network.bind()

    with pytest.raises(network.PortTaken, match=f"Port {other.port} of 127.0.0.1 is in use"):
        practice.start(other.port)
    assert practice.running() is None
    other.stop()
    assert practice.start(other.port).issuer == f"http://127.0.0.1:{other.port}"


@pytest.mark.sockets
@needs_ipv6
@pytest.mark.parametrize("host", ["[::1]", "localhost", "127.0.0.1"])
def test_each_name_of_the_machine_leads_to_it_and_its_issuer_stays(host):
    """On some systems ``localhost`` means ::1 first, and not every client tries the other one."""
    photobox = practice.start()
    url = f"http://{host}:{photobox.port}/.well-known/oauth-authorization-server"

    assert requests.get(url, timeout=5).json()["issuer"] == f"http://127.0.0.1:{photobox.port}"


@pytest.mark.sockets
@needs_ipv6
def test_another_program_on_that_port_of_ipv6_does_not_stop_it():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        photobox = practice.start(other.getsockname()[1])

        assert requests.get(photobox.issuer, timeout=5).ok


def test_it_works_without_a_socket():
    service = practice.PhotoBox("http://photobox.example")
    answer = Client(service.app).get("/.well-known/openid-configuration")

    assert answer.json["issuer"] == "http://photobox.example"


def test_the_environment_gives_a_seed(monkeypatch):
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", " 7 ")

    assert practice.start().variant == variant(7)


def test_an_argument_is_stronger_than_the_environment(monkeypatch):
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", "7")

    assert practice.start(seed=8).variant == variant(8)
    assert practice.start().variant == variant(8)  # the one that runs


@pytest.mark.parametrize("text", ["seven", "-7", "7.0", "٧", "7" * 2000, "0x7"])
def test_a_bad_environment_is_said_and_ends_no_lesson(monkeypatch, text):
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", text)

    with pytest.warns(UserWarning, match="OAUTH_TUTORIAL_SEED is ignored.*got .*your teacher"):
        photobox = practice.start()

    assert photobox.variant == STORY
    assert requests.get(photobox.issuer, timeout=5).ok


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_environment_is_none(monkeypatch, text):
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", text)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert practice.start().variant == STORY


def test_two_seeds_at_once_are_refused():
    practice.start(seed=7)

    assert practice.start(seed=7) is practice.start()
    with pytest.raises(practice.SeedError, match="with seed 7, but seed 8 was asked for"):
        practice.start(seed=8)


def test_reset_goes_back_to_the_start(photobox, alice, authorization_url):
    code = alice.code(authorization_url())
    photobox.clock.advance(minutes=10)
    photobox.faults.add("html_500", times=None)
    photobox.options.loose_redirect_uri = True

    photobox.reset()

    assert (photobox.clock.moved, list(photobox.faults)) == ("", [])
    assert photobox.options.loose_redirect_uri is False
    assert code not in photobox.store.codes
    assert photobox.log


def test_the_running_service_is_known(photobox):
    assert practice.running() is photobox


TOOLS = "http://127.0.0.1:4714/mcp"


def test_a_resource_can_be_named_at_the_start_and_later():
    photobox = practice.start(resources=[TOOLS])
    assert practice.start() is photobox
    assert photobox.resources == (TOOLS,)

    practice.start(resources=["http://127.0.0.1:4715/mcp", TOOLS])
    photobox.reset()
    assert photobox.resources == (TOOLS, "http://127.0.0.1:4715/mcp")


def test_a_resource_that_is_none_starts_nothing():
    with pytest.raises(InvalidArgument, match="got '/mcp'"):
        practice.start(resources=["/mcp"])

    assert practice.running() is None
    with pytest.raises(InvalidArgument):
        practice.PhotoBox(resources=["mcp"])
