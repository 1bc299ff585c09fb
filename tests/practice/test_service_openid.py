"""OpenID Connect Core §3.1, §5.3, §10.1.1; Discovery §3. MUSTs are named in the docstrings."""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from bs4 import BeautifulSoup
from joserfc import jwt as jose_jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

SCOPE = "openid profile email"


@pytest.fixture
def openid_url(authorization_url):
    return lambda **changes: authorization_url(
        **({"scope": SCOPE, "nonce": "n-0S6_WzA2Mj"} | changes)
    )


@pytest.fixture
def token(alice, openid_url, exchange):
    return exchange(alice.code(openid_url())).json()


@pytest.fixture
def jwks(photobox):
    return lambda: requests.get(photobox.jwks_uri, timeout=5).json()


def part(token, number):
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def encode(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def answer_of(location):
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def verify_with_joserfc(id_token, jwks, issuer):
    decoded = jose_jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["ES256"])
    registry = jose_jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": "printshop"},
        exp={"essential": True},
    )
    registry.validate(decoded.claims)
    return decoded.claims


def verify_with_pyjwt(id_token, jwks, issuer):
    kid = jwt.get_unverified_header(id_token).get("kid")
    keys = [key for key in jwt.PyJWKSet.from_dict(jwks).keys if key.key_id == kid]
    if not keys:
        raise jwt.InvalidTokenError("no key of that kid")
    return jwt.decode(
        id_token, keys[0].key, algorithms=["ES256"], audience="printshop", issuer=issuer
    )


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
    key = ECKey.generate_key("P-256", {"kid": part(id_token, 0)["kid"]})
    return jose_jwt.encode(part(id_token, 0), evil(id_token), key)


def with_the_public_key_as_a_secret(id_token, jwks):
    """Key confusion: HS256, keyed with what everybody may read."""
    public = ECKey.import_key(jwks["keys"][0]).as_pem(private=False)
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


