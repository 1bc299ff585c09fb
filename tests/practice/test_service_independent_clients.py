"""Clients that we did not write complete the flow against the service."""

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from requests_oauthlib import OAuth2Session as OAuthlibSession

from tests.practice.conftest import CALLBACK


@pytest.fixture(autouse=True)
def _loopback_http(monkeypatch):
    # oauthlib refuses http even on loopback, where RFC 8252 §8.3 allows it
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_authlib_completes_the_flow(photobox, alice, method):
    client = AuthlibSession(
        "printshop",
        "printshop-secret",
        scope="photos.read",
        redirect_uri=CALLBACK,
        token_endpoint_auth_method=method,
        code_challenge_method="S256",
    )
    verifier = "v" * 43
    url, state = client.create_authorization_url(
        photobox.authorization_endpoint, code_verifier=verifier
    )
    token = client.fetch_token(
        photobox.token_endpoint,
        authorization_response=alice.decide(url),
        state=state,
        code_verifier=verifier,
    )
    renewed = client.refresh_token(photobox.token_endpoint, token["refresh_token"])

    assert renewed["access_token"] != token["access_token"]
    assert client.get(f"{photobox.api}/me").json()["username"] == "alice"
    client.close()


def test_requests_oauthlib_completes_the_flow(photobox, alice):
    client = OAuthlibSession(
        "printshop-public", redirect_uri=CALLBACK, scope="photos.read", pkce="S256"
    )
    url, _ = client.authorization_url(photobox.authorization_endpoint)
    client.fetch_token(
        photobox.token_endpoint,
        authorization_response=alice.decide(url),
        include_client_id=True,
    )

    assert client.get(f"{photobox.api}/photos").status_code == 200
    client.close()


def test_the_metadata_leads_to_every_endpoint(photobox):
    url = f"{photobox.issuer}/.well-known/oauth-authorization-server"
    document = requests.get(url, timeout=5).json()

    assert document["issuer"] == photobox.issuer
    assert document["authorization_endpoint"] == photobox.authorization_endpoint
    assert document["token_endpoint"] == photobox.token_endpoint
    assert requests.get(document["jwks_uri"], timeout=5).json()["keys"][0]["kty"] == "RSA"
