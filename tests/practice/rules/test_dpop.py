"""RFC 9449: a token that opens nothing without its key."""

import base64
import time

import pytest
import requests
from joserfc.jwk import ECKey, OctKey
from werkzeug.test import Client

from oauth_tutorial import practice
from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.rules.dpop import Proof, check_proof
from tests.practice.conftest import CHALLENGE, VERIFIER
from tests.practice.proofs import new_key, proof

PUBLIC = {"client_id": "printshop-public", "client_secret": None}

# RFC 9449, figures 2, 7, 9, 12 and 13
RFC_JWK = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0"
    "VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10"
    "NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19."
)
RFC_TOKEN_PROOF = RFC_JWK + (
    "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1w"
    "bGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ."
    "2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
)
RFC_API_PROOF = RFC_JWK + (
    "eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFt"
    "cGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
    "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9."
    "2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
)
RFC_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
RFC_JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


@pytest.fixture
def key() -> ECKey:
    return new_key()


@pytest.fixture
def ask_with(photobox, ask):
    """Send a token request with a proof of a key."""

    def send(key, code=None, *, nonce=None, **changes):
        made = proof(key, "POST", photobox.token_endpoint, nonce=nonce)
        return ask(code, headers={"DPoP": made}, **changes)

    return send


@pytest.fixture
def get(photobox):
    """Call the API as a client with a key does."""

    def send(token, key, *, scheme="DPoP", path="/photos", nonce=None):
        url = photobox.api + path
        made = proof(key, "GET", url, access_token=token, nonce=nonce)
        headers = {"Authorization": f"{scheme} {token}", "DPoP": made}
        return requests.get(url, headers=headers, timeout=5)

    return send


@pytest.fixture
def code(alice, authorization_url):
    return alice.code(authorization_url())


@pytest.fixture
def public_code(alice, authorization_url):
    return alice.code(
        authorization_url(
            client_id="printshop-public", code_challenge=CHALLENGE, code_challenge_method="S256"
        )
    )


@pytest.fixture
def token(ask_with, key, code):
    return ask_with(key, code).json()


def test_a_token_is_bound_to_the_key_that_was_proved(ask_with, get, introspect, key, code):
    token = ask_with(key, code).json()

    assert token["token_type"] == "DPoP"
    assert get(token["access_token"], key).status_code == 200
    described = introspect(token["access_token"]).json()
    assert described["token_type"] == "DPoP"
    assert described["cnf"] == {"jkt": key.thumbprint()}


def test_without_a_proof_the_token_is_a_bearer_token(ask, code):
    assert ask(code).json()["token_type"] == "Bearer"


def test_the_thiefs_key_opens_nothing(photobox, get, token):
    answer = get(token["access_token"], new_key())

    assert answer.status_code == 401
    assert 'DPoP realm="PhotoBox", error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert photobox.log.last("/api/photos").checks.failed.name == "dpop_key_of_the_token"


def test_a_bound_token_is_refused_as_bearer(photobox, token):
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("DPoP ")
    assert photobox.log.last("/api/photos").checks.failed.name == "dpop_scheme"


def test_a_bearer_token_does_not_become_a_bound_one(photobox, ask, get, key, code):
    assert get(ask(code).json()["access_token"], key).status_code == 401
    assert photobox.log.last("/api/photos").checks.failed.name == "dpop_key_of_the_token"


def test_a_bound_token_without_a_proof_is_refused(photobox, token):
    headers = {"Authorization": f"DPoP {token['access_token']}"}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)

    assert answer.status_code == 401
    assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]


OTHER = new_key()
WRONG: dict[str, tuple[dict[str, object], str]] = {
    "another typ": ({"header": {"typ": "JWT"}}, "dpop_typ"),
    "symmetric": (
        {"header": {"alg": "HS256"}, "sign_with": OctKey.generate_key(256)},
        "dpop_alg",
    ),
    "private key": ({"header": {"jwk": OTHER.as_dict(private=True)}}, "dpop_jwk_public"),
    "no key": ({"header": {"jwk": None}}, "dpop_jwk_public"),
    "broken key": ({"header": {"jwk": {"kty": "EC", "crv": "P-256"}}}, "dpop_signature"),
    "another signer": ({"sign_with": OTHER}, "dpop_signature"),
    "method": ({"htm": "GET"}, "dpop_htm"),
    "address": ({"htu": "http://127.0.0.1/other"}, "dpop_htu"),
    "no address": ({"htu": "http://[broken"}, "dpop_htu"),
    "no jti": ({"jti": None}, "dpop_claims_present"),
    "iat as text": ({"iat": "now"}, "dpop_claims_readable"),
    "iat without end": ({"iat": 10**400}, "dpop_claims_readable"),
    "half a character": ({"htu": "http://127.0.0.1/\ud800"}, "dpop_htu"),
    "old": ({"iat": lambda: int(time.time()) - 600}, "dpop_iat"),
    "future": ({"iat": lambda: int(time.time()) + 600}, "dpop_iat"),
}