def test_a_request_may_come_by_post(photobox, alice, openid_url):
    """Core §3.1.2.1: GET and POST MUST both be supported."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(openid_url()).query).items()}
    page = alice.session.post(photobox.authorization_endpoint, data=query, timeout=5)

    assert 'name="password"' in page.text


@pytest.mark.parametrize(("scope", "status"), [("photos.read", 200), ("openid", 400)])
def test_openid_wants_a_redirect_uri(photobox, alice, scope, status):
    """Core §3.1.2.1: redirect_uri is REQUIRED; RFC 6749 §3.1.2.3 lets a client with one omit it."""
    body = {"redirect_uris": ["https://shop.example/callback"]}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    query = {"response_type": "code", "client_id": client["client_id"], "scope": scope}

    assert alice.open(f"{photobox.authorization_endpoint}?{urlencode(query)}").status_code == status


# prompt and max_age


def test_prompt_none_shows_no_page_and_asks_for_a_sign_in(alice, openid_url):
    """Core §3.1.2.1: MUST NOT display any page; §3.1.2.6: login_required."""
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])

    assert (answer["error"], answer["state"]) == ("login_required", "xyz")


def test_prompt_none_asks_for_consent_that_was_never_given(alice, openid_url):
    """Core §3.1.2.6: consent_required."""
    alice.sign_in(openid_url())
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])

    assert answer["error"] == "consent_required"


def test_prompt_none_gives_a_code_when_nothing_is_left_to_ask(alice, openid_url, exchange):
    """And only for what was approved before."""
    alice.decide(openid_url())
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])
    more = answer_of(alice.open(openid_url(prompt="none", scope="photos.read")).headers["Location"])

    assert exchange(answer["code"]).json()["scope"] == SCOPE
    assert more["error"] == "consent_required"


def test_prompt_login_asks_again(alice, openid_url, exchange, photobox):
    """Core §3.1.2.1: the person SHOULD be prompted, and auth_time is new then."""
    alice.sign_in(openid_url())
    photobox.clock.advance(minutes=5)
    page = alice.open(openid_url(prompt="login"))
    assert 'name="password"' in page.text

    page = alice.submit(page, username="alice", password="wonderland")
    code = answer_of(alice.submit(page, decision="approve").headers["Location"])["code"]
    claims = part(exchange(code).json()["id_token"], 1)

    assert claims["iat"] - claims["auth_time"] <= 2


def test_prompt_login_cannot_be_stepped_over(alice, openid_url, photobox):
    """The consent page of such a request is not reached with the old sign-in."""
    alice.sign_in(openid_url())
    page = alice.open(openid_url(prompt="login"))
    form = BeautifulSoup(page.text, "html.parser")
    fields = {i["name"]: i.get("value", "") for i in form.find_all("input", type="hidden")}
    answer = alice.session.post(
        f"{photobox.issuer}/consent",
        data=fields | {"decision": "approve", "scope": "openid"},
        allow_redirects=False,
        timeout=5,
    )

    assert "Location" not in answer.headers
    assert 'name="password"' in answer.text


@pytest.mark.parametrize(("max_age", "asks"), [("0", True), ("60", True), ("600", False)])
def test_max_age_asks_again_when_the_sign_in_is_older(alice, openid_url, photobox, max_age, asks):
    """Core §3.1.2.1: the OP MUST attempt to re-authenticate the person then."""
    alice.sign_in(openid_url())
    photobox.clock.advance(minutes=5)

    assert ('name="password"' in alice.open(openid_url(max_age=max_age)).text) is asks


def test_max_age_0_asks_again_whatever_the_clock_says(alice, openid_url, photobox):
    """Core §3.1.2.1: max_age=0 is the same as prompt=login, even of a sign-in in the future."""
    photobox.clock.advance(minutes=5)
    alice.sign_in(openid_url())
    photobox.clock.rewind()

    assert 'name="password"' in alice.open(openid_url(max_age="0")).text


def test_max_age_with_prompt_none_is_login_required(alice, openid_url, photobox):
    """Core §3.1.2.6."""
    alice.decide(openid_url())
    photobox.clock.advance(minutes=5)
    location = alice.open(openid_url(prompt="none", max_age="60")).headers["Location"]

    assert answer_of(location)["error"] == "login_required"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "magic"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "a.b.c"}, "request_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
    ],
)
def test_what_cannot_be_kept_is_refused(alice, openid_url, changes, error):
    """Core §3.1.2.1: none with another value is an error; §6.1, §7.2.1: say what is missing."""
    location = alice.open(openid_url(**changes)).headers["Location"]

    assert answer_of(location)["error"] == error


def test_login_hint_fills_the_name_in_and_is_escaped(alice, openid_url):
    page = alice.open(openid_url(login_hint='bob"><script>'))
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "username"})

    assert field["value"] == 'bob"><script>'
    assert "<script>" not in page.text


def test_a_pending_request_is_given_up_by_the_clock(photobox, alice, openid_url):
    page = alice.open(openid_url())
    photobox.clock.advance(minutes=31)

    assert alice.submit(page, username="alice", password="wonderland").status_code == 400


# userinfo


def userinfo(photobox, access_token, method="GET"):
    header = {"Authorization": f"Bearer {access_token}"}
    return requests.request(method, photobox.userinfo_endpoint, headers=header, timeout=5)


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", {"sub"}),
        ("openid profile", {"sub", "name", "preferred_username"}),
        ("openid email", {"sub", "email", "email_verified"}),
        (SCOPE, {"sub", "name", "preferred_username", "email", "email_verified"}),
    ],
)
def test_userinfo_gives_what_the_scopes_allow(photobox, alice, openid_url, exchange, scope, claims):
    """Core §5.4; §5.3.2: sub MUST always be there."""
    token = exchange(alice.code(openid_url(scope=scope))).json()

    assert set(userinfo(photobox, token["access_token"]).json()) == claims


def test_userinfo_is_about_the_same_person(photobox, token):
    """Core §5.3.2: sub MUST be the one of the ID token; §5.3.1: GET and POST."""
    answers = [userinfo(photobox, token["access_token"], method) for method in ("GET", "POST")]

    assert {answer.json()["sub"] for answer in answers} == {part(token["id_token"], 1)["sub"]}


def test_userinfo_wants_openid(photobox, alice, openid_url, exchange):
    """Core §5.3.3: errors as in RFC 6750 §3."""
    token = exchange(alice.code(openid_url(scope="photos.read"))).json()
    answer = userinfo(photobox, token["access_token"])

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


# keys


def test_an_old_key_stays_for_an_hour(photobox, token, jwks):
    """Core §10.1.1: keep keys for a while, so that what they signed can be verified."""
    old = part(token["id_token"], 0)["kid"]
    photobox.keys.rotate()
    kids = [key["kid"] for key in jwks()["keys"]]

    assert (len(kids), kids[1]) == (2, old)
    assert verify_with_pyjwt(token["id_token"], jwks(), photobox.issuer)["sub"] == "alice"
    photobox.clock.advance(minutes=61)
    assert [key["kid"] for key in jwks()["keys"]] == kids[:1]


def test_no_private_key_is_published(photobox, jwks):
    """RFC 7517 §9.2."""
    photobox.keys.rotate()

    assert all("d" not in key for key in jwks()["keys"])
    assert {(key["kty"], key["use"], key["alg"]) for key in jwks()["keys"]} == {
        ("EC", "sig", "ES256")
    }


def test_the_discovery_document_is_exact(photobox):
    """Discovery §3: every REQUIRED member; §4.3: issuer MUST be where it was fetched."""
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    document = requests.get(url, timeout=5).json()
    required = {
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    }

    assert required <= set(document)
    assert document["issuer"] == photobox.issuer
    assert document["request_uri_parameter_supported"] is False
    for name, value in document.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert getattr(photobox, name) == value
