"""Starting, stopping, and running without a socket."""

import pytest
import requests
from werkzeug.test import Client

from oauth_tutorial import network, practice


def test_a_second_start_gives_the_running_service_back(photobox):
    assert practice.start() is photobox
    assert repr(photobox) == f"PhotoBox practice service at {photobox.issuer}"


def test_a_port_that_is_taken_is_named_and_another_start_works():
    """A service of this test's own: nothing is left half started."""
    other = network.bind()

    with pytest.raises(network.PortTaken, match=f"Port {other.port} of 127.0.0.1 is taken"):
        practice.start(other.port)
    assert practice.running() is None
    other.stop()
    assert practice.start(other.port).issuer == f"http://127.0.0.1:{other.port}"


def test_it_works_without_a_socket():
    service = practice.PhotoBox("http://photobox.example")
    answer = Client(service.app).get("/.well-known/openid-configuration")

    assert answer.json["issuer"] == "http://photobox.example"


def test_memory_is_bounded():
    store = practice.PhotoBox("http://photobox.example").store
    for number in range(store.codes.limit + 10):
        store.codes[str(number)] = None

    assert len(store.codes) == store.codes.limit


def test_body_that_is_too_long_is_refused_and_logged(photobox):
    """RFC 9110 §15.5.14: 413, in the form that the endpoint's errors have."""
    response = requests.post(photobox.token_endpoint, data={"code": "x" * 100_000}, timeout=5)

    assert (response.status_code, response.json()["error"]) == (413, "invalid_request")
    assert (photobox.log[-1].status, photobox.log[-1].parameters) == (413, {})


def test_log_has_the_body_as_it_was_sent(photobox):
    """Order, doubled names and spelling are what a learner looks for."""
    requests.post(
        photobox.token_endpoint,
        data="b=1&a=%32&b=2",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=5,
    )

    assert photobox.log[-1].request_body == "b=1&a=%32&b=2"
    assert photobox.log[-1].parameters == {"b": "1", "a": "2"}
    assert photobox.log[-1].url == photobox.token_endpoint
