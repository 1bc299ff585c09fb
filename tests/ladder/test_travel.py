"""Where a value travels, and who could read it there."""

import json

import pytest

from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange

SOMETIMES = {"person", "browser history", "Referer", "proxy", "logs"}


def test_the_code_is_seen_by_everybody_and_so_it_lives_for_a_minute(flow):
    sightings = ladder(flow.log).who_sees("code")

    assert [place.number for place in sightings] == [5, 6, 7, 9]
    assert set(sightings.readers) == SOMETIMES | {"client", "authorization server"}


@pytest.mark.parametrize("name", ["client_secret", "code_verifier", "refresh_token"])
def test_what_stays_in_the_back_channel_is_seen_by_its_two_ends(flow, name):
    assert ladder(flow.log).who_sees(name).readers == ["client", "authorization server"]


def test_the_password_never_reaches_the_client(flow):
    assert ladder(flow.log).who_sees("password").readers == ["person", "authorization server"]


def test_a_token_is_followed_from_the_answer_into_the_header(flow):
    sightings = ladder(flow.log).who_sees("access_token")

    assert [(place.number, place.part) for place in sightings] == [
        (7, "response body"),
        (8, "Authorization header"),
    ]
    assert sightings.readers == ["client", "authorization server", "API"]


def test_a_secret_in_basic_is_found(flow):
    parts = [place.part for place in ladder(flow.log).who_sees("client_secret")]

    assert parts == ["request body", "Authorization header"]


def test_a_value_that_travels_nowhere_is_said_to(flow):
    assert repr(ladder(flow.log).who_sees("device_code")) == (
        "device_code does not travel in this log."
    )


def post(body, party="", answer=""):
    url = "https://idp.example/token"
    return Exchange(
        method="POST", url=url, request_body=body, status=200, response_body=answer, party=party
    )


def test_who_steals_a_value_can_read_it():
    sent = post("code=the-code-of-alice")
    tokens = json.dumps({"access_token": "a-token-of-alice"})
    drawn = ladder([sent, post("code=the-code-of-alice", "Mallory", tokens)])

    assert drawn.who_sees("code").readers == ["client", "authorization server", "Mallory"]
    assert drawn.who_sees("access_token").readers == ["authorization server", "Mallory"]
    assert "<dt>Mallory</dt><dd>somebody other than your app" in drawn.html()


def test_what_a_thief_makes_up_is_not_the_value():
    """A guessed verifier is not PrintShop's, and was not seen anywhere."""
    drawn = ladder([post("code_verifier=a-guess", "Mallory"), post("code_verifier=the-right-one")])
    seen = drawn.who_sees("code_verifier")

    assert [place.number for place in seen] == [2]
    assert seen.readers == ["client", "authorization server"]
