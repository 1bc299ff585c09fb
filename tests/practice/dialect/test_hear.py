"""Requests in: the provider's names, body and words become those of the RFCs."""

from dataclasses import replace

import pytest

from oauth_tutorial.practice.dialect.hear import renamed
from tests.practice.played import VERIFIER, Played, changed


def test_a_standard_name_that_is_called_otherwise_means_nothing():
    assert renamed([("a", "1"), ("client_id", "2")], {"client_id": "a"}) == [("client_id", "1")]


def test_slack_s_scope_is_another_s():
    """The person's scopes are in user_scope; scope would be a bot's."""
    app = Played("slack")
    page = app.get("/oauth/v2/authorize?client_id=an-app&response_type=code&scope=chat:write")

    assert "chat:write" not in page.text
    app.open()
    entry = app.photobox.log[-1]
    assert entry.parameters["scope"] == "profile"
    assert "user_scope=users%3Aread" in entry.url
    assert (entry.path, "/oauth/v2/authorize" in entry.url) == ("/authorize", True)


@pytest.mark.parametrize("name", ["github", "slack", "facebook"])
def test_what_the_provider_s_own_page_does_not_ask_for_may_be_left_out(name):
    """An app that was written after that page sends no response_type and no grant_type."""
    app = Played(name)
    code = app.answer(response_type=None)["code"]
    given = {"code": code, "redirect_uri": app.callback, "code_verifier": VERIFIER}

    assert app.inside(app.post(app.preset.endpoints.token, given))["access_token"]
    assert app.photobox.log[-1].parameters["grant_type"] == "authorization_code"


def test_github_s_token_request_may_leave_the_redirect_uri_out_and_may_not_send_another():
    app = Played("github")
    given = {"code": app.answer()["code"], "code_verifier": VERIFIER}

    assert app.inside(app.post(app.preset.endpoints.token, given))["access_token"]
    given = {**given, "code": app.answer()["code"], "redirect_uri": f"{app.callback}/another"}
    assert app.post(app.preset.endpoints.token, given).json["error"] == "redirect_uri_mismatch"


def test_elsewhere_it_may_not():
    app = Played("discord")
    code = app.answer()["code"]
    given = {"code": code, "redirect_uri": app.callback, "code_verifier": VERIFIER}

    assert app.post(app.preset.endpoints.token, given).status_code == 400
    assert app.photobox.log[-1].checks.failed.name == "grant_type_present"


def test_a_request_by_post_is_heard_once():
    app = Played("slack")
    answer = app.browser.post("/oauth/v2/authorize", data=app.asks(scope="files:read"))
    app.get(f"/oauth/v2/{answer.headers['Location']}")

    assert app.photobox.log[-1].parameters["scope"] == "photos.read"


def test_an_unknown_scope_is_answered_with_the_provider_s_words():
    answer = Played("github").open(scope="nonsense").headers["Location"]

    assert "read%3Auser%20user%3Aemail" in answer
    assert "photos.read" not in answer


def test_a_scope_with_the_wrong_separator_is_one_unknown_word():
    app = Played("slack")
    page = app.submit(app.open(scope="users:read,chat:write"), username="alice", password="x")
    assert page.status_code == 401  # it came as far as that
    app.open(scope="users:read chat:write")

    assert app.photobox.log[-1].error == "invalid_scope"


def test_a_word_of_photobox_s_own_still_means_the_same():
    app = Played("github")
    tokens = app.tokens(scope="photos.read")

    photos = app.get("/api/photos", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert photos.status_code == 200


def test_a_word_that_nothing_here_stands_for_can_be_asked_for():
    """repo:status has no like: it is granted, shown and said."""
    preset = changed("github")
    more = [one if one.like != "email" else _without(one) for one in preset.scopes]
    app = Played(changed("github", scopes=tuple(more)))
    page = app.consent(scope="user:email")

    assert "Read your e-mail addresses" in page.text
    assert app.tokens(scope="user:email")["scope"] == "user:email"


def _without(scope):
    return replace(scope, like="")


def test_a_json_body_is_read_where_it_is_wanted():
    app = Played(changed("github", token={"body": "json"}))
    assert app.tokens()["access_token"]
    entry = app.photobox.log[-1]

    assert entry.request_body.startswith("{")
    assert entry.parameters["grant_type"] == "authorization_code"


def test_a_form_is_refused_where_json_is_wanted():
    app = Played(changed("github", token={"body": "json"}))
    app.exchange("x" * 43, json_body=False)

    assert app.photobox.log[-1].checks.failed.name == "dialect_body"


def test_json_is_refused_where_a_form_is_wanted():
    app = Played("github")
    app.exchange("x" * 43, json_body=True)

    assert app.photobox.log[-1].checks.failed.name == "body_is_form"


def test_renamed_parameters_of_both_endpoints():
    names = {"client_id": "client_key"}
    app = Played(changed("github", token={"names": names}, authorization={"names": names}))

    assert "client_key" in app.asks()
    assert app.tokens()["access_token"]
    assert app.photobox.log[-1].parameters["client_id"] == "an-app"


def test_what_cannot_be_read_is_refused_as_ever():
    app = Played("github")
    answer = app.browser.post(
        "/login/oauth/access_token",
        data=b"code=%E9&client_id=an-app",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 400
    assert app.photobox.log[-1].checks.failed.name == "parameters_are_utf8"
    many = "&".join(f"a{n}=1" for n in range(300))
    assert app.get(f"/login/oauth/authorize?{many}").status_code == 400


def test_where_scopes_are_not_taken_the_registration_says_them():
    app = Played(changed("github", authorization={"scopes_taken": False}))
    page = app.consent(scope="repo")

    assert "Read your profile" in page.text
    assert "Read and write all your repositories" not in page.text


def test_a_space_may_be_taken_beside_the_comma():
    both = Played(changed("github", authorization={"scope_separator": ",", "spaces_too": True}))

    assert both.tokens(scope="read:user gist")["scope"] == "read:user,gist"
    assert both.tokens(scope="read:user,gist")["scope"] == "read:user,gist"
