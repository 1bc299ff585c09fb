"""What a request looks like is the same on either network."""

import pytest
import requests
import urllib3

from oauth_tutorial import network
from oauth_tutorial.network import virtual


def told(environ, start_response):
    """Answer with the path that the application sees."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [ascii(environ["PATH_INFO"]).encode()]


def failing(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"the beginning"
    raise ValueError("its text may hold a code")


@pytest.mark.parametrize(
    ("sent", "seen"),
    [("//token", "/token"), ("/a//b", "/a//b"), ("/%2Fa", "/a"), ("/%FF", "/\xff"), ("", "/")],
)
def test_the_path_that_the_application_sees(serve, sent, seen):
    port = serve(told).port

    assert requests.get(f"http://127.0.0.1:{port}{sent}", timeout=5).text == ascii(seen)


def test_a_body_that_breaks_off_says_nothing_of_the_error(serve, caplog):
    port = serve(failing).port
    try:
        shown = requests.get(f"http://127.0.0.1:{port}/", timeout=5).text
    except requests.RequestException as error:  # with sockets some of it was sent already
        shown = str(error)

    assert "may hold a code" not in shown + caplog.text


@pytest.mark.parametrize("timeout", [3, 3.0, (3, 3), urllib3.Timeout(read=3), urllib3.Timeout(3)])
def test_a_timeout_in_any_way_that_requests_takes(serve, timeout):
    port = serve(told).port

    assert requests.get(f"http://127.0.0.1:{port}/x", timeout=timeout).text == "'/x'"


def test_head_that_is_refused_has_no_body(serve):
    port = serve(told).port
    answer = requests.head(f"http://127.0.0.1:{port}/?{'a' * 70_000}", timeout=5)

    assert (answer.status_code, answer.content) == (431, b"")


@pytest.mark.sockets
def test_a_real_port_is_reached_after_a_virtual_one(serve):
    """A test, or a notebook, may have used the other network before."""
    virtual.VirtualServer(0).stop()
    port = network.serve(told).port

    assert requests.get(f"http://127.0.0.1:{port}/x", timeout=5).text == "'/x'"
