"""Three client libraries complete what needs no browser, and DPoP, as far as they know it."""

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2 import (
    BackendApplicationClient,
    LegacyApplicationClient,
    UnsupportedGrantTypeError,
)
from requests_oauth2client import (
    DPoPToken,
    InvalidDPoPProof,
    OAuth2Client,
    UnauthorizedClient,
    validate_dpop_proof,
)
from requests_oauthlib import OAuth2Session as OAuthlibSession

from oauth_tutorial.practice.rules.resources import ARCHIVE
from tests.practice.conftest import CALLBACK

NIGHTLY = ("printshop-nightly", "printshop-nightly-secret")
PRINTSHOP = ("printshop", "printshop-secret")


@pytest.fixture(autouse=True)
def _loopback_http(monkeypatch):
    # oauthlib refuses http even on loopback, where RFC 8252 §8.3 allows it
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def client(photobox):
    """Make a client of requests_oauth2client from the metadata alone."""
    url = f"{photobox.issuer}/.well-known/oauth-authorization-server"
    metadata = requests.get(url, timeout=5).json()
    sessions = []

    def make(credentials, **more):
        sessions.append(requests.Session())
        return OAuth2Client.from_discovery_document(
            metadata,
            issuer=photobox.issuer,
            auth=credentials,
            redirect_uri=CALLBACK,
            session=sessions[-1],
            testing=True,  # it wants https for every endpoint otherwise
            **more,
        )

    yield make
    for session in sessions:
        session.close()


def test_requests_oauth2client_gets_a_service_token(photobox, client):
    token = client(NIGHTLY).client_credentials(scope="shop.report", resource=photobox.api)

    answer = requests.get(f"{photobox.api}/report", auth=token, timeout=5)
    assert answer.status_code == 200
    assert token.refresh_token is None


def test_requests_oauth2client_introspects_and_revokes(client):
    nightly, api = client(NIGHTLY), client(("photobox-api", "photobox-api-secret"))
    token = nightly.client_credentials(resource=ARCHIVE)

    assert api.introspect_token(token)["aud"] == ARCHIVE
    assert nightly.revoke_access_token(token) is True
    assert api.introspect_token(token) == {"active": False}


def test_requests_oauth2client_understands_a_refusal(client):
    with pytest.raises(UnauthorizedClient):
        client(PRINTSHOP).client_credentials()


@pytest.mark.parametrize("nonce", [False, True])
def test_requests_oauth2client_uses_dpop_from_the_code_to_the_refresh(
    photobox, client, alice, nonce
):
    photobox.options.require_dpop_nonce = nonce
    printshop = client(PRINTSHOP, dpop_bound_access_tokens=True)
    request = printshop.authorization_request(scope="photos.read")
    token = printshop.authorization_code(request.validate_callback(alice.decide(str(request))))
    renewed = printshop.refresh_token(token)

    assert isinstance(renewed, DPoPToken)
    for bound in (token, renewed):
        answer = requests.get(f"{photobox.api}/photos", auth=bound, timeout=5)
        assert answer.status_code == 200
        assert len(answer.json()["photos"]) == 3


def test_requests_oauth2client_judges_a_proof_as_we_do(photobox, client):
    token = client(NIGHTLY, dpop_bound_access_tokens=True).client_credentials()
    url = f"{photobox.api}/report"
    sent = requests.get(url, auth=token, timeout=5)
    proof = sent.request.headers["DPoP"]

    assert sent.status_code == 200
    validate_dpop_proof(proof, htm="GET", htu=url, alg="ES256")
    with pytest.raises(InvalidDPoPProof):
        validate_dpop_proof(proof, htm="POST", htu=url, alg="ES256")
    headers = {"Authorization": f"DPoP {token.access_token}", "DPoP": proof}
    assert requests.post(url, headers=headers, timeout=5).status_code == 405
    assert requests.get(url, headers=headers, timeout=5).status_code == 401  # used once


def test_authlib_gets_introspects_and_revokes_a_service_token(photobox):
    with AuthlibSession(*NIGHTLY, scope="shop.report") as session:
        token = session.fetch_token(photobox.token_endpoint, grant_type="client_credentials")
        report = session.get(f"{photobox.api}/report", timeout=5)
        about = session.introspect_token(photobox.introspection_endpoint, token["access_token"])
        gone = session.revoke_token(photobox.revocation_endpoint, token["access_token"])
        again = session.introspect_token(photobox.introspection_endpoint, token["access_token"])

    assert report.status_code == 200
    assert about.json()["active"] is True
    assert gone.status_code == 200
    assert again.json() == {"active": False}


def test_requests_oauthlib_gets_a_service_token(photobox):
    with OAuthlibSession(client=BackendApplicationClient(NIGHTLY[0])) as session:
        session.fetch_token(photobox.token_endpoint, auth=NIGHTLY)

        assert session.get(f"{photobox.api}/report", timeout=5).status_code == 200


def test_requests_oauthlib_understands_why_the_password_grant_is_dead(photobox):
    with (
        OAuthlibSession(client=LegacyApplicationClient("printshop")) as session,
        pytest.raises(UnsupportedGrantTypeError, match="The password grant is dead"),
    ):
        session.fetch_token(
            photobox.token_endpoint, username="alice", password="wonderland", auth=PRINTSHOP
        )
