"""RFC 7009: the client gives a token back."""

import pytest
import requests


@pytest.fixture
def revoke(photobox):
    def send(token, client_id="printshop", client_secret="printshop-secret", **more):
        body = {"token": token, "client_id": client_id, "client_secret": client_secret} | more
        return requests.post(photobox.revocation_endpoint, data=body, timeout=5)

    return send


@pytest.fixture
def token(ask, alice, authorization_url):
    return ask(alice.code(authorization_url())).json()


def test_an_access_token_goes_alone(revoke, introspect, token):
    answer = revoke(token["access_token"], token_type_hint="refresh_token")  # a wrong hint

    assert (answer.status_code, answer.json()) == (200, {})
    assert not introspect(token["access_token"]).json()["active"]
    assert introspect(token["refresh_token"]).json()["active"]


def test_a_refresh_token_takes_its_access_tokens_along(revoke, introspect, token):
    revoke(token["refresh_token"], token_type_hint="nonsense")

    assert not introspect(token["refresh_token"]).json()["active"]
    assert not introspect(token["access_token"]).json()["active"]


def test_an_unknown_token_is_no_error(revoke):
    assert revoke("unknown").status_code == 200


@pytest.mark.parametrize(
    ("client_id", "secret", "status", "check"),
    [
        ("printshop-public", None, 400, "token_of_this_client"),
        ("printshop-nightly", "printshop-nightly-secret", 400, "token_of_this_client"),
        ("printshop", "guess", 401, "client_authenticated"),
    ],
)
def test_nobody_else_can_revoke_it(
    photobox, revoke, introspect, token, client_id, secret, status, check
):
    answer = revoke(token["refresh_token"], client_id, secret)

    assert answer.status_code == status
    assert photobox.log.last("/revoke").checks.failed.name == check
    assert introspect(token["access_token"]).json()["active"]


def test_a_request_without_a_token_is_refused(revoke):
    assert revoke(None).json()["error"] == "invalid_request"


def photos(photobox, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)


def test_revocation_ends_the_grant_and_forgives_the_unknown(photobox, ask, code):
    token = ask(code).json()
    who = {"client_id": "printshop", "client_secret": "printshop-secret"}
    for value in (token["refresh_token"], "unknown"):
        answer = requests.post(
            photobox.revocation_endpoint, data={"token": value, **who}, timeout=5
        )
        assert answer.status_code == 200

    assert photos(photobox, token["access_token"]).status_code == 401