@pytest.mark.parametrize(("changes", "check"), WRONG.values(), ids=WRONG)
def test_each_broken_proof_is_named(photobox, ask, key, code, changes, check):
    now = {name: value() if callable(value) else value for name, value in changes.items()}
    arguments = {"htm": "POST", "htu": photobox.token_endpoint} | now
    answer = ask(code, headers={"DPoP": proof(key, **arguments)})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    assert photobox.log.last("/token").checks.failed.name == check
    assert ask(code).status_code == 200  # the code is not used up


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "e30.e30.", "W10.W10.x", "!.!.!"])
def test_what_is_no_jwt_is_no_proof(photobox, text):
    with pytest.raises(Refused) as refused:
        check_proof(photobox, Proof(header=text, method="POST", url="http://x/"), Checklist())

    assert refused.value.error == "invalid_dpop_proof"


def test_an_unsigned_proof_is_refused(photobox, ask, key, code):
    signed = proof(key, "POST", photobox.token_endpoint)
    header = base64.urlsafe_b64encode(b'{"typ":"dpop+jwt","alg":"none","jwk":{"kty":"EC"}}')
    unsigned = header.rstrip(b"=").decode() + "." + signed.split(".")[1] + "."

    assert ask(code, headers={"DPoP": unsigned}).json()["error"] == "invalid_dpop_proof"
    assert photobox.log.last("/token").checks.failed.name == "dpop_alg"


def test_two_proofs_are_one_too_many(photobox, ask, key, code):
    both = ", ".join(proof(key, "POST", photobox.token_endpoint) for _ in range(2))

    assert ask(code, headers={"DPoP": both}).status_code == 400
    assert photobox.log.last("/token").checks.failed.name == "dpop_once"


def test_a_proof_works_once(photobox, ask, key, code):
    made = proof(key, "POST", photobox.token_endpoint)
    assert ask(code, headers={"DPoP": made}).status_code == 200

    assert ask(code, headers={"DPoP": made}).json()["error"] == "invalid_dpop_proof"
    assert photobox.log.last("/token").checks.failed.name == "dpop_jti_unused"


def test_half_a_character_in_a_jti_is_a_character(photobox, ask, key, code):
    """JSON can carry a lone surrogate, UTF-8 cannot."""
    made = proof(key, "POST", photobox.token_endpoint, jti="a\ud800")

    assert ask(code, headers={"DPoP": made}).status_code == 200


def test_htu_is_compared_without_query_and_in_one_spelling(photobox, key):
    spelled = photobox.issuer.replace("http", "HTTP") + "/%74oken?x=1#y"
    sent = Proof(header=proof(key, "POST", spelled), method="POST", url=photobox.token_endpoint)

    assert check_proof(photobox, sent, Checklist()) == key.thumbprint()


@pytest.mark.parametrize("ath", [None, "x" * 43])
def test_a_proof_for_the_api_names_the_token(photobox, token, key, ath):
    url = f"{photobox.api}/photos"
    made = proof(key, "GET", url, access_token=token["access_token"], ath=ath)
    headers = {"Authorization": f"DPoP {token['access_token']}", "DPoP": made}

    assert requests.get(url, headers=headers, timeout=5).status_code == 401
    assert photobox.log.last("/api/photos").checks.failed.name == "dpop_ath"


def test_a_nonce_is_asked_for_at_both_places(photobox, ask_with, get, key, code):
    photobox.options.require_dpop_nonce = True
    first = ask_with(key, code)
    nonce = first.headers["DPoP-Nonce"]
    token = ask_with(key, code, nonce=nonce).json()["access_token"]
    without = get(token, key)

    assert (first.status_code, first.json()["error"]) == (400, "use_dpop_nonce")
    assert without.status_code == 401
    assert 'DPoP realm="PhotoBox", error="use_dpop_nonce"' in without.headers["WWW-Authenticate"]
    assert get(token, key, nonce=without.headers["DPoP-Nonce"]).status_code == 200


def test_a_nonce_grows_old(photobox, ask_with, key, code):
    photobox.options.require_dpop_nonce = True
    nonce = ask_with(key, code).headers["DPoP-Nonce"]
    photobox.clock.advance(minutes=11)
    late = ask_with(key, code, nonce=nonce)

    assert late.json()["error"] == "use_dpop_nonce"
    assert late.headers["DPoP-Nonce"] != nonce


