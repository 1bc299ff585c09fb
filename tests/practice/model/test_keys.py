"""The signing keys (OpenID Connect Core §10.1.1; RFC 7517)."""

from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.practice.model.keys import Keys
from tests.practice.judges import part, verify_with_pyjwt


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


def test_reset_forgets_every_key_but_the_one_that_signs():
    keys = Keys(Clock())
    keys.jwks()
    keys.rotate()
    [current, _] = keys.jwks()["keys"]
    keys.reset()

    assert keys.jwks() == {"keys": [current]}


def test_what_was_signed_names_its_key_and_type_and_reads_back():
    keys = Keys(Clock())
    token = keys.sign({"sub": "alice"}, typ="at+jwt")

    assert part(token, 0) == {
        "typ": "at+jwt",
        "alg": "ES256",
        "kid": keys.jwks()["keys"][0]["kid"],
    }
    assert keys.claims_of(token) == {"sub": "alice"}
