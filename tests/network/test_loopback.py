"""What is meant for this machine goes to no proxy, whatever the variables say."""

import pytest
import requests

from oauth_tutorial.network.loopback import is_loopback, session_for


@pytest.fixture
def proxy(serve, monkeypatch):
    """A proxy that answers everything, and keeps what it was sent."""
    caught = []

    def app(environ, start_response):
        caught.append(environ["REQUEST_URI"])
        start_response("200 OK", [("Content-Length", "6")])
        return [b"forged"]

    server = serve(app, is_ours=lambda host: True)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    return caught


@pytest.mark.sockets
def test_without_it_requests_hands_everything_to_the_proxy(proxy, serve):
    """So the next test can fail."""
    assert requests.get(f"http://127.0.0.1:{serve().port}/", timeout=5).text == "forged"
    assert len(proxy) == 1


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_session_goes_straight(proxy, serve, name):
    url = f"http://{name}:{serve().port}/x"
    with session_for(url) as session:
        assert session.get(url, timeout=5).text == "GET|/x|||-|-"
    assert proxy == []


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("http://127.0.0.1:1/token", True),
        ("http://localhost/token", True),
        ("http://[::1]:1/token", True),
        ("https://github.com/login/oauth/access_token", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://127.0.0.1@evil.example/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_the_machine_itself_is_loopback(url, is_ours):
    assert is_loopback(url) is is_ours
    assert session_for(url).trust_env is not is_ours
