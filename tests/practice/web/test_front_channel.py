"""What the person's browser walks through: authorize, sign in, consent, back."""

from urllib.parse import parse_qs, urlsplit

from tests.practice.browser import answer_of
from tests.practice.conftest import CALLBACK


def test_approval_brings_code_state_and_issuer_back(photobox, alice, authorization_url):
    location = alice.decide(authorization_url())

    assert location.startswith(CALLBACK + "?")
    answer = answer_of(location)
    assert set(answer) == {"code", "state", "iss"}
    assert (answer["state"], answer["iss"]) == ("xyz", photobox.issuer)


def test_an_unticked_scope_is_not_granted(photobox, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    alice.decide(url, scope=["photos.read"])

    (code,) = [c for c in list(photobox.store.codes.values())[-1:]]
    assert code.grant.scope == ("photos.read",)


def test_a_scope_that_was_not_asked_for_cannot_be_ticked(photobox, alice, authorization_url):
    alice.decide(authorization_url(), scope=["photos.read", "orders.write"])

    code = list(photobox.store.codes.values())[-1]
    assert code.grant.scope == ("photos.read",)


def test_a_request_may_come_by_post(photobox, alice, openid_url):
    """Core §3.1.2.1: GET and POST MUST both be supported."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(openid_url()).query).items()}
    page = alice.session.post(photobox.authorization_endpoint, data=query, timeout=5)

    assert 'name="password"' in page.text
