"""Whatever comes, the service answers with a rule that was broken, and never with a failure."""

import sys
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, EnvironBuilder

from oauth_tutorial import practice
from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.rules.endpoints.authorization import once
from tests.compared import Compared

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


def test_many_parameters_are_not_each_compared_with_all():
    """64 KB with 11,000 of them once took five seconds."""
    Compared.times = 0
    once([(Compared(number), "1") for number in range(5000)], Checklist())

    assert Compared.times < 50_000


FORM = "application/x-www-form-urlencoded"
MANY = [("GET", "/authorize"), *(("POST", path) for path in ("/authorize", "/token", "/register"))]


def many(number):
    """As many as a web page can make a browser send; every name is another one."""
    return "&".join(f"{n:x}" for n in range(number))


def calls(act):
    """Count the calls that something makes, those of built-in functions too."""
    made = 0

    def count(_, event, __):
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(("method", "path"), MANY)
@pytest.mark.parametrize("place", ["query_string", "data"])
def test_more_than_200_parameters_are_refused_before_any_is_read(client, method, path, place):
    def request(number):
        sent = {place: many(number)}
        return EnvironBuilder(path, method=method, content_type=FORM, **sent).get_environ()

    answer = client.open(request(11_000))
    thousand, ten_thousand = map(request, (1_000, 10_000))

    assert answer.status_code == 400
    assert "at most 200 parameters here, and this one has 11,000" in answer.text
    assert calls(lambda: client.open(ten_thousand)) < 1.5 * calls(lambda: client.open(thousand))
    assert "at most 200" not in client.open(request(200)).text


def test_query_and_form_have_200_together(client):
    answer = client.post(f"/token?{many(100)}", data=many(101), content_type=FORM)

    assert answer.json["error"] == "invalid_request"
    assert "this one has 201" in answer.json["error_description"]


def test_registration_with_many_members_costs_little(client):
    """They are JSON, and no parameters: each is looked at once."""

    def request(number):
        members = dict.fromkeys(map(str, range(number)), 1)
        return EnvironBuilder("/register", method="POST", json=members).get_environ()

    few, many = map(request, (400, 4_000))

    assert calls(lambda: client.open(many)) < 4 * calls(lambda: client.open(few))
