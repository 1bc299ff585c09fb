"""Giving a token back in other ways than RFC 7009."""

import pytest

from tests.practice.played import SECRET, Played, changed

ENDPOINT = "https://api.example.com/applications/{client_id}/token"


def deleted(app, token, *, client_id="an-app", secret=SECRET):
    return app.browser.delete(
        f"/applications/{client_id}/token", json={"access_token": token}, auth=("an-app", secret)
    )


def test_github_deletes_a_token_that_its_client_names():
    app = Played("github")
    token = app.tokens()["access_token"]
    assert app.call(token).status_code == 200
    answer = deleted(app, token)

    assert (answer.status_code, answer.text) == (204, "")
    assert app.call(token).status_code == 401
    assert deleted(app, token).status_code == 204


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ({"secret": "wrong"}, "client_authenticated"),
        ({"client_id": "printshop"}, "client_id_same"),
        ({"token": None}, "token_present"),
    ],
)
def test_nobody_else_deletes_it(given, broken):
    app = Played("github")
    token = app.tokens()["access_token"]
    answer = deleted(app, **({"token": token} | given))

    assert answer.status_code >= 400
    assert app.photobox.log[-1].checks.failed.name == broken
    assert app.call(token).status_code == 200


def test_another_app_s_token_stays():
    app = Played("github")
    token = app.tokens()["access_token"]
    app.photobox.store.access_tokens[token].grant.client_id = "another"

    assert deleted(app, token).status_code == 400


def test_slack_takes_it_back_from_whoever_holds_it():
    app = Played("slack")
    token = app.tokens()["access_token"]
    answer = app.browser.post("/api/auth.revoke", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json) == (200, {"ok": True})
    assert app.call(token).status_code == 401


def test_the_same_by_get():
    revocation = {"style": "bearer-get", "endpoint": "https://a.example/revoke-me"}
    app = Played(changed("github", revocation=revocation))
    token = app.tokens()["access_token"]

    assert app.get("/revoke-me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert app.call(token).status_code == 401


@pytest.mark.parametrize("style", ["none", "bearer-post", "basic-delete-json"])
def test_where_it_goes_otherwise_the_rfc_s_way_is_not_there(style):
    app = Played(changed("github", revocation={"style": style}))
    data = {"token": "x", "client_id": "an-app", "client_secret": SECRET}
    answer = app.browser.post("/revoke", data=data)

    assert answer.status_code == 404
    assert "Authorized OAuth Apps" in answer.json["error_description"]


def test_the_rfc_s_way():
    revocation = {"style": "rfc7009", "endpoint": "https://a.example/oauth/revoke"}
    app = Played(changed("github", revocation=revocation))
    token = app.tokens()["access_token"]

    assert app.post("https://a.example/oauth/revoke", {"token": str(token)}).status_code == 200
    assert app.call(token).status_code == 401
