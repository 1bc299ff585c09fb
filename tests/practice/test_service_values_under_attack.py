"""The practice service under attack: nothing that comes in a value gets further than it should.

``test_under_attack`` has what comes many times, by another name, or never
ends; ``test_any_request`` has whatever else there is.
"""

from urllib.parse import quote

import pytest
import requests
from bs4 import BeautifulSoup

from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK, CHALLENGE

WAIT = 10  # seconds, for what comes at once


@pytest.fixture
def registered(photobox):
    """Register a client, and return its client_id."""

    def register(**metadata):
        body = {"redirect_uris": [CALLBACK], "client_name": "An app"} | metadata
        answer = requests.post(photobox.registration_endpoint, json=body, timeout=WAIT)
        return answer.json()["client_id"]

    return register


# PKCE downgrades (RFC 9700 §4.8)


@pytest.mark.parametrize("client_id", ["printshop", "printshop-public"])
@pytest.mark.parametrize(
    "pkce",
    [
        {"code_challenge": CHALLENGE},
        {"code_challenge": CHALLENGE, "code_challenge_method": ""},
        {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "s256"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "S256 "},
        {"code_challenge": CHALLENGE + "=", "code_challenge_method": "S256"},
    ],
)
def test_a_weaker_challenge_is_refused(alice, authorization_url, client_id, pkce):
    location = alice.open(authorization_url(client_id=client_id, **pkce)).headers["Location"]

    assert "error=invalid_request" in location
    assert "code=" not in location


@pytest.mark.parametrize(
    "pkce", [{}, {"code_challenge": ""}, {"code_challenge_method": "S256"}], ids=str
)
def test_a_public_client_cannot_leave_the_challenge_out(alice, authorization_url, pkce):
    url = authorization_url(client_id="printshop-public", **pkce)

    assert "error=invalid_request" in alice.open(url).headers["Location"]


@pytest.mark.parametrize("verifier", [None, "", CHALLENGE, "a" * 43])
@pytest.mark.parametrize("method", ["post", "refresh"])
def test_a_stolen_code_is_worth_nothing_without_the_verifier(
    alice, authorization_url, ask, verifier, method
):
    url = authorization_url(code_challenge=CHALLENGE, code_challenge_method="S256")
    more = {} if method == "post" else {"code_challenge_method": "plain"}
    answer = ask(alice.code(url), code_verifier=verifier, **more)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


# Spellings of redirect_uri (RFC 9700 §4.1)


SPELLINGS = [
    "http://127.0.0.1:49152/callback/",
    "http://127.0.0.1:49152/callback/..",
    "http://127.0.0.1:49152/callback/../evil",
    "http://127.0.0.1:49152/./callback",
    "http://127.0.0.1:49152//callback",
    "http://127.0.0.1:49152/Callback",
    "http://127.0.0.1:49152/callbac",
    "http://127.0.0.1:49152/callback%2f",
    "http://127.0.0.1:49152/c%61llback",
    "http://127.0.0.1:49152/callback%00",
    "http://127.0.0.1:49152/callback;x",
    "http://127.0.0.1:49152/callback?x=1",
    "http://127.0.0.1:49152/callback#x",
    "http://127.0.0.1:49152/callback\\",
    "http://127.0.0.1:49152\\@evil.example/callback",
    "http://127.0.0.1:49152@evil.example/callback",
    "http://evil.example@127.0.0.1:49152/callback",
    "http://evil.example#@127.0.0.1:49152/callback",
    "http://evil.example?@127.0.0.1:49152/callback",
    "http://evil.example/http://127.0.0.1:49152/callback",
    "http://127.0.0.1.evil.example:49152/callback",
    "http://127.0.0.1:49152.evil.example/callback",
    "http://127.0.0.1:49152:80/callback",
    "http://127.0.0.1:-1/callback",
    "http://127.0.0.1:99999/callback",
    "http://127.1:49152/callback",
    "http://0x7f.1:49152/callback",
    "http://2130706433:49152/callback",
    "http://0.0.0.0:49152/callback",
    "http://127.0.0.2:49152/callback",
    "http://localhost:49152/callback",
    "http://[::ffff:127.0.0.1]:49152/callback",
    "http://[::]:49152/callback",
    "http://[::1%25eth0]:49152/callback",
    "http://１27.0.0.1:49152/callback",
    "http://127。0。0。1:49152/callback",
    "https://127.0.0.1:49152/callback",
    "ftp://127.0.0.1:49152/callback",
    "javascript://127.0.0.1:49152/callback",
    "//127.0.0.1:49152/callback",
    "http:/127.0.0.1:49152/callback",
    "http:127.0.0.1:49152/callback",
    "127.0.0.1:49152/callback",
    "/callback",
    "http://[",
]