def test_with_a_nonce_the_clients_clock_may_be_wrong(photobox, ask, key, code):
    photobox.options.require_dpop_nonce = True
    made = proof(key, "POST", photobox.token_endpoint, nonce=photobox.nonces.current(), iat=1)

    assert ask(code, headers={"DPoP": made}).status_code == 200


def test_the_refresh_token_of_a_public_client_is_bound(ask_with, ask, key, public_code):
    first = ask_with(key, public_code, code_verifier=VERIFIER, **PUBLIC).json()
    renew = {
        "grant_type": "refresh_token",
        "refresh_token": first["refresh_token"],
        "redirect_uri": None,
        **PUBLIC,
    }

    assert ask(None, **renew).json()["error"] == "invalid_grant"
    assert ask_with(new_key(), **renew).json()["error"] == "invalid_grant"
    assert ask_with(key, **renew).json()["token_type"] == "DPoP"


def test_a_confidential_client_may_change_its_key(ask_with, token, get):
    other = new_key()
    renewed = ask_with(
        other, grant_type="refresh_token", refresh_token=token["refresh_token"], redirect_uri=None
    ).json()

    assert get(renewed["access_token"], other).status_code == 200


@pytest.mark.parametrize("who", ["owner", "thief", "nobody"])
def test_dpop_jkt_binds_the_code(ask_with, ask, alice, authorization_url, key, who):
    code = alice.code(authorization_url(dpop_jkt=key.thumbprint()))
    answers = {"owner": lambda: ask_with(key, code), "nobody": lambda: ask(code)}
    answer = answers.get(who, lambda: ask_with(new_key(), code))()

    assert answer.json().get("error") == (None if who == "owner" else "invalid_grant")


def test_a_malformed_dpop_jkt_travels_back(alice, authorization_url):
    page = alice.open(authorization_url(dpop_jkt="short"))

    assert "error=invalid_request" in page.headers["Location"]


def test_a_pushed_request_with_a_proof_binds_the_code(photobox, alice, ask, ask_with, key):
    endpoint = photobox.pushed_authorization_request_endpoint
    body = {
        "client_id": "printshop",
        "client_secret": "printshop-secret",
        "response_type": "code",
        "redirect_uri": "http://127.0.0.1:49152/callback",
    }

    def push(**more):
        headers = {"DPoP": proof(key, "POST", endpoint)}
        return requests.post(endpoint, data=body | more, headers=headers, timeout=5)

    uri = push(dpop_jkt=key.thumbprint()).json()["request_uri"]
    code = alice.code(f"{photobox.authorization_endpoint}?client_id=printshop&request_uri={uri}")

    assert push(dpop_jkt="x" * 43).json()["error"] == "invalid_dpop_proof"
    assert ask(code).json()["error"] == "invalid_grant"
    assert ask_with(key, code).status_code == 200


def test_the_service_can_insist_on_proofs(photobox, ask, code):
    photobox.options.require_dpop = True

    assert ask(code).json()["error"] == "invalid_dpop_proof"
    assert photobox.log.last("/token").checks.failed.name == "dpop_present"


def test_a_client_can_register_that_it_always_proves(photobox, alice, authorization_url, ask):
    redirect_uri = "https://client.example.com/cb"
    metadata = {"redirect_uris": [redirect_uri], "dpop_bound_access_tokens": True}
    client = requests.post(photobox.registration_endpoint, json=metadata, timeout=5).json()
    who = {"client_id": client["client_id"], "redirect_uri": redirect_uri}
    code = alice.code(authorization_url(**who))

    assert client["dpop_bound_access_tokens"] is True
    answer = ask(code, client_secret=client["client_secret"], **who)
    assert answer.json()["error"] == "invalid_dpop_proof"


def test_the_example_of_the_rfc_is_accepted_at_the_token_endpoint(monkeypatch):
    service = practice.PhotoBox("https://server.example.com")
    monkeypatch.setattr(service.clock, "now", lambda: 1562262616.0)
    secret = {"client_id": "printshop-nightly", "client_secret": "printshop-nightly-secret"}
    answer = Client(service.app).post(
        "/token",
        data={"grant_type": "client_credentials", **secret},
        headers={"DPoP": RFC_TOKEN_PROOF},
    )

    assert answer.json["token_type"] == "DPoP"
    (token,) = service.store.access_tokens.values()
    assert token.jkt == RFC_JKT


def test_the_example_of_the_rfc_is_accepted_at_the_api(monkeypatch):
    service = practice.PhotoBox("https://server.example.com")
    monkeypatch.setattr(service.clock, "now", lambda: 1562262618.0)
    sent = Proof(
        header=RFC_API_PROOF, method="GET", url="https://resource.example.org/protectedresource"
    )

    assert check_proof(service, sent, Checklist(), access_token=RFC_TOKEN) == RFC_JKT
