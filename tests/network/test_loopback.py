"""What is meant for this machine goes to no proxy, whatever the variables say."""

import os

import pytest
import requests

from oauth_tutorial import exchange_code, practice
from oauth_tutorial.errors import TokenRequestFailed
from oauth_tutorial.network.loopback import is_loopback, keep_direct, session_for


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
        monkeypatch.setenv(name, "")
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


def test_a_secret_for_the_practice_service_is_not_handed_to_a_proxy(proxy):
    with pytest.raises(TokenRequestFailed, match="invalid_grant"):
        exchange_code(
            practice.start().token_endpoint,
            code="guess",
            redirect_uri="http://127.0.0.1/callback",
            client_id="printshop",
            client_secret="printshop-secret",
        )
    assert proxy == []


DIRECT = "127.0.0.1,localhost,::1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"HTTP_PROXY": "http://p:1"}, DIRECT),
        ({"all_proxy": "http://p:1", "NO_PROXY": "a.example"}, f"a.example,{DIRECT}"),
        (
            {"http_proxy": "p", "no_proxy": "b, localhost", "NO_PROXY": "c"},
            "b,localhost,127.0.0.1,::1",
        ),
    ],
)
def test_where_a_proxy_is_set_this_machine_is_spared(before, after):
    environ = dict(before)
    keep_direct(environ)
    keep_direct(environ)

    assert (environ["NO_PROXY"], environ["no_proxy"]) == (after, after)


@pytest.mark.parametrize(
    "environ", [{}, {"NO_PROXY": "a"}, {"HTTP_PROXY": ""}, {"HTTPS_PROXY": "p"}]
)
def test_without_a_proxy_for_http_nothing_is_changed(environ):
    changed = dict(environ)
    keep_direct(changed)

    assert changed == environ


def test_the_requests_of_a_lesson_reach_the_service(proxy):
    keep_direct(os.environ)  # as practice.start() does when it starts

    answer = requests.get(f"{practice.start().issuer}/.well-known/openid-configuration", timeout=5)
    assert answer.json()["issuer"] == practice.start().issuer
    assert proxy == []
