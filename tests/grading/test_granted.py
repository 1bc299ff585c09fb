"""Codes and tokens of a check's own: as good as those that a person's approval brings."""

import json

import pytest
import requests

from oauth_tutorial.grading.granted import expire, issue_code, issue_tokens, opens
from oauth_tutorial.grading.received import post_token_request

CALLBACK = "http://127.0.0.1:49152/callback"
CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}

pytestmark = pytest.mark.usefixtures("photobox")


def redeem(code, redirect_uri=CALLBACK):
    """What the token endpoint answers to the code."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return json.loads(post_token_request(form | CLIENT).response_body)


def photos(photobox, token):
    """The API's status for that token."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5).status_code


def test_a_code_is_redeemed_once_and_at_its_own_address():
    assert redeem(issue_code(CALLBACK), CALLBACK + "/")["error"] == "invalid_grant"
    code = issue_code(CALLBACK, scope="photos.read orders.write")

    assert redeem(code)["scope"] == "photos.read orders.write"
    assert redeem(code)["error"] == "invalid_grant"


def test_a_token_of_that_scope_opens_until_it_is_expired(photobox):
    tokens = issue_tokens("photos.read")
    assert tokens["scope"] == "photos.read"
    assert photos(photobox, tokens["access_token"]) == 200
    assert opens(tokens["access_token"])

    expire(tokens["access_token"])

    assert photos(photobox, tokens["access_token"]) == 401
    assert not opens(tokens["access_token"])
    assert opens(tokens["refresh_token"])
    assert not photobox.clock.moved


def test_what_was_never_issued_opens_nothing():
    expire("guess")  # and is no error

    assert not opens("guess")
