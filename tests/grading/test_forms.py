"""The form of a request, however it is written, and names that are nearly right."""

from types import MappingProxyType
from urllib.parse import urlencode

import pytest

from oauth_tutorial.grading.forms import form_of, misnamed, misnamed_in, misnamed_verdict
from oauth_tutorial.grading.received import post_token_request

FORM = {"grant_type": "refresh_token", "scope": "a b"}
PAIRS = list(FORM.items())


@pytest.mark.parametrize(
    "written",
    [
        FORM,
        MappingProxyType(FORM),
        PAIRS,
        tuple(PAIRS),
        FORM.items(),
        (pair for pair in PAIRS),
        [list(pair) for pair in PAIRS],
        urlencode(FORM),
        urlencode(FORM).encode(),
        bytearray(urlencode(FORM), "ascii"),
        f"\n{urlencode(FORM)} ",
        FORM | {"client_id": None},
    ],
)
def test_what_requests_would_send_is_a_form(written):
    assert form_of(written) == PAIRS


@pytest.mark.parametrize(
    "written", [None, 3, "photos.read", '{"scope": "a=b"}', "", ["photos", "orders"], print, [1, 2]]
)
def test_anything_else_is_none(written):
    assert form_of(written) is None


WANTED = ["client_id", "client_secret", "redirect_uri", "grant_type"]


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("clientid", "client_id"),
        ("clientId", "client_id"),
        ("client-secret", "client_secret"),
        ("secret", "client_secret"),
        ("redirect_url", "redirect_uri"),
        ("redirectUri", "redirect_uri"),
        ("callback", "redirect_uri"),
        ("granttype", "grant_type"),
        ("grant", "grant_type"),
        ("Grant_Type", "grant_type"),
    ],
)
def test_a_name_that_is_nearly_right_is_known(came, meant):
    assert misnamed([came], WANTED) == (came, meant)
    assert misnamed([came, meant], WANTED) is None  # the right one is there as well
    assert f"you sent {came!r}; the name is {meant!r}." == misnamed_verdict([came], WANTED).text


@pytest.mark.parametrize("came", ["nonce", "state", "access_type", "prompt", "client_id"])
def test_another_name_is_left_alone(came):
    assert misnamed([came], WANTED) is None


def test_only_a_refused_request_is_looked_at(photobox):
    entry = post_token_request({"granttype": "authorization_code"})

    assert misnamed_in(entry, WANTED).text == "you sent 'granttype'; the name is 'grant_type'."
    assert misnamed_in(post_token_request({"nonce": "a"}), WANTED) is None
