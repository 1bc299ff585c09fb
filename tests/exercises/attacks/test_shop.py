"""PrintShop as it is written: what it compares, renews and signs."""

import base64
import hashlib
import json

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from oauth_tutorial.exercises.attacks.shop import (
    PrintShop,
    anything,
    dpop_proof,
    renew_tokens,
    same,
)
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.granted import issue_tokens

ADDRESS = "https://photobox.example/api/photos"


@pytest.mark.parametrize(
    ("sent", "came", "equal"),
    [("a", "a", True), ("a", "b", False), ("a", None, False), (None, None, False), ("", "", False)],
)
def test_two_that_are_missing_are_not_the_same(sent, came, equal):
    """Otherwise whoever leaves the state out would get in."""
    assert same(sent, came) is equal
    assert anything(sent, came)


def test_without_a_verifier_the_app_has_a_secret_inside(photobox):
    """Whoever has the app has the secret, too."""
    assert PrintShop().credentials == {"client_id": assignment.public_client_id}
    assert PrintShop(verifier=None).credentials == dict(assignment.client)
    assert PrintShop(verifier=None).client_id == assignment.client_id


def test_a_refused_refresh_brings_no_tokens(photobox):
    """The person signs in again."""
    theirs = issue_tokens("photos.read")  # of another client

    assert renew_tokens(theirs, photobox.token_endpoint) == {}
    assert photobox.log.last("/token").status == 400


@pytest.fixture(scope="module")
def key():
    return ECKey.generate_key("P-256")


def claims_of(proof, key):
    return jws.deserialize_compact(proof, key, algorithms=["ES256"])


def test_a_proof_is_of_one_request_and_of_one_token(key):
    """RFC 9449 §4.2."""
    read = claims_of(dpop_proof(key, "GET", ADDRESS, "the-token"), key)
    claims = json.loads(read.payload)
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"the-token").digest()).rstrip(b"=").decode()

    assert (claims["htm"], claims["htu"], claims["ath"]) == ("GET", ADDRESS, digest)
    assert read.headers()["typ"] == "dpop+jwt"
    assert "d" not in read.headers()["jwk"]


def test_each_proof_has_an_identifier_of_its_own(key):
    """A proof that was seen once is worth nothing."""
    proofs = [json.loads(claims_of(dpop_proof(key, "POST", ADDRESS), key).payload) for _ in "ab"]

    assert proofs[0]["jti"] != proofs[1]["jti"]
    assert "ath" not in proofs[0]
