"""RFC 9068: access tokens that joserfc and PyJWT verify, and whose forgeries they refuse."""

import base64
import json

import jwt as pyjwt
import pytest
import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from oauth_tutorial.practice.rules.resources import ARCHIVE
from tests.practice.conftest import CALLBACK
from tests.practice.proofs import proof


@pytest.fixture
def access_token(photobox, alice, authorization_url, ask):
    photobox.options.jwt_access_tokens = True
    return ask(alice.code(authorization_url())).json()["access_token"]


@pytest.fixture
def joserfc_verifies(photobox):
    """Verify as an API with joserfc does (RFC 9068 §4)."""

    def verify(token: str) -> dict[str, object]:
        keys = KeySet.import_key_set(requests.get(photobox.jwks_uri, timeout=5).json())
        decoded = jwt.decode(token, keys, algorithms=["RS256"])
        if decoded.header.get("typ") != "at+jwt":
            raise JoseError("not an access token")
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": photobox.issuer},
            aud={"essential": True, "value": photobox.api},
            exp={"essential": True},
        )
        rules.validate(decoded.claims)
        return decoded.claims

    return verify


@pytest.fixture
def pyjwt_verifies(photobox):
    """Verify as an API with PyJWT does."""

    def verify(token: str) -> dict[str, object]:
        keys = pyjwt.PyJWKClient(photobox.jwks_uri)
        decoded = pyjwt.decode_complete(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=["RS256"],
            audience=photobox.api,
            issuer=photobox.issuer,
            options={"require": ["exp", "iat", "jti", "sub", "client_id"]},
        )
        if decoded["header"]["typ"] != "at+jwt":
            raise pyjwt.InvalidTokenError("not an access token")
        return decoded["payload"]

    return verify


# PyJWT fetches the keys by urllib
@pytest.fixture(params=["joserfc", pytest.param("PyJWT", marks=pytest.mark.sockets)])
def verify(request, joserfc_verifies, pyjwt_verifies):
    return {"joserfc": joserfc_verifies, "PyJWT": pyjwt_verifies}[request.param]


def test_the_claims_are_those_of_the_rfc(photobox, access_token, verify):
    claims = verify(access_token)

    assert claims.pop("exp") - claims.pop("iat") == 3600
    assert len(claims.pop("jti")) == 43
    assert claims.pop("auth_time") > 0
    assert claims == {
        "iss": photobox.issuer,
        "sub": "alice",
        "aud": photobox.api,
        "client_id": "printshop",
        "scope": "photos.read",
    }


def test_the_api_takes_it_and_introspection_agrees(photobox, access_token, introspect, verify):
    headers = {"Authorization": f"Bearer {access_token}"}
    described = introspect(access_token).json()

    assert requests.get(f"{photobox.api}/photos", headers=headers, timeout=5).status_code == 200
    for name in ("iss", "sub", "aud", "client_id", "scope", "iat", "exp"):
        assert described[name] == verify(access_token)[name]


def parts(token: str) -> list[dict[str, object]]:
    return [json.loads(base64.urlsafe_b64decode(p + "==")) for p in token.split(".")[:2]]


def encode(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(token: str, _jwks: str) -> str:
    header, claims = parts(token)
    return f"{encode(header | {'alg': 'none'})}.{encode(claims)}."


def changed(token: str, _jwks: str) -> str:
    header, claims = parts(token)
    return ".".join(
        [encode(header), encode(claims | {"scope": "shop.report"}), token.split(".")[2]]
    )


def with_another_key(token: str, _jwks: str) -> str:
    header, claims = parts(token)
    return jwt.encode(header, claims, RSAKey.generate_key(2048))


def with_the_public_key_as_secret(token: str, jwks: str) -> str:
    header, claims = parts(token)
    return jwt.encode(header | {"alg": "HS256"}, claims, OctKey.import_key(jwks.encode()))


@pytest.mark.parametrize(
    "forge", [unsigned, changed, with_another_key, with_the_public_key_as_secret]
)
def test_a_forged_token_is_refused(photobox, access_token, verify, forge):
    forged = forge(access_token, requests.get(photobox.jwks_uri, timeout=5).text)
    headers = {"Authorization": f"Bearer {forged}"}

    with pytest.raises((JoseError, ValueError, pyjwt.InvalidTokenError)):
        verify(forged)
    assert requests.get(f"{photobox.api}/photos", headers=headers, timeout=5).status_code == 401


def test_an_id_token_is_no_access_token(photobox, alice, authorization_url, ask, verify):
    id_token = ask(alice.code(authorization_url(scope="openid"))).json()["id_token"]
    headers = {"Authorization": f"Bearer {id_token}"}

    with pytest.raises((JoseError, pyjwt.InvalidTokenError)):
        verify(id_token)
    assert requests.get(f"{photobox.api}/me", headers=headers, timeout=5).status_code == 401


def test_a_token_for_another_api_is_refused(photobox, nightly, verify):
    photobox.options.jwt_access_tokens = True

    with pytest.raises((JoseError, pyjwt.InvalidTokenError)):
        verify(nightly(resource=ARCHIVE).json()["access_token"])


def test_a_service_is_its_own_subject(photobox, nightly, verify):
    photobox.options.jwt_access_tokens = True
    claims = verify(nightly().json()["access_token"])

    assert claims["sub"] == claims["client_id"] == "printshop-nightly"


def test_a_bound_token_names_its_key(photobox, nightly, verify):
    photobox.options.jwt_access_tokens = True
    key = ECKey.generate_key("P-256")
    made = proof(key, "POST", photobox.token_endpoint)

    claims = verify(nightly(headers={"DPoP": made}).json()["access_token"])
    assert claims["cnf"] == {"jkt": key.thumbprint()}


def test_it_is_signed_like_the_id_token_of_its_client(photobox, alice, authorization_url, ask):
    """RFC 9068 §2.1: RS256, unless the client registered another algorithm."""
    photobox.options.jwt_access_tokens = True
    algorithms = []
    for wished in ({}, {"id_token_signed_response_alg": "ES256"}):
        body = {"redirect_uris": [CALLBACK]} | wished
        client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
        code = alice.code(authorization_url(client_id=client["client_id"], scope="openid"))
        known = {name: client[name] for name in ("client_id", "client_secret")}
        answer = ask(code, **known).json()
        algorithms += [parts(answer[name])[0]["alg"] for name in ("access_token", "id_token")]

    assert algorithms == ["RS256", "RS256", "ES256", "ES256"]
