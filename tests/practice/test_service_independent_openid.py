"""Three client libraries complete OpenID Connect, device and PAR flows as far as they know them."""

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from oauthlib.oauth2 import DeviceClient
from requests_oauth2client import BearerToken, DeviceAuthorizationPollingJob, OAuth2Client
from requests_oauthlib import OAuth2Session as OAuthlibSession

from tests.practice.conftest import CALLBACK

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "openid profile"


@pytest.fixture(autouse=True)
def _loopback_http(monkeypatch):
    # oauthlib refuses http even on loopback, where RFC 8252 §8.3 allows it
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def discovery(photobox):
    return requests.get(f"{photobox.issuer}/.well-known/openid-configuration", timeout=5).json()


@pytest.fixture
def keys(discovery):
    return requests.get(discovery["jwks_uri"], timeout=5).json()


@pytest.fixture
def printshop(discovery, keys):
    """PrintShop, written with requests_oauth2client and told nothing but the discovery document."""
    with requests.Session() as session:
        yield OAuth2Client.from_discovery_document(
            discovery,
            client_id="printshop",
            client_secret="printshop-secret",
            redirect_uri=CALLBACK,
            authorization_server_jwks=keys,
            id_token_signed_response_alg="RS256",
            session=session,
            testing=True,  # it wants https for every endpoint otherwise
        )


@pytest.fixture
def codes(discovery):
    body = {"client_id": "photobox-printer", "scope": SCOPE}
    return requests.post(discovery["device_authorization_endpoint"], data=body, timeout=5).json()


@pytest.fixture
def approve(alice):
    """Approve on the page of a device, as Alice."""

    def press(complete_uri):
        page = alice.submit(alice.open(complete_uri))
        page = alice.submit(page, username="alice", password="wonderland")
        alice.submit(page, decision="approve")

    return press


def test_requests_oauth2client_signs_a_person_in(printshop, alice):
    """It checks state, iss, nonce, signature, aud, at_hash and expiry by itself."""
    request = printshop.authorization_request(scope=SCOPE, max_age=600)
    answer = request.validate_callback(alice.decide(str(request)))
    token = printshop.authorization_code(answer)

    assert token.id_token.sub == "alice"
    assert printshop.userinfo(token)["name"] == "Alice Liddell"


def test_requests_oauth2client_pushes_its_request(printshop, alice):
    request = printshop.authorization_request(scope=SCOPE)
    pushed = printshop.pushed_authorization_request(request)
    answer = request.validate_callback(alice.decide(str(pushed)))

    assert "nonce" not in str(pushed)
    assert printshop.authorization_code(answer).id_token.sub == "alice"


def test_requests_oauth2client_polls_for_a_device(photobox, discovery, approve):
    class Polling(DeviceAuthorizationPollingJob):
        def sleep(self):
            photobox.clock.advance(seconds=self.interval)

    with requests.Session() as session:
        client = OAuth2Client(
            discovery["token_endpoint"],
            client_id="photobox-printer",
            device_authorization_endpoint=discovery["device_authorization_endpoint"],
            session=session,
            testing=True,
        )
        codes = client.authorize_device(scope="photos.read")
        polling = Polling(client, codes)
        before = polling()
        approve(codes.verification_uri_complete)
        after = polling()

    assert before is None
    assert isinstance(after, BearerToken)


def test_authlib_signs_a_person_in(discovery, keys, alice):
    client = AuthlibSession("printshop", "printshop-secret", scope=SCOPE, redirect_uri=CALLBACK)
    url, state = client.create_authorization_url(
        discovery["authorization_endpoint"], nonce="n-0S6_WzA2Mj"
    )
    token = client.fetch_token(
        discovery["token_endpoint"], authorization_response=alice.decide(url), state=state
    )
    decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=["RS256"])
    expected = {
        "iss": {"essential": True, "value": discovery["issuer"]},
        "aud": {"essential": True, "value": "printshop"},
    }
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        expected,
        {"nonce": "n-0S6_WzA2Mj", "access_token": token["access_token"], "max_age": 60},
    )
    claims.validate()
    client.close()

    assert claims["sub"] == "alice"


def test_authlib_gets_the_token_of_a_device(photobox, discovery, codes, approve):
    client = AuthlibSession("photobox-printer", token_endpoint_auth_method="none")
    approve(codes["verification_uri_complete"])
    token = client.fetch_token(
        discovery["token_endpoint"],
        grant_type=DEVICE_CODE,
        device_code=codes["device_code"],
    )

    assert client.get(f"{photobox.api}/me").json()["username"] == "alice"
    assert token["scope"] == SCOPE
    client.close()


def test_requests_oauthlib_gets_the_token_of_a_device(photobox, discovery, codes, approve):
    client = OAuthlibSession(client=DeviceClient("photobox-printer"))
    approve(codes["verification_uri_complete"])
    client.fetch_token(
        discovery["token_endpoint"],
        device_code=codes["device_code"],
        include_client_id=True,
    )

    assert client.get(f"{photobox.api}/me").json()["username"] == "alice"
    client.close()


def test_requests_oauthlib_signs_a_person_in(discovery, alice):
    client = OAuthlibSession("printshop", redirect_uri=CALLBACK, scope=SCOPE.split(), pkce="S256")
    url, _ = client.authorization_url(discovery["authorization_endpoint"], nonce="n-0S6_WzA2Mj")
    client.fetch_token(
        discovery["token_endpoint"],
        authorization_response=alice.decide(url),
        client_secret="printshop-secret",
        include_client_id=True,
    )

    assert client.get(discovery["userinfo_endpoint"]).json()["name"] == "Alice Liddell"
    client.close()
