"""Each fault of an ID token breaks one thing, which a client that verifies refuses."""

import pytest
import requests
from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet

from oauth_tutorial.practice.web.id_token_faults import OTHER_CLIENT
from tests.practice.conftest import CALLBACK

NONCE = "n-0S6_WzA2Mj"
REFUSED = {
    "id_token_wrong_nonce": (InvalidClaimError, "nonce"),
    "id_token_without_nonce": (MissingClaimError, "nonce"),
    "id_token_wrong_audience": (InvalidClaimError, "aud"),
    "id_token_wrong_issuer": (InvalidClaimError, "iss"),
    "id_token_expired": (ExpiredTokenError, "expired"),
    "id_token_unsigned": (UnsupportedAlgorithmError, "none"),
}


@pytest.fixture
def verify(photobox):
    """Verify as OpenID Connect Core §3.1.3.7 asks for, but for the claims that are left out."""
    keys = KeySet.import_key_set(requests.get(photobox.jwks_uri, timeout=5).json())

    def verified(id_token, *but):
        claims = jwt.decode(id_token, keys, algorithms=["RS256"]).claims
        wanted = {"iss": photobox.issuer, "aud": "printshop", "nonce": NONCE}
        rules = {name: {"essential": True, "value": wanted[name]} for name in wanted.keys() - but}
        jwt.JWTClaimsRegistry(exp={"essential": True}, **rules).validate(claims)
        return claims

    return verified


@pytest.fixture
def id_token(photobox, alice, authorization_url, exchange):
    def given(fault=""):
        if fault:
            photobox.faults.add(fault)
        code = alice.code(authorization_url(scope="openid photos.read", nonce=NONCE))
        answer = exchange(code)
        alice.session.cookies.clear()
        return answer.json()["id_token"]

    return given


@pytest.mark.parametrize("fault", REFUSED)
def test_who_verifies_refuses_it_and_the_next_one_is_good(verify, id_token, fault):
    kind, said = REFUSED[fault]

    with pytest.raises(kind, match=said):
        verify(id_token(fault))

    assert verify(id_token())["sub"]


@pytest.mark.parametrize(
    ("fault", "claim"),
    [
        ("id_token_wrong_nonce", "nonce"),
        ("id_token_wrong_audience", "aud"),
        ("id_token_wrong_issuer", "iss"),
    ],
)
def test_nothing_else_is_wrong_with_it(verify, id_token, fault, claim):
    good, bad = verify(id_token()), verify(id_token(fault), claim)

    changing = {"iat", "exp", "auth_time", "at_hash", "jti", "sid", claim}
    assert {name for name in good if good[name] != bad[name]} - changing == set()
    assert good[claim] != bad[claim]


def test_it_is_for_another_app(verify, id_token):
    assert verify(id_token("id_token_wrong_audience"), "aud")["aud"] == OTHER_CLIENT


def test_it_is_signed_as_its_client_registered(photobox, alice, authorization_url, ask):
    body = {"redirect_uris": [CALLBACK], "id_token_signed_response_alg": "ES256"}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    known = {name: client[name] for name in ("client_id", "client_secret")}
    photobox.faults.add("id_token_wrong_nonce")
    code = alice.code(authorization_url(client_id=client["client_id"], scope="openid"))
    keys = KeySet.import_key_set(requests.get(photobox.jwks_uri, timeout=5).json())

    assert jwt.decode(ask(code, **known).json()["id_token"], keys, algorithms=["ES256"]).claims


@pytest.mark.parametrize("fault", REFUSED)
def test_it_waits_for_an_answer_with_an_id_token(
    photobox, alice, authorization_url, exchange, fault
):
    photobox.faults.add(fault)

    assert "id_token" not in exchange(alice.code(authorization_url(scope="photos.read"))).json()
    assert fault in photobox.faults
    assert issubclass(REFUSED[fault][0], JoseError)
