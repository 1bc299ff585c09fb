"""What came is kept, and what was meant is judged."""

import pytest

from oauth_tutorial.practice import PhotoBox
from oauth_tutorial.presets import load
from tests.practice.played import Played


def test_the_log_has_the_address_as_it_came_and_the_standard_path():
    app = Played("github")
    app.exchange("x" * 43)
    entry = app.photobox.log.last("/token")

    assert entry.url == "http://localhost/login/oauth/access_token"
    assert "code=" in entry.request_body


def test_it_answers_at_the_standard_paths_too_in_the_same_words():
    app = Played("github")
    data = {"grant_type": "authorization_code", "code": "x", "client_id": "an-app"}
    answer = app.browser.post("/token", data={**data, "client_secret": app.secret})

    assert answer.text.startswith("error=bad_verification_code")


def test_a_body_that_is_too_long_is_refused_unread():
    app = Played("github")
    answer = app.browser.post("/login/oauth/access_token", data={"code": "x" * 70_000})

    assert answer.status_code == 413


def test_a_body_that_breaks_off_is_refused():
    app = Played("github")
    answer = app.browser.post(
        "/login/oauth/access_token", data="code=", environ_overrides={"CONTENT_LENGTH": "10"}
    )

    assert answer.status_code == 400


def test_without_a_personality_nothing_is_translated(client, service):
    assert client.post("/login/oauth/access_token").status_code == 404
    client.get("/authorize?scope=read:user&client_id=printshop")

    assert service.log[-1].parameters["scope"] == "read:user"


def test_the_repr_says_whom_it_plays():
    assert "playing GitHub" in repr(PhotoBox(personality=load("github")))


@pytest.mark.parametrize("path", ["/v1/oauth/token", "/token", "/device_authorization"])
@pytest.mark.parametrize("body", ['{"code": "\\ud800"}', '{"\\ud800": "code"}'])
def test_half_a_character_in_json_is_refused_as_what_is_no_utf_8(path, body):
    app = Played("notion")
    answer = app.browser.post(path, data=body, content_type="application/json")

    assert answer.status_code == 400
    assert app.photobox.log[-1].checks.failed.name == "parameters_are_utf8"
