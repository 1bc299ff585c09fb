"""The ID token, before judges that are not ours (OpenID Connect Core §2, §3.1.3)."""

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest
import requests
from joserfc import jwt as jose_jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from tests.practice.browser import answer_of
from tests.practice.conftest import CALLBACK, CHALLENGE, VERIFIER
from tests.practice.judges import part, verify_with_joserfc, verify_with_pyjwt


def encode(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


JUDGES = [verify_with_joserfc, verify_with_pyjwt]

REFUSALS = (JoseError, jwt.InvalidTokenError, ValueError)


@pytest.mark.parametrize("verify", JUDGES)
def test_the_id_token_convinces_independent_judges(photobox, token, jwks, verify):
    """Core §2: iss, sub, aud, exp, iat are REQUIRED; §3.1.3.3: it comes with openid."""
    claims = verify(token["id_token"], jwks(), photobox.issuer)

    assert (claims["sub"], claims["aud"]) == ("alice", "printshop")
    assert claims["exp"] - claims["iat"] == 600


def evil(id_token):
    return part(id_token, 1) | {"sub": "bob"}


def without_signature(id_token, jwks):
    return id_token.rpartition(".")[0] + "."


def with_alg_none(id_token, jwks):
    return f"{encode({'alg': 'none'})}.{encode(evil(id_token))}."


def with_alg_none_and_the_old_signature(id_token, jwks):
    _, claims, signature = id_token.split(".")
    return f"{encode({'alg': 'none'})}.{claims}.{signature}"


def with_altered_payload(id_token, jwks):
    header, _, signature = id_token.split(".")
    return f"{header}.{encode(evil(id_token))}.{signature}"


def with_another_key(id_token, jwks):
    key = RSAKey.generate_key(2048, {"kid": part(id_token, 0)["kid"]})
    return jose_jwt.encode(part(id_token, 0), evil(id_token), key)


def with_the_public_key_as_a_secret(id_token, jwks):
    """Key confusion: HS256, keyed with what everybody may read."""
    public = RSAKey.import_key(jwks["keys"][0]).as_pem(private=False)
    text = f"{encode(part(id_token, 0) | {'alg': 'HS256'})}.{encode(evil(id_token))}"
    mac = hmac.new(public, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


FORGERIES = [
    without_signature,
    with_alg_none,
    with_alg_none_and_the_old_signature,
    with_altered_payload,
    with_another_key,
    with_the_public_key_as_a_secret,
]


@pytest.mark.parametrize("forge", FORGERIES)
@pytest.mark.parametrize("verify", JUDGES)
def test_a_forgery_is_rejected_by_independent_judges(photobox, token, jwks, verify, forge):
    """The keys and the algorithm that we publish leave a forger no way in."""
    forged = forge(token["id_token"], jwks())

    with pytest.raises(REFUSALS):
        verify(forged, jwks(), photobox.issuer)


@pytest.mark.parametrize("client_id", ["printshop", "printshop-public"])
def test_who_registered_nothing_else_gets_rs256(photobox, alice, openid_url, ask, client_id):
    """Registration §2: the default; Core §15.1: every provider must have it."""
    code = alice.code(
        openid_url(client_id=client_id, code_challenge=CHALLENGE, code_challenge_method="S256")
    )
    secret = "printshop-secret" if client_id == "printshop" else None
    answer = ask(code, client_id=client_id, client_secret=secret, code_verifier=VERIFIER)

    assert part(answer.json()["id_token"], 0)["alg"] == "RS256"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_who_registered_an_algorithm_gets_that(photobox, alice, openid_url, ask, jwks, algorithm):
    body = {"redirect_uris": [CALLBACK], "id_token_signed_response_alg": algorithm}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    known = {name: client[name] for name in ("client_id", "client_secret")}
    code = alice.code(openid_url(client_id=client["client_id"]))
    id_token = ask(code, **known).json()["id_token"]

    assert client["id_token_signed_response_alg"] == part(id_token, 0)["alg"] == algorithm
    decoded = jose_jwt.decode(id_token, KeySet.import_key_set(jwks()), algorithms=[algorithm])
    assert decoded.claims["aud"] == client["client_id"]


def test_nonce_travels_unchanged(token):
    """Core §3.1.2.1: the nonce MUST be passed through unmodified."""
    assert part(token["id_token"], 1)["nonce"] == "n-0S6_WzA2Mj"


def test_without_a_nonce_there_is_none(alice, openid_url, exchange):
    token = exchange(alice.code(openid_url(nonce=None))).json()

    assert "nonce" not in part(token["id_token"], 1)


def test_at_hash_is_the_left_half_of_the_hash(token):
    """Core §3.1.3.6."""
    digest = hashlib.sha256(token["access_token"].encode()).digest()
    expected = base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

    assert part(token["id_token"], 1)["at_hash"] == expected


def test_auth_time_is_when_the_person_signed_in(photobox, alice, openid_url, exchange):
    """Core §2: with max_age, auth_time is REQUIRED."""
    before = time.time()
    alice.sign_in(openid_url())
    photobox.clock.advance(minutes=5)
    page = alice.open(openid_url(max_age="3600"))
    code = answer_of(alice.submit(page, decision="approve").headers["Location"])["code"]
    claims = part(exchange(code).json()["id_token"], 1)

    assert claims["auth_time"] == pytest.approx(before, abs=5)
    assert claims["iat"] == pytest.approx(before + 300, abs=5)


def test_no_openid_no_id_token(alice, openid_url, exchange):
    """Core §3.1.2.1: without openid it is plain OAuth."""
    assert "id_token" not in exchange(alice.code(openid_url(scope="photos.read"))).json()
