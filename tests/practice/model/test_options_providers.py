"""What differs between providers is an option of the service, without any of them."""

import pytest
from bs4 import BeautifulSoup

from tests.practice.browser import answer_of


def tokens(alice, authorization_url, ask, **changes):
    return ask(answer_of(alice.decide(authorization_url(**changes)))["code"]).json()


def refreshed(ask, token):
    return ask(None, grant_type="refresh_token", refresh_token=token, redirect_uri=None)


@pytest.mark.parametrize(
    ("refresh", "when", "changes", "there"),
    [
        ("always", {}, {}, True),
        ("never", {}, {}, False),
        ("when", {"access_type": "offline"}, {}, False),
        ("when", {"access_type": "offline"}, {"access_type": "online"}, False),
        ("when", {"access_type": "offline"}, {"access_type": "offline"}, True),
        ("when", {"scope": "email"}, {"scope": "photos.read"}, False),
        ("when", {"scope": "email"}, {"scope": "photos.read email"}, True),
    ],
)
def test_who_gets_a_refresh_token(
    photobox, alice, authorization_url, ask, refresh, when, changes, there
):
    photobox.options.refresh, photobox.options.refresh_when = refresh, when

    assert ("refresh_token" in tokens(alice, authorization_url, ask, **changes)) is there


def test_a_refresh_token_may_stay_the_same(photobox, alice, authorization_url, ask):
    photobox.options.refresh_rotates = False
    token = tokens(alice, authorization_url, ask)["refresh_token"]

    for _ in range(2):
        assert refreshed(ask, token).json()["refresh_token"] == token


def test_the_answer_of_a_refresh_may_leave_it_out(photobox, alice, authorization_url, ask):
    photobox.options.refresh_returned = False
    token = tokens(alice, authorization_url, ask)["refresh_token"]

    for _ in range(2):
        answer = refreshed(ask, token).json()
        assert "access_token" in answer
        assert "refresh_token" not in answer


def test_the_issuer_may_be_left_out(photobox, alice, authorization_url):
    photobox.options.send_iss = False
    url = photobox.issuer + "/.well-known/oauth-authorization-server"

    assert "iss" not in answer_of(alice.decide(authorization_url()))
    assert not alice.open(url).json()["authorization_response_iss_parameter_supported"]


def test_the_answer_may_be_a_form(photobox, alice, authorization_url):
    photobox.options.response_mode = "form_post"
    page = alice.submit(
        alice.sign_in(authorization_url(response_mode="form_post")), decision="approve"
    )
    form = BeautifulSoup(page.text, "html.parser").form
    given = {one["name"]: one["value"] for one in form.find_all("input")}

    assert form["action"] == "http://127.0.0.1:49152/callback"
    assert set(given) == {"code", "state", "iss"}
    assert "invalid_request" in alice.open(authorization_url(response_mode="query")).text
    assert photobox.log[-1].checks.failed.name == "response_mode_supported"


def test_options_go_back_to_the_safe_ones(photobox):
    photobox.options.refresh, photobox.options.pkce = "never", "ignored"
    photobox.options.refresh_when = {"a": "b"}
    photobox.options.reset()

    assert (photobox.options.refresh, photobox.options.pkce) == ("always", "default")
    assert photobox.options.refresh_when == {}
