"""Starting, stopping, and running without a socket."""

import socket

import pytest

from oauth_tutorial import practice
from oauth_tutorial.practice.listen import Listener, PortTaken


def test_a_second_start_gives_the_running_service_back(photobox):
    assert practice.start() is photobox
    assert repr(photobox) == f"PhotoBox practice service at {photobox.issuer}"


def test_it_works_without_a_socket():
    service = practice.PhotoBox("http://photobox.example")
    answer = service.app.test_client().get("/.well-known/openid-configuration")

    assert answer.json["issuer"] == "http://photobox.example"


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is taken"):
            Listener(port)


def test_memory_is_bounded():
    store = practice.PhotoBox("http://photobox.example").store
    for number in range(store.codes.limit + 10):
        store.codes[str(number)] = None

    assert len(store.codes) == store.codes.limit