@pytest.mark.parametrize("redirect_uri", SPELLINGS)
def test_another_spelling_of_a_redirect_uri_gets_no_redirect(
    alice, authorization_url, redirect_uri
):
    for more in ({}, {"prompt": "none"}, {"response_type": "x"}):
        page = alice.open(authorization_url(redirect_uri=redirect_uri, **more))
        assert (page.status_code, "Location" in page.headers) == (400, False)


# Sessions and forms


def test_a_session_that_was_planted_is_worth_nothing_after_the_sign_in(
    photobox, alice, authorization_url
):
    """Session fixation: mallory knows the cookie, and the form, before alice signs in."""
    mallory = Person()
    mallory.open(authorization_url())
    planted = mallory.session.cookies[photobox.cookie]
    alice.session.cookies.set(photobox.cookie, planted, domain="127.0.0.1", path="/")
    consent = alice.sign_in(authorization_url())
    with_her_form = mallory.submit(consent, decision="approve")
    shown = mallory.open(consent.url)
    mallory.close()

    assert alice.session.cookies[photobox.cookie] != planted
    assert (with_her_form.status_code, shown.status_code) == (403, 403)
    assert "Alice" not in shown.text
    assert planted not in photobox.store.sessions


@pytest.mark.parametrize("cookie", [None, "", "guess", "\x00", "a" * 5000])
@pytest.mark.parametrize("step", ["sign-in", "consent", "device"])
def test_a_form_without_its_cookie_is_refused(photobox, alice, authorization_url, step, cookie):
    """Nor does another site's page, which cannot read the token, send one that counts."""
    pages = {
        "sign-in": alice.open,
        "consent": alice.sign_in,
        "device": lambda _: alice.open(f"{photobox.issuer}/device"),
    }
    page = pages[step](authorization_url())
    alice.session.cookies.clear()
    headers = {} if cookie is None else {"Cookie": f"{photobox.cookie}={quote(cookie)}"}
    alice.session.headers.update(headers)
    answer = alice.submit(page, username="alice", password="wonderland", decision="approve")

    assert answer.status_code == 403
    assert not {"Location", "Set-Cookie"} & set(answer.headers)


@pytest.mark.parametrize("form_token", ["", "guess", "\x00"])
@pytest.mark.parametrize("step", ["sign-in", "consent", "device"])
def test_a_form_without_its_token_is_refused(photobox, alice, authorization_url, step, form_token):
    pages = {
        "sign-in": alice.open,
        "consent": alice.sign_in,
        "device": lambda _: alice.open(f"{photobox.issuer}/device"),
    }
    page = pages[step](authorization_url())
    answer = alice.submit(
        page, form_token=form_token, username="alice", password="wonderland", decision="approve"
    )

    assert answer.status_code == 403
    assert not {"Location", "Set-Cookie"} & set(answer.headers)


# Response splitting


LINES = [
    "a\r\nSet-Cookie: a=b",
    "a\nSet-Cookie: a=b",
    "a\rSet-Cookie: a=b",
    "a\u560d\u560aSet-Cookie: a=b",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["state", "scope", "response_type", "prompt", "resource", "nonce"])
def test_no_parameter_adds_a_header_to_the_redirect(photobox, alice, authorization_url, name, line):
    url = authorization_url(**{name: line})
    answer = alice.open(url)
    if "Location" not in answer.headers:  # nothing is wrong with it: the whole way, then
        answer = alice.submit(alice.sign_in(url), decision="approve")

    location = answer.headers["Location"]
    assert location.startswith(f"{CALLBACK}?")
    assert location.isascii()
    assert not set(location) & set("\r\n ")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("line", LINES)
