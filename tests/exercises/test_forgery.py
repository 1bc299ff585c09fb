"""Each forgery breaks one rule of OpenID Connect Core §3.1.3.7, and keeps all others."""

import base64
import json

import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from oauth_tutorial.exercises.forgery import FORGERIES, LACKING, NEAR_FORGERIES, Issuer

BROKEN = {
    "alg_none": {"signature"},
    "altered_payload": {"signature"},
    "other_key": {"signature"},
    "key_confusion": {"signature"},
    "other_issuer": {"iss"},
    "other_audience": {"aud"},
    "expired": {"exp"},
    "other_nonce": {"nonce"},
}


def part(token: str, number: int) -> dict[str, object]:
    text = token.split(".")[number]
    return dict(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))


def broken_rules(token: str, issuer: Issuer) -> set[str]:
    """What a client that verifies everything finds wrong."""
    claims, broken = part(token, 1), set()
    try:
        jws.deserialize_compact(token, KeySet.import_key_set(issuer.jwks), algorithms=["RS256"])
    except (JoseError, ValueError):
        broken.add("signature")
    wanted = {"iss": issuer.issuer, "aud": issuer.client_id, "nonce": issuer.nonce}
    broken |= {name for name, value in wanted.items() if claims.get(name) != value}
    return broken | ({"exp"} if claims.get("exp", 0) <= issuer.made_at else set())


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


def test_the_genuine_token_keeps_every_rule(issuer: Issuer) -> None:
    assert broken_rules(issuer.genuine(), issuer) == set()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_breaks_its_one_rule(issuer: Issuer, name: str) -> None:
    assert broken_rules(FORGERIES[name](issuer), issuer) == BROKEN[name]


@pytest.mark.parametrize("name", NEAR_FORGERIES)
def test_a_near_miss_breaks_the_same_rule(issuer: Issuer, name: str) -> None:
    for forge in NEAR_FORGERIES[name]:
        assert broken_rules(forge(issuer), issuer) == BROKEN[name]


@pytest.mark.parametrize("name", [name for name, rules in BROKEN.items() if "signature" in rules])
def test_whoever_forges_the_signature_gets_in_as_somebody_else(issuer: Issuer, name: str) -> None:
    """Otherwise nothing would be gained by it; and the header still names the right key."""
    token = FORGERIES[name](issuer)

    assert part(token, 1)["sub"] == "bob"
    assert part(issuer.genuine(), 1)["sub"] == "alice"
    assert part(token, 0)["kid"] == issuer.key.kid


def test_the_public_key_alone_is_published(issuer: Issuer) -> None:
    [published] = issuer.jwks["keys"]

    assert "d" not in published
    assert issuer.expected() == {
        "jwks": issuer.jwks,
        "issuer": issuer.issuer,
        "client_id": issuer.client_id,
        "nonce": issuer.nonce,
    }


@pytest.mark.parametrize("name", LACKING)
def test_what_is_missing_is_the_one_rule_that_is_broken(issuer: Issuer, name: str) -> None:
    for forge in LACKING[name]:
        assert broken_rules(forge(issuer), issuer) == {name.removesuffix("_missing")}
