"""Whatever comes, the service answers with a rule that was broken, and never with a failure."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from oauth_tutorial import practice
from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.rules.endpoints.authorization import once

NAMES = [
    "acr_values",
    "claims",
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "decision",
    "device_code",
    "form_token",
    "grant_type",
    "login_hint",
    "max_age",
    "nonce",
    "password",
    "prompt",
    "redirect_uri",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "user_code",
    "username",
]
SENSIBLE = [
    "printshop",
    "printshop-public",
    "printshop-secret",
    "photobox-printer",
    "code",
    "http://127.0.0.1:49152/callback",
    "http://[",
    "openid photos.read",
    "none",
    "login",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:request_uri:x",
    "S256",
    "a" * 43,
    "0",
    "٣",
    "9" * 5000,
    "\x00",
]
VALUES = st.sampled_from(SENSIBLE) | st.text(max_size=20)
PARAMETERS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=10)
GOOD = {  # so that odd values are met deep in the rules as well
    "response_type": "code",
    "client_id": "printshop",
    "client_secret": "printshop-secret",
    "redirect_uri": "http://127.0.0.1:49152/callback",
    "grant_type": "authorization_code",
}
ENDPOINTS = [
    ("GET", "/authorize"),
    ("POST", "/authorize"),
    ("POST", "/sign-in"),
    ("GET", "/consent"),
    ("POST", "/consent"),
    ("GET", "/device"),
    ("POST", "/device"),
    ("POST", "/device_authorization"),
    ("POST", "/par"),
    ("POST", "/token"),
]


@pytest.fixture(scope="module")
def client():
    return Client(practice.PhotoBox("http://photobox.example").app)


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parameters=PARAMETERS, good=st.booleans())
def test_odd_parameters_are_refused_and_never_a_failure(client, method, path, parameters, good):
    if good:
        parameters = list((GOOD | dict(parameters)).items())
    pairs = [(name, value.encode("utf-8", "surrogatepass")) for name, value in parameters]
    place = {"query_string" if method == "GET" else "data": urlencode(pairs)}
    answer = client.open(
        path, method=method, content_type="application/x-www-form-urlencoded", **place
    )

    assert answer.status_code < 500


class Compared(str):
    """A name that counts how often it is compared with another."""

    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Compared.times += 1
        return super().__eq__(other)


def test_many_parameters_are_not_each_compared_with_all():
    """64 KB with 11,000 of them once took five seconds."""
    Compared.times = 0
    once([(Compared(number), "1") for number in range(5000)], Checklist())

    assert Compared.times < 50_000
