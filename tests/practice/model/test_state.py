"""Where the endpoints of one service are."""

from urllib.parse import urlsplit

import requests


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
