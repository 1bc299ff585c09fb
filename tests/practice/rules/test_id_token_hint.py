"""``id_token_hint`` (OpenID Connect Core §3.1.2.1, §3.1.2.2)."""

import json
from base64 import urlsafe_b64encode

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.rules.id_token_hint import read_hint
from tests.practice.browser import Person, answer_of

BOB = ("bob", "builder")


@pytest.fixture
def id_token(openid_url, exchange):
    """An ID token of somebody who signs in in a browser of their own."""

    def get(username="bob", password="builder", **changes):
        person = Person(username, password)
        token = exchange(person.code(openid_url(**changes))).json()["id_token"]
        person.close()
        return token

    return get


def test_a_hint_for_bob_is_never_answered_for_alice(alice, openid_url, id_token, exchange):
    """Core §3.1.2.2: MUST NOT reply for a different user, even if they have an active session."""
    alice.decide(openid_url())
    page = alice.open(openid_url(id_token_hint=id_token()))
    assert 'name="password"' in page.text
    assert 'value="bob"' in page.text

    again = alice.submit(page, username="alice", password="wonderland")
    assert again.status_code == 401
    assert "Sign in as <code>bob</code>" in again.text
    consent = alice.submit(again, username="bob", password="builder")
    code = answer_of(alice.submit(consent, decision="approve").headers["Location"])["code"]
    assert exchange(code).json()["id_token"].split(".")[1] != ""
    assert "Bob" in consent.text


def test_with_prompt_none_it_is_login_required(alice, openid_url, id_token):
    alice.decide(openid_url())
    url = openid_url(id_token_hint=id_token(), prompt="none")

    assert answer_of(alice.open(url).headers["Location"])["error"] == "login_required"


def test_a_hint_for_who_is_signed_in_changes_nothing(photobox, alice, openid_url, exchange):
    """Nor does it when the ID token has expired: §3.1.2.2 wants it accepted."""
    code = alice.code(openid_url())
    hint = exchange(code).json()["id_token"]
    photobox.clock.advance(minutes=20)
    url = openid_url(id_token_hint=hint, prompt="none")

    assert "code" in answer_of(alice.open(url).headers["Location"])


def test_who_signs_in_in_another_tab_does_not_approve_for_bob(alice, openid_url, id_token):
    bob = Person(*BOB)
    consent = bob.sign_in(openid_url(id_token_hint=id_token()))
    assert "Approve" in consent.text
    other = bob.submit(
        bob.open(openid_url(prompt="login")), username="alice", password="wonderland"
    )
    answer = bob.session.get(consent.url, timeout=5)
    bob.close()

    assert "Alice" in other.text
    assert 'name="password"' in answer.text


def forgeries(photobox, token):
    key = ECKey.generate_key("P-256", auto_kid=True)
    claims = photobox.keys.claims_of(token)
    none = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    head, payload, signature = token.split(".")
    public = json.dumps(photobox.keys.jwks()["keys"][0])
    return {
        "another key": jwt.encode({"alg": "ES256"}, claims, key),
        "none": f"{none}.{payload}.",
        "hs256": jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(public)),
        "changed": ".".join((head, payload[:-2] + "AA", signature)),
        "another issuer": photobox.keys.sign(claims | {"iss": "https://evil.example"}),
        "an access token": photobox.keys.sign(claims, typ="at+jwt"),
        "no person": photobox.keys.sign(claims | {"sub": 7}),
        "no token": "x",
        "dots": "..",
        "long": "a" * 9000,
    }


def test_what_the_server_did_not_sign_is_refused(photobox, alice, openid_url, id_token):
    """§3.1.2.2: it MUST validate that it was the issuer."""
    for name, forged in forgeries(photobox, id_token()).items():
        answer = answer_of(alice.open(openid_url(id_token_hint=forged)).headers["Location"])

        assert answer["error"] == "invalid_request", name
        assert photobox.log[-1].checks.failed.name == "id_token_hint_ours", name
        assert forged[:40] not in answer["error_description"] or len(forged) < 3


def test_a_hint_of_another_client_is_refused(photobox, id_token):
    with pytest.raises(Refused, match="issued to this client"):
        read_hint(photobox, id_token(), "another", Checklist())
    hint = read_hint(photobox, id_token(), "", Checklist())
    assert (hint.username, hint.client_id) == ("bob", "printshop")


def test_a_key_that_signs_no_more_still_counts_while_it_is_listed(photobox, id_token):
    token = id_token()
    photobox.keys.rotate()

    assert read_hint(photobox, token, "printshop", Checklist()).username == "bob"
