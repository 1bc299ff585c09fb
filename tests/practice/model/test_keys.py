"""The signing keys (OpenID Connect Core §10.1.1; RFC 7517)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.practice.model.keys import ALGORITHMS, Keys
from tests.practice.judges import part, verify_with_pyjwt


@pytest.fixture
def keys():
    return Keys(Clock())


def kids(keys):
    return [key["kid"] for key in keys.jwks()["keys"]]


def test_old_keys_stay_for_an_hour(photobox, token, jwks):
    """Core §10.1.1: keep keys for a while, so that what they signed can be verified."""
    old = [key["kid"] for key in jwks()["keys"]]
    photobox.keys.rotate()
    now = [key["kid"] for key in jwks()["keys"]]

    assert (len(set(now)), now[2:]) == (4, old)
    assert part(token["id_token"], 0)["kid"] == old[0]
    assert verify_with_pyjwt(token["id_token"], jwks(), photobox.issuer)["sub"] == "alice"
    photobox.clock.advance(minutes=61)
    assert [key["kid"] for key in jwks()["keys"]] == now[:2]


@pytest.mark.parametrize("kind", ["id_token", "access_token"])
def test_old_keys_stay_while_a_token_that_they_signed_is_valid(
    photobox, alice, openid_url, exchange, jwks, kind
):
    """Core §10.1.1: also where the lifetime is shorter again by the time the keys change."""
    photobox.options.jwt_access_tokens = True
    setattr(photobox.lifetimes, kind, 3 * 3600)
    token = exchange(alice.code(openid_url())).json()[kind]
    photobox.lifetimes.reset()
    kid = part(token, 0)["kid"]
    photobox.keys.rotate()
    photobox.keys.rotate()

    def is_published():
        return kid in [key["kid"] for key in jwks()["keys"]]

    photobox.clock.advance(seconds=3 * 3600 - 60)
    assert is_published()
    photobox.clock.advance(seconds=120)
    assert not is_published()


def test_both_kinds_are_published_and_no_private_key(photobox, jwks):
    """RFC 7517 §9.2; OpenID Connect Discovery §3: RS256 MUST be there."""
    photobox.keys.rotate()
    published = jwks()["keys"]

    assert all({"d", "p", "q", "dp", "dq", "qi"}.isdisjoint(key) for key in published)
    assert [(key["kty"], key["use"], key["alg"]) for key in published[:2]] == [
        ("RSA", "sig", "RS256"),
        ("EC", "sig", "ES256"),
    ]


def test_the_keys_that_sign_stand_first_and_are_the_same_at_each_question(keys):
    rs256, es256 = (part(keys.sign({}, algorithm=one), 0)["kid"] for one in ALGORITHMS)

    assert kids(keys) == kids(keys) == [rs256, es256]
    assert part(keys.sign({}), 0)["kid"] == rs256


def test_two_requests_at_a_time_make_one_key(keys):
    with ThreadPoolExecutor() as pool:
        tokens = list(pool.map(lambda _: keys.sign({}), range(8)))

    assert len({part(token, 0)["kid"] for token in tokens}) == 1


def test_reset_forgets_every_key_but_those_that_sign(keys):
    keys.jwks()
    keys.rotate()
    current = kids(keys)[:2]
    keys.reset()

    assert kids(keys) == current


def test_what_was_never_used_leaves_nothing_behind_when_it_rotates(keys):
    keys.sign({})
    keys.rotate()

    assert [key["alg"] for key in keys.jwks()["keys"]] == ["RS256", "ES256", "RS256"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_was_signed_names_its_key_and_type_and_reads_back(keys, algorithm):
    token = keys.sign({"sub": "alice"}, "at+jwt", algorithm)
    kid = next(key["kid"] for key in keys.jwks()["keys"] if key["alg"] == algorithm)

    assert part(token, 0) == {"typ": "at+jwt", "alg": algorithm, "kid": kid}
    assert keys.claims_of(token) == {"sub": "alice"}


def test_what_is_signed_again_differs_in_its_changes_alone(keys):
    token = keys.sign({"sub": "alice", "iat": 1}, "at+jwt", "ES256")
    again = keys.sign_again(token, iat=2)

    assert part(again, 0) == part(token, 0)
    assert part(again, 1) == {"sub": "alice", "iat": 2}
