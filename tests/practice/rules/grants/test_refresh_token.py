"""A refresh token becomes new tokens, and is used up by it (RFC 6749 §6, RFC 9700 §4.14.2)."""

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
