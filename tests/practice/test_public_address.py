"""A browser far from the kernel: its addresses, and the redirect URIs that match there."""

from urllib.parse import urlsplit

import pytest
import requests

from oauth_tutorial.practice import service

PUBLIC = "https://hub.example/user/alice/proxy/{port}"


@pytest.fixture
def far_away(photobox, monkeypatch):
    monkeypatch.setattr(service, "public_url", lambda port: PUBLIC.replace("{port}", str(port)))
    return photobox


def test_only_the_browsers_endpoint_is_public(far_away):
    port = urlsplit(far_away.issuer).port
    public = f"https://hub.example/user/alice/proxy/{port}/authorize"

    assert far_away.authorization_endpoint == public
    assert far_away.token_endpoint == f"http://127.0.0.1:{port}/token"
    assert far_away.api == f"http://127.0.0.1:{port}/api"
    for name in ("oauth-authorization-server", "openid-configuration"):
        document = requests.get(f"{far_away.issuer}/.well-known/{name}", timeout=5).json()
        assert document["issuer"] == far_away.issuer
        assert document["authorization_endpoint"] == public


@pytest.mark.parametrize(
    ("redirect_uri", "known"),
    [
        ("https://hub.example/user/alice/proxy/9000/callback", True),
        ("https://hub.example/user/alice/proxy/65535/callback", True),
        ("http://127.0.0.1:9000/callback", True),
        ("https://hub.example/user/alice/proxy/0/callback", False),
        ("https://hub.example/user/alice/proxy/65536/callback", False),
        ("https://hub.example/user/alice/proxy/9000/callback/..", False),
        ("https://hub.example/user/alice/proxy/9000/callback?a=b", False),
        ("https://hub.example/user/alice/proxy/9000@evil.example/callback", False),
        ("https://hub.example/user/alice/proxy/evil.example:9000/callback", False),
        ("https://hub.example/user/bob/proxy/9000/callback", False),
        ("http://hub.example/user/alice/proxy/9000/callback", False),
        ("https://hub.example.evil.example/user/alice/proxy/9000/callback", False),
    ],
)
def test_the_courses_clients_match_on_any_port_below_the_public_address(
    far_away, redirect_uri, known
):
    assert far_away.clients.get("printshop").has_redirect_uri(redirect_uri) is known


def test_without_the_hook_nothing_but_loopback_matches(photobox):
    client = photobox.clients.get("printshop")

    assert not client.has_redirect_uri("https://hub.example/user/alice/proxy/9000/callback")
    assert client.has_redirect_uri("http://127.0.0.1:9000/callback")
