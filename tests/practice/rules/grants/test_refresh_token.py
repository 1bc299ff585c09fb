"""A refresh token becomes new tokens, and is used up by it (RFC 6749 §6, RFC 9700 §4.14.2)."""

import pytest
import requests


def photos(photobox, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)


def test_refresh_tokens_rotate_and_reuse_kills_the_family(photobox, ask, code):
    def refresh(token, **changes):
        return ask(
            None,
            grant_type="refresh_token",
            refresh_token=token,
            redirect_uri=None,
            **changes,
        )

    first = ask(code).json()["refresh_token"]
    second = refresh(first).json()
    wider = refresh(second["refresh_token"], scope="photos.read orders.write")
    reused = refresh(first)

    assert photos(photobox, second["access_token"]).status_code == 401
    assert wider.json()["error"] == "invalid_scope"
    assert reused.json()["error"] == "invalid_grant"
    assert refresh(second["refresh_token"]).json()["error"] == "invalid_grant"


def renew(ask, token, **changes):
    return ask(None, grant_type="refresh_token", refresh_token=token, redirect_uri=None, **changes)


def test_a_refresh_token_of_another_client_is_refused(ask, alice, authorization_url):
    token = ask(alice.code(authorization_url())).json()["refresh_token"]
    foreign = renew(ask, token, client_id="printshop-public", client_secret=None)

    assert foreign.json()["error"] == "invalid_grant"
    assert renew(ask, token).status_code == 200


def test_a_refresh_token_expires(photobox, ask, alice, authorization_url):
    token = ask(alice.code(authorization_url())).json()["refresh_token"]
    photobox.clock.advance(days=31)

    assert renew(ask, token).json()["error"] == "invalid_grant"


def test_a_narrowed_refresh_keeps_the_scope_of_the_refresh_token(ask, alice, authorization_url):
    first = ask(alice.code(authorization_url(scope="photos.read orders.write"))).json()
    narrow = renew(ask, first["refresh_token"], scope="photos.read").json()
    wide = renew(ask, narrow["refresh_token"]).json()

    assert narrow["scope"] == "photos.read"
    assert wide["scope"] == "photos.read orders.write"


def test_a_refresh_leaves_out_what_was_left_out_before(ask, alice, authorization_url):
    """Many clients send the scope of their settings each time."""
    asked = "openid photos.read groups"
    first = ask(alice.code(authorization_url(scope=asked))).json()
    again = renew(ask, first["refresh_token"], scope=asked).json()
    wider = renew(ask, again["refresh_token"], scope=f"{asked} orders.write").json()

    assert (again["scope"], wider["error"]) == ("openid photos.read", "invalid_scope")


def test_without_openid_a_refresh_with_an_unknown_word_is_refused(ask, code, photobox):
    first = ask(code).json()

    assert renew(ask, first["refresh_token"], scope="photos.read x").json()["error"] == (
        "invalid_scope"
    )
    assert photobox.log.last("/token").checks.failed.name == "scope_not_wider"


def test_a_word_that_comes_twice_is_said_once(ask, code):
    first = ask(code).json()
    again = renew(ask, first["refresh_token"], scope="photos.read openid photos.read").json()

    assert again["scope"] == "photos.read openid"


@pytest.fixture
def narrowed(photobox, ask, alice, authorization_url):
    """Sign alice in to a client that then takes scopes out of its registration."""
    uri = "https://shop.example/cb"

    def walk(granted, *, left, exchanged=True):
        body = {"redirect_uris": [uri]}
        client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
        known = {name: client[name] for name in ("client_id", "client_secret")}
        url = authorization_url(client_id=client["client_id"], redirect_uri=uri, scope=granted)
        code = alice.code(url)
        token = ask(code, redirect_uri=uri, **known).json() if exchanged else {}
        answer = requests.put(
            client["registration_client_uri"],
            json=known | body | {"scope": left},
            headers={"Authorization": f"Bearer {client['registration_access_token']}"},
            timeout=5,
        )
        assert answer.status_code == 200
        if not exchanged:
            return ask(code, redirect_uri=uri, **known)
        return renew(ask, token["refresh_token"], **known)

    return walk


@pytest.mark.parametrize("exchanged", [True, False])
def test_what_a_client_took_out_of_its_registration_it_gets_no_more(narrowed, exchanged):
    """RFC 7592 §2.2, RFC 7591 §2: by a refresh token, or by a code from before."""
    answer = narrowed("photos.read orders.write openid", left="photos.read", exchanged=exchanged)

    assert answer.json()["scope"] == "photos.read"
    assert "id_token" not in answer.json()


@pytest.mark.parametrize("exchanged", [True, False])
def test_where_nothing_is_left_it_is_refused(photobox, narrowed, exchanged):
    answer = narrowed("photos.read", left="email", exchanged=exchanged)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    assert photobox.log.last("/token").checks.failed.name == "scope_left"
