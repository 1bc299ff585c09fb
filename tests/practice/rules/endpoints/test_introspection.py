"""RFC 7662: what a token is worth, and to whom that is said."""

import pytest
import requests


@pytest.fixture
def token(ask, alice, authorization_url):
    return ask(alice.code(authorization_url(scope="photos.read openid"))).json()


def test_a_good_access_token_is_described(photobox, introspect, token):
    described = introspect(token["access_token"]).json()

    assert described.pop("exp") - described.pop("iat") == token["expires_in"]
    assert described == {
        "active": True,
        "iss": photobox.issuer,
        "client_id": "printshop",
        "sub": "alice",
        "username": "alice",
        "aud": photobox.api,
        "scope": "photos.read openid",
        "token_type": "Bearer",
    }


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense"])
def test_a_wrong_hint_hides_nothing(introspect, token, hint):
    for kind in ("access_token", "refresh_token"):
        assert introspect(token[kind], token_type_hint=hint).json()["active"]


def test_a_refresh_token_has_no_token_type(introspect, token):
    assert "token_type" not in introspect(token["refresh_token"]).json()


def test_a_service_token_has_a_subject_and_no_user(nightly, introspect):
    described = introspect(nightly().json()["access_token"]).json()

    assert described["sub"] == "printshop-nightly"
    assert "username" not in described


def test_an_inactive_token_is_called_inactive_and_nothing_else(
    photobox, ask, introspect, token, monkeypatch
):
    inactive = {"active": False}
    renewed = ask(grant_type="refresh_token", refresh_token=token["refresh_token"])

    assert renewed.status_code == 200
    assert introspect("unknown").json() == inactive
    assert introspect(token["refresh_token"]).json() == inactive  # used up
    monkeypatch.setattr(photobox.clock, "_offset", 3601.0)
    assert introspect(token["access_token"]).json() == inactive  # expired


def test_a_revoked_token_is_inactive(photobox, introspect, token):
    who = {"client_id": "printshop", "client_secret": "printshop-secret"}
    requests.post(photobox.revocation_endpoint, data={"token": token["refresh_token"], **who})

    for kind in ("access_token", "refresh_token"):
        assert introspect(token[kind]).json() == {"active": False}


def test_a_client_sees_its_own_tokens_only(introspect, nightly, token):
    own = introspect(token["access_token"], "printshop", "printshop-secret")
    foreign = introspect(nightly().json()["access_token"], "printshop", "printshop-secret")

    assert own.json()["active"]
    assert foreign.json() == {"active": False}


@pytest.mark.parametrize(
    ("client_id", "secret", "status", "check"),
    [
        ("photobox-api", "guess", 401, "client_authenticated"),
        ("printshop-public", None, 401, "client_confidential"),
        (None, None, 401, "client_known"),
    ],
)
def test_who_has_not_proved_itself_is_told_nothing(
    photobox, introspect, token, client_id, secret, status, check
):
    answer = introspect(token["access_token"], client_id, secret)

    assert (answer.status_code, answer.json()["error"]) == (status, "invalid_client")
    assert "active" not in answer.json()
    assert photobox.log.last("/introspect").checks.failed.name == check


def test_it_takes_post_only(photobox):
    assert requests.get(photobox.introspection_endpoint, timeout=5).status_code == 405


def test_a_request_without_a_token_is_refused(introspect):
    assert introspect(None).json()["error"] == "invalid_request"