def test_no_redirect_uri_that_could_add_a_header_is_registered(photobox, line):
    """A space, a line break or another character that no URI has (RFC 3986 §2)."""
    body = {"redirect_uris": [f"http://127.0.0.1/{line}"]}
    answer = requests.post(photobox.registration_endpoint, json=body, timeout=WAIT)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_redirect_uri")
    assert "Set-Cookie" not in answer.headers


# Markup and templates


PAYLOADS = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></main></body><svg/onload=alert(1)>",
    "{{7*191}}",
    "{%print(7*191)%}",
    "{{config}}{{photobox.keys}}",
    "${7*191}#{7*191}",
]


def shape(page):
    """Return the elements of a page, and which attributes each one has."""
    return [(one.name, sorted(one.attrs)) for one in BeautifulSoup(page.text, "html.parser")(True)]


@pytest.fixture
def places(photobox, alice, authorization_url, registered):
    """Where a value can get into a page, each as a function of the value."""

    def url(**changes):
        return alice.open(authorization_url(**changes))

    def consent(**changes):
        alice.session.cookies.clear()
        return alice.sign_in(authorization_url(**changes))

    def device(value):
        return alice.open(f"{photobox.issuer}/device?user_code={quote(value)}")

    def elsewhere(value):
        # what has a space is no URI, and is not registered
        uri = f"https://{''.join(one for one in value if one not in '/#? ')}:1/callback"
        return consent(client_id=registered(redirect_uris=[uri]), redirect_uri=uri)

    return {
        "client_id": lambda value: url(client_id=value),
        "redirect_uri": lambda value: url(redirect_uri=value),
        "path of redirect_uri": lambda value: url(redirect_uri=CALLBACK + value),
        "host of redirect_uri": elsewhere,
        "request_uri": lambda value: url(request_uri="urn:ietf:params:oauth:request_uri:" + value),
        "state": lambda value: url(state=value),
        "login_hint": lambda value: url(login_hint=value),
        "client_name at the sign-in": lambda value: url(client_id=registered(client_name=value)),
        "client_name at the consent": lambda value: consent(
            client_id=registered(client_name=value)
        ),
        "username": lambda value: alice.submit(url(), username=value, password=value),
        "request": lambda value: alice.open(f"{photobox.issuer}/consent?request={quote(value)}"),
        "decision": lambda value: alice.submit(consent(), decision=value),
        "scope of the form": lambda value: alice.submit(consent(), decision="approve", scope=value),
        "user_code in the address": device,
        "user_code in the form": lambda value: alice.submit(device(""), user_code=value),
        "path": lambda value: alice.open(f"{photobox.issuer}/{quote(value, safe='')}"),
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_value_changes_a_page(places, payload):
    """Neither as markup nor as a template, wherever it is shown."""
    for place, show in places.items():
        known, page = shape(show("harmless")), show(payload)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert shape(page) == known, place
        assert not [word for word in ("1337", "SECRET_KEY", "identity.Keys") if word in page.text]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("path", ["/token", "/api/photos", "/register", "/userinfo"])
def test_what_programs_are_told_is_no_page(photobox, path, payload):
    answer = requests.post(
        photobox.issuer + path, {"grant_type": payload, "client_id": payload}, timeout=WAIT
    )

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "1337" not in answer.text


def test_no_address_that_it_is_told_is_fetched(photobox, alice, authorization_url, registered):
    """Else anybody could have it ask what is in reach of this machine alone."""
    fetched = f"{photobox.issuer}/fetched"
    names = ("client_uri", "logo_uri", "policy_uri", "tos_uri", "jwks_uri", "sector_identifier_uri")
    client_id = registered(**dict.fromkeys(names, fetched), request_uris=[fetched])
    alice.open(authorization_url(client_id=client_id, request_uri=fetched))
    alice.open(authorization_url(client_id=client_id, resource=fetched))
    page = alice.sign_in(authorization_url(client_id=client_id))
    location = alice.submit(page, decision="approve").headers["Location"]

    assert location.startswith(CALLBACK)
    assert not [entry for entry in photobox.log if entry.path == "/fetched"]
