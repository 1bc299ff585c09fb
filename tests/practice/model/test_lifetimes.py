"""How long things live can be set, for whatever is issued from then on."""

import pytest
import requests

from oauth_tutorial.practice.model.lifetimes import KINDS
from tests.practice.judges import part


def test_an_access_token_lives_as_long_as_is_set(photobox, exchange, code):
    photobox.lifetimes.access_token = 30
    token = exchange(code).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}

    def status():
        return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5).status_code

    assert (token["expires_in"], status()) == (30, 200)
    photobox.clock.advance(seconds=31)
    assert status() == 401


def test_a_code_lives_as_long_as_was_set_when_it_was_issued(
    photobox, alice, authorization_url, ask
):
    photobox.lifetimes.code = 5
    code = alice.code(authorization_url())
    photobox.lifetimes.reset()
    photobox.clock.advance(seconds=6)

    assert ask(code).json()["error"] == "invalid_grant"
    failed = photobox.log.last("/token").checks.failed
    assert (failed.name, failed.sentence) == ("code_fresh", "code is younger than 5 seconds")


def test_the_others_are_used_too(photobox, alice, begin, openid_url, ask, authorization_url):
    for number, kind in enumerate(KINDS):
        setattr(photobox.lifetimes, kind, 100 + number)
    token = ask(alice.code(openid_url())).json()
    claims = part(token["id_token"], 1)
    wanted = {"response_type": "code", "redirect_uri": "http://127.0.0.1/callback"}
    pushed = requests.post(
        photobox.pushed_authorization_request_endpoint,
        wanted,
        auth=("printshop", "printshop-secret"),
        timeout=5,
    ).json()
    refresh = photobox.store.refresh_tokens[token["refresh_token"]]

    lived = {
        "access_token": token["expires_in"],
        "id_token": claims["exp"] - claims["iat"],
        "request_uri": pushed["expires_in"],
        "device_code": begin().json()["expires_in"],
        "refresh_token": round(refresh.expires_at - refresh.issued_at),
    }
    assert lived == {kind: 100 + KINDS.index(kind) for kind in lived}
    page = alice.open(authorization_url(prompt="login"))
    photobox.clock.advance(seconds=107)
    assert alice.submit(page, username="alice", password="wonderland").status_code == 400


@pytest.mark.parametrize("seconds", [0, -1, 1.5, "30", True, 10**12, None])
def test_what_is_no_number_of_seconds_is_said(service, seconds):
    with pytest.raises(ValueError, match="whole number of seconds from 1 to"):
        service.lifetimes.code = seconds
    assert service.lifetimes.code == 60


def test_a_kind_that_does_not_exist_is_an_error(service):
    with pytest.raises(AttributeError):
        service.lifetimes.no_such_kind = 5
