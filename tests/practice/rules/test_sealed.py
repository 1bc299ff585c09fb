"""What a browser keeps for the service, so that blind requests push out nobody."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import requests
from bs4 import BeautifulSoup
from werkzeug.test import Client

from oauth_tutorial.practice.model.store import AuthorizationRequest, Interaction
from oauth_tutorial.practice.rules.sealed import browser_of, new_browser, seal, unseal
from tests.practice.browser import Person, answer_of
from tests.practice.conftest import CALLBACK, CHALLENGE, GRANT

KEY, OTHER = b"k" * 32, b"o" * 32
WANTED = AuthorizationRequest(
    client_id="printshop",
    redirect_uri=CALLBACK,
    redirect_uri_given=True,
    scope=("photos.read", "openid"),
    state='ü \ud800 🖨 \\ " .',
    code_challenge=None,
    nonce="n",
    resources=("http://127.0.0.1/api",),
    wished=Interaction(prompt=frozenset({"login", "consent"}), max_age=7, subject="bob"),
    waits_until=12.5,
)


@pytest.mark.parametrize("wanted", [WANTED, replace(WANTED, wished=Interaction(), resources=())])
def test_a_sealed_request_comes_back_as_it_was(wanted):
    sealed = seal(KEY, wanted, "browser")
    name, waiting = unseal(KEY, sealed)

    assert (waiting.wanted, waiting.browser) == (wanted, "browser")
    assert len(name) == 43
    assert seal(KEY, wanted, "browser") != sealed


def test_what_was_changed_or_made_elsewhere_is_nothing():
    sealed, (cookie, session) = seal(KEY, WANTED, "browser"), new_browser(KEY)
    content, _, code = sealed.partition(".")

    for text in ("", ".", "x", "a.b", "é.ü", content, "." + code, content + "A." + code, cookie):
        assert unseal(KEY, text) is None, text
    assert unseal(OTHER, sealed) is None
    assert browser_of(OTHER, cookie) is None
    assert browser_of(KEY, sealed) is None
    assert browser_of(KEY, cookie) == session
    assert session.username is None


def test_what_the_browser_must_not_read_is_encrypted():
    sealed = seal(KEY, WANTED, "browser", unreadable=True)
    first, _, rest = sealed.partition(".")

    assert unseal(KEY, sealed)[1].wanted == WANTED
    assert unseal(OTHER, sealed) is None
    for part in sealed.split("."):
        assert b"printshop" not in urlsafe_b64decode(part + "=" * (-len(part) % 4))
    crit = urlsafe_b64encode(b'{"alg":"dir","enc":"A256GCM","crit":5}').rstrip(b"=").decode()
    changed = ("A" if rest[40] != "A" else "B").join((rest[:40], rest[41:]))
    for text in ("....", "é.ü...", f"{first}.{changed}", f"{crit}.{rest}", f"{first}.a{rest}"):
        assert unseal(KEY, text) is None, text


def test_two_browsers_have_nothing_in_common():
    (first, one), (second, two) = new_browser(KEY), new_browser(KEY)

    assert first != second
    assert one.browser != two.browser
    assert one.form_token != two.form_token


@pytest.mark.usefixtures("unmeasured")
def test_1000_blind_requests_push_nobody_out(photobox, alice, authorization_url):
    """As a web page sends them, which sees no answer and has no cookie."""
    metadata = {"redirect_uris": ["https://shop.example/cb"]}
    client = requests.post(photobox.registration_endpoint, json=metadata, timeout=5).json()
    own = {"client_id": client["client_id"], "redirect_uri": "https://shop.example/cb"}
    at_the_password, at_the_consent = alice.open(authorization_url(**own)), Person()
    consent = at_the_consent.sign_in(authorization_url())
    for _ in range(1000):
        blind(photobox, authorization_url())
    page = alice.submit(at_the_password, username="alice", password="wonderland")

    assert "code" in answer_of(alice.submit(page, decision="approve").headers["Location"])
    answer = at_the_consent.submit(consent, decision="approve")
    assert "code" in answer_of(answer.headers["Location"])
    at_the_consent.close()


@pytest.mark.usefixtures("unmeasured")
def test_505_blind_pushed_requests_push_nobody_out(photobox, alice):
    """A page may call /par (CORS), and a public client needs no secret."""
    bob, client = Person("bob", "builder"), Client(photobox.app, use_cookies=False)
    wanted = {"client_id": "printshop-public", "redirect_uri": CALLBACK, "response_type": "code"}
    wanted |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}

    def pushed():
        reference = client.post("/par", data=wanted).json["request_uri"]
        query = urlencode({"client_id": "printshop-public", "request_uri": reference})
        return f"/authorize?{query}"

    consent = alice.sign_in(photobox.issuer + pushed())
    at_the_password = bob.open(photobox.issuer + pushed())
    for _ in range(505):
        assert client.get(pushed()).status_code == 200
    at_the_password = bob.submit(at_the_password, username="bob", password="builder")

    for person, page in ((alice, consent), (bob, at_the_password)):
        answer = person.submit(page, decision="approve")
        assert "code" in answer_of(answer.headers["Location"])
    bob.close()


SHOP = {
    "redirect_uris": ["https://shop.example/cb"],
    "grant_types": ["authorization_code", GRANT],
    "token_endpoint_auth_method": "none",
}


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("how", ["signed in", "approved", "got a token"])
def test_a_client_that_somebody_signed_in_for_is_not_pushed_out(
    photobox, alice, openid_url, begin, poll, how
):
    """By clients that a page registers and then looks up."""
    own = requests.post(photobox.registration_endpoint, json=SHOP, timeout=5).json()["client_id"]
    pkce = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    url = openid_url(client_id=own, redirect_uri="https://shop.example/cb", **pkce)
    if how != "signed in":
        alice.sign_in(openid_url())  # for another client
    if how == "got a token":
        codes = begin(client_id=own).json()
        alice.submit(alice.enter(codes["verification_uri"], codes["user_code"]), decision="approve")
        assert "access_token" in poll(codes, client_id=own).json()
    elif how == "approved":
        answer = alice.submit(alice.open(url), decision="approve")
        assert "code" in answer_of(answer.headers["Location"])
    else:
        alice.sign_in(url)
    client = Client(photobox.app, use_cookies=False)
    for _ in range(505):
        other = client.post("/register", json=SHOP).json["client_id"]
        client.get("/authorize", query_string={"client_id": other})

    assert photobox.clients.get(own) is not None


def blind(photobox, url):
    client = Client(photobox.app, use_cookies=False)
    assert client.get(url.removeprefix(photobox.issuer)).status_code == 200
    metadata = {"redirect_uris": ["https://evil.example/"]}
    assert client.post("/register", json=metadata).status_code == 201


def test_a_sealed_request_is_good_for_one_sign_in(photobox, alice, authorization_url):
    """Its form, sent again from the browser's history, begins no second one."""
    page = alice.open(authorization_url())
    cookies = dict(alice.session.cookies)
    form = {
        field["name"]: field.get("value", "")
        for field in BeautifulSoup(page.text, "html.parser")("input")
    } | {"username": "alice", "password": "wonderland"}

    def send():
        return requests.post(
            f"{photobox.issuer}/sign-in", form, cookies=cookies, allow_redirects=False, timeout=5
        ).status_code

    assert [send(), send()] == [303, 400]


def test_a_sealed_request_waits_as_long_as_another(photobox, alice, authorization_url):
    page = alice.open(authorization_url())
    photobox.clock.advance(minutes=31)

    assert alice.submit(page, username="alice", password="wonderland").status_code == 400


def test_a_sealed_request_of_another_browser_is_refused(photobox, alice, authorization_url):
    page, own = Person("bob", "builder"), alice.open(authorization_url())
    other = page.open(authorization_url())
    stolen = BeautifulSoup(other.text, "html.parser").find("input", {"name": "request"})["value"]
    answer = alice.submit(own, request=stolen, username="alice", password="wonderland")
    page.close()

    assert answer.status_code == 403
    assert photobox.log[-1].checks.failed.name == "request_of_this_browser"
