"""Device authorization, RFC 8628 §3. Each MUST is named in the docstring of its test."""

import re

import pytest
import requests

from oauth_tutorial.practice.rules.resources import ARCHIVE


def test_the_answer_has_every_required_member(photobox, begin):
    """§3.2: device_code, user_code, verification_uri and expires_in are REQUIRED; no caching."""
    answer = begin()
    codes = answer.json()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", codes["user_code"])
    assert codes["verification_uri"] == f"{photobox.issuer}/device"
    assert codes["verification_uri_complete"].endswith(f"/device?user_code={codes['user_code']}")
    assert (codes["expires_in"], codes["interval"]) == (600, 5)


def test_two_devices_get_different_codes(begin):
    """§5.2: the device code has too much entropy to be guessed."""
    first, second = begin().json(), begin().json()

    assert len(first["device_code"]) == 43
    assert first["device_code"] != second["device_code"]
    assert first["user_code"] != second["user_code"]


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "printshop"}, 401, "invalid_client"),
        (
            {"client_id": "printshop", "client_secret": "printshop-secret"},
            400,
            "unauthorized_client",
        ),
        ({"scope": "everything"}, 400, "invalid_scope"),
    ],
)
def test_who_may_ask_is_checked_as_at_the_token_endpoint(begin, changes, status, error):
    """§3.1: client authentication requirements of RFC 6749 §3.2.1 apply."""
    answer = begin(**changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_endpoint_takes_only_post(photobox):
    """§3.1: the request is a POST."""
    assert requests.get(photobox.device_authorization_endpoint, timeout=5).status_code == 405


def test_parameters_are_given_once(photobox):
    """§3.1: request parameters MUST NOT be included more than once; an empty one is omitted."""
    body = [("client_id", "photobox-printer"), ("scope", "photos.read"), ("scope", "openid")]
    twice = requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)
    body = {"client_id": "photobox-printer", "scope": ""}
    empty = requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)

    assert twice.json()["error"] == "invalid_request"
    assert empty.status_code == 200


@pytest.mark.parametrize("spelling", [str.lower, lambda code: code.replace("-", " ")])
def test_a_user_code_may_be_spelt_as_people_do(alice, begin, spelling):
    """§6.1: case and punctuation do not matter."""
    codes = begin().json()
    page = alice.submit(
        alice.open(codes["verification_uri"]), user_code=spelling(codes["user_code"])
    )

    assert 'name="password"' in page.text


def test_guessing_user_codes_ends_soon(photobox, alice, begin):
    """§5.1: the server rate-limits attempts."""
    codes = begin().json()
    page = alice.open(codes["verification_uri"])
    wrong = [alice.submit(page, user_code="BBBB-BBBB").status_code for _ in range(21)]
    right = alice.submit(page, user_code=codes["user_code"]).status_code
    photobox.clock.advance(minutes=2)
    later = alice.submit(page, user_code=codes["user_code"]).status_code

    assert (wrong[0], wrong[-1], right, later) == (400, 429, 429, 200)


def test_what_a_device_wants_tokens_for_is_kept_and_shown(photobox, alice, begin, poll, introspect):
    """RFC 8707 §2, §2.2: resource at this endpoint; a token may ask for the same or less."""
    codes = begin(resource=[ARCHIVE, f"{photobox.issuer}/api"]).json()
    page = alice.enter(codes["verification_uri"], codes["user_code"])
    assert ARCHIVE in page.text
    alice.submit(page, decision="approve")
    token = poll(codes, resource=ARCHIVE).json()

    assert introspect(token["access_token"]).json()["aud"] == ARCHIVE


def test_a_resource_that_is_not_known_here_is_refused_at_once(begin):
    """RFC 8707 §2: invalid_target."""
    assert begin(resource="https://evil.example/").json()["error"] == "invalid_target"
    assert begin(resource="no address").json()["error"] == "invalid_target"
