"""RFC 6749 §3.1, §4.1.1, §4.1.2; RFC 7636 §4.3, §4.4; RFC 9207."""

from urllib.parse import urlencode

import pytest
import requests

from tests.practice.browser import answer_of
from tests.practice.conftest import CHALLENGE


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"client_id": None}, "client_id_present"),
        ({"client_id": "nobody"}, "client_known"),
        ({"redirect_uri": None}, "redirect_uri_present"),
        ({"redirect_uri": "http://127.0.0.1:49152/callback/"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://localhost:49152/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "https://127.0.0.1:49152/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://127.0.0.1@evil.example/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://x@127.0.0.1/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://127.0.0.1:port/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "https://evil.example/callback"}, "redirect_uri_registered"),
    ],
)
def test_unknown_client_or_redirect_uri_never_redirects(
    photobox, alice, authorization_url, changes, check
):
    page = alice.open(authorization_url(**changes))

    assert page.status_code == 400
    assert "Location" not in page.headers
    assert photobox.log[-1].checks.failed.name == check


@pytest.mark.parametrize(
    ("changes", "error", "check"),
    [
        ({"response_type": None}, "invalid_request", "response_type_present"),
        ({"response_type": "token"}, "unsupported_response_type", "response_type_supported"),
        ({"scope": "photos.read,orders.write"}, "invalid_scope", "scope_known"),
        ({"client_id": "printshop-public"}, "invalid_request", "code_challenge_present"),
        (
            {"code_challenge": CHALLENGE},
            "invalid_request",
            "code_challenge_method_s256",
        ),
        (
            {"code_challenge": "a" * 64, "code_challenge_method": "S256"},
            "invalid_request",
            "code_challenge_shape",
        ),
    ],
)
def test_other_mistakes_travel_back_in_the_redirect(
    photobox, alice, authorization_url, changes, error, check
):
    answer = answer_of(alice.open(authorization_url(**changes)).headers["Location"])

    assert (answer["error"], answer["state"]) == (error, "xyz")
    assert photobox.log[-1].checks.failed.name == check


@pytest.mark.parametrize(("scope", "status"), [("photos.read", 200), ("openid", 400)])
def test_openid_wants_a_redirect_uri(photobox, alice, scope, status):
    """Core §3.1.2.1: redirect_uri is REQUIRED; RFC 6749 §3.1.2.3 lets a client with one omit it."""
    body = {"redirect_uris": ["https://shop.example/callback"]}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    query = {"response_type": "code", "client_id": client["client_id"], "scope": scope}

    assert alice.open(f"{photobox.authorization_endpoint}?{urlencode(query)}").status_code == status


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "magic"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "a.b.c"}, "request_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
    ],
)
def test_what_cannot_be_kept_is_refused(alice, openid_url, changes, error):
    """Core §3.1.2.1: none with another value is an error; §6.1, §7.2.1: say what is missing."""
    location = alice.open(openid_url(**changes)).headers["Location"]

    assert answer_of(location)["error"] == error


def test_a_client_that_no_person_signs_in_through_is_told_so(alice, authorization_url):
    page = alice.open(authorization_url(client_id="printshop-nightly"))

    assert page.status_code == 400
    assert "this client registered none, because nobody signs in through it" in page.text
