"""A code becomes tokens, once (RFC 6749 §4.1.3; RFC 7636 §4.6)."""

import base64
import hashlib
import importlib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from tests.practice.conftest import CHALLENGE, VERIFIER


def photos(photobox, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)


def test_a_code_becomes_a_token_that_works(photobox, ask, code):
    answer = ask(code)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.json()
    assert (token["token_type"], token["scope"]) == ("Bearer", "photos.read openid")
    assert len(photos(photobox, token["access_token"]).json()["photos"]) == 3


def test_a_second_use_kills_what_the_first_one_got(photobox, ask, code):
    token = ask(code).json()["access_token"]
    again = ask(code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert photos(photobox, token).status_code == 401


def test_two_requests_at_a_time_do_not_get_two_tokens(monkeypatch, ask, code):
    grant = importlib.import_module("oauth_tutorial.practice.rules.grants.authorization_code")
    together = threading.Barrier(2)

    def slow_issue(*arguments, **more):
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=0.3)  # until the other request is as far
        return issue(*arguments, **more)

    monkeypatch.setattr(grant, "issue", slow_issue)
    with ThreadPoolExecutor() as pool:
        statuses = [answer.status_code for answer in pool.map(ask, [code, code])]

    assert sorted(statuses) == [200, 400]


def test_a_failed_request_does_not_use_the_code_up(ask, code):
    ask(code, redirect_uri="http://127.0.0.1:1/callback")

    assert ask(code).status_code == 200


def test_a_code_is_dead_after_a_minute(photobox, ask, code, monkeypatch):
    monkeypatch.setattr(photobox.clock, "_offset", 61.0)

    assert ask(code).json()["error"] == "invalid_grant"
    assert photobox.log.last("/token").checks.failed.name == "code_fresh"


@pytest.mark.parametrize(
    ("verifier", "error", "check"),
    [
        (VERIFIER, None, None),
        (CHALLENGE, "invalid_grant", "code_verifier_right"),
        (None, "invalid_grant", "code_verifier_present"),
    ],
)
def test_a_public_client_needs_the_verifier(
    photobox, alice, authorization_url, ask, verifier, error, check
):
    url = authorization_url(
        client_id="printshop-public", code_challenge=CHALLENGE, code_challenge_method="S256"
    )
    answer = ask(
        alice.code(url), client_id="printshop-public", client_secret=None, code_verifier=verifier
    )

    assert answer.json().get("error") == error
    failed = photobox.log.last("/token").checks.failed
    assert (failed.name if failed else None) == check


@pytest.mark.parametrize(
    ("verifier", "received"),
    [
        ("a", "<1 character>"),
        ("a" * 42, "<42 characters>"),
        ("a" * 129, "<129 characters>"),
        ("a" * 42 + "+", "another character among them"),
        ("a" * 42 + "é", "another character among them"),
        ("a" * 43 + "\n", "another character among them"),
        ("a" * 43, None),
        ("aZ09-._~" * 16, None),
    ],
)
def test_a_verifier_has_43_to_128_unreserved_characters(
    photobox, alice, authorization_url, ask, verifier, received
):
    """RFC 7636 §4.1: one that is easy to guess is refused, though it fits its challenge."""
    url = authorization_url(code_challenge=s256(verifier), code_challenge_method="S256")
    answer = ask(alice.code(url), code_verifier=verifier)

    assert answer.json().get("error") == (received and "invalid_grant")
    failed = photobox.log.last("/token").checks.failed
    assert (
        (failed.name, failed.received) == ("code_verifier_shape", received)
        if received
        else (failed is None)
    )
    assert verifier not in str(failed) or len(verifier) == 1


def s256(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def test_a_code_of_another_client_is_refused(photobox, ask, alice, authorization_url):
    code = alice.code(authorization_url())
    answer = ask(code, client_id="printshop-public", client_secret=None)

    assert answer.json()["error"] == "invalid_grant"
    assert photobox.log.last("/token").checks.failed.name == "code_of_this_client"
    assert ask(code).status_code == 200
