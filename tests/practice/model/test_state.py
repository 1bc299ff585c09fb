"""Where the endpoints of one service are."""

import re
from urllib.parse import urlsplit

import requests

from oauth_tutorial.practice.model.state import ServiceState


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


def test_the_page_of_a_device_is_for_the_browser_as_well(far_away):
    """A person types its address into another screen (RFC 8628 §3.2)."""
    port = urlsplit(far_away.issuer).port

    assert far_away.verification_uri == f"https://hub.example/user/alice/proxy/{port}/device"


def test_two_services_on_one_host_have_two_cookies():
    """Ports of one host share their cookies (RFC 6265 §8.5)."""
    one, other = ServiceState("http://127.0.0.1:1"), ServiceState("http://127.0.0.1:2")

    assert one.cookie != other.cookie
    assert re.fullmatch(r"\w+", one.cookie)


def test_without_a_port_every_address_begins_with_the_issuer(service):
    addresses = [
        getattr(service, name)
        for name in dir(service)
        if name.endswith("_endpoint") or name in {"jwks_uri", "api", "verification_uri"}
    ]

    assert len(addresses) >= 10
    assert [one for one in addresses if not one.startswith("http://photobox.example/")] == []
