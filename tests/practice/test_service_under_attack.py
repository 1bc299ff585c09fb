"""The practice service under attack: what works once works once, and nobody is shut out.

Many threads send the same thing at the same moment; a web page asks by another name; floods
of connections stay open; bytes come that no client would send. ``test_pages_under_attack``
has what comes in a value, ``tests/network`` what the server does with any application.
"""

import threading
from contextlib import suppress
from urllib.parse import urlencode, urljoin

import psutil
import pytest
import requests
from bs4 import BeautifulSoup

from oauth_tutorial.network import Refusal
from oauth_tutorial.practice.model.store import Bounded
from tests.flood import WAIT, at_once, half_open
from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK
from tests.practice.proofs import new_key, proof

PRINTSHOP = ("printshop", "printshop-secret")
MEBIBYTE = 1024 * 1024


@pytest.fixture
def code(alice, authorization_url):
    return alice.code(authorization_url())


@pytest.fixture
def post(photobox):
    """Send a form to the token endpoint as PrintShop."""

    def send(**form):
        return requests.post(photobox.token_endpoint, form, auth=PRINTSHOP, timeout=WAIT)

    return send


def photos(photobox, token, **headers):
    headers = {"Authorization": f"Bearer {token}"} | headers
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=WAIT)


# What works once, by many at the same moment


@pytest.mark.usefixtures("unmeasured")
def test_one_code_by_200_threads_gives_one_token_and_it_is_revoked(photobox, post, code):
    """RFC 6749 §4.1.2."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    answers = at_once(200, lambda _: post(**form))

    [token] = [answer.json() for answer in answers if answer.status_code == 200]
    assert {a.json()["error"] for a in answers if a.status_code != 200} == {"invalid_grant"}
    assert photos(photobox, token["access_token"]).status_code == 401
    again = post(grant_type="refresh_token", refresh_token=token["refresh_token"])
    assert again.json()["error"] == "invalid_grant"


def test_one_refresh_token_by_200_threads_gives_one_token_and_the_family_dies(
    photobox, exchange, post, code
):
    """RFC 9700 §4.14.2."""
    first = exchange(code).json()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    answers = at_once(200, lambda _: post(**form))

    [second] = [answer.json() for answer in answers if answer.status_code == 200]
    assert {a.json()["error"] for a in answers if a.status_code != 200} == {"invalid_grant"}
    for token in (first, second):
        assert photos(photobox, token["access_token"]).status_code == 401
    again = post(grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert again.json()["error"] == "invalid_grant"


def form_of(page):
    return {
        field["name"]: field["value"] for field in BeautifulSoup(page.text, "html.parser")("input")
    }


@pytest.fixture
def press(photobox, alice):
    """Send the form of a consent page, as a browser that has her cookie."""

    def send(page, decision):
        cookies = {photobox.cookie: alice.session.cookies[photobox.cookie]}
        form = form_of(page) | {"decision": decision}
        url = urljoin(page.url, "consent")
        return requests.post(url, form, cookies=cookies, allow_redirects=False, timeout=WAIT)

    return send


@pytest.mark.usefixtures("unmeasured")
def test_one_consent_form_by_40_threads_is_answered_once(photobox, alice, authorization_url, press):
    for _ in range(10):
        page, codes = alice.sign_in(authorization_url()), len(photobox.store.codes)
        answers = at_once(40, lambda n, page=page: press(page, ("approve", "deny")[n % 2]))

        [answer] = [one for one in answers if one.status_code == 303]
        assert {one.status_code for one in answers if one is not answer} == {400}
        assert len(photobox.store.codes) - codes == ("code=" in answer.headers["Location"])


@pytest.fixture
def request_uri(photobox):
    """Push an authorization request, and return the address that the browser opens."""

    def push():
        wanted = {"response_type": "code", "redirect_uri": CALLBACK, "scope": "photos.read"}
        url = photobox.pushed_authorization_request_endpoint
        pushed = requests.post(url, wanted, auth=PRINTSHOP, timeout=WAIT).json()["request_uri"]
        query = {"client_id": "printshop", "request_uri": pushed}
        return f"{photobox.authorization_endpoint}?{urlencode(query)}"

    return push


@pytest.mark.usefixtures("unmeasured")
def test_one_request_uri_by_40_threads_begins_one_sign_in(request_uri):
    """RFC 9126 §4: it is used once."""
    for _ in range(10):
        url = request_uri()
        answers = at_once(40, lambda _, url=url: requests.get(url, timeout=WAIT))

        assert sorted(answer.status_code for answer in answers) == [200] + [400] * 39


class Meeting(Bounded):
    """A store in which two threads find the same thing before either of them goes on."""

    def __init__(self, store):
        super().__init__()
        self.update(store)
        self.together = threading.Barrier(2)

    def get(self, key, default=None):
        found = super().get(key, default)
        self._meet()
        return found

    def __contains__(self, key):
        found = super().__contains__(key)
        self._meet()
        return found

    def _meet(self):
        with suppress(threading.BrokenBarrierError):
            self.together.wait(timeout=0.3)  # or until it is clear that nobody else gets here


def test_two_presses_that_find_the_same_form_waiting_count_once(
    photobox, alice, authorization_url, press, monkeypatch
):
    page = alice.sign_in(authorization_url())
    monkeypatch.setattr(photobox.store, "requests", Meeting(photobox.store.requests))
    answers = at_once(2, lambda _: press(page, "approve"))

    assert sorted(answer.status_code for answer in answers) == [303, 400]


def test_two_browsers_that_find_the_same_pushed_request_begin_one_sign_in(
    photobox, request_uri, monkeypatch
):
    url = request_uri()
    monkeypatch.setattr(photobox.store, "pushed", Meeting(photobox.store.pushed))
    answers = at_once(2, lambda _: requests.get(url, timeout=WAIT))

    assert sorted(answer.status_code for answer in answers) == [200, 400]


def test_one_proof_by_60_threads_proves_once(photobox, ask, code):
    """RFC 9449 §11.1."""
    key = new_key()
    token = ask(code, headers={"DPoP": proof(key, "POST", photobox.token_endpoint)}).json()[
        "access_token"
    ]
    made = proof(key, "GET", f"{photobox.api}/photos", access_token=token)
    sent = {"Authorization": f"DPoP {token}", "DPoP": made}
    answers = at_once(60, lambda _: photos(photobox, token, **sent))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 59


def test_two_requests_that_find_the_same_refresh_token_get_one_token(
    photobox, exchange, post, code, monkeypatch
):
    form = {"grant_type": "refresh_token", "refresh_token": exchange(code).json()["refresh_token"]}
    monkeypatch.setattr(photobox.store, "refresh_tokens", Meeting(photobox.store.refresh_tokens))
    answers = at_once(2, lambda _: post(**form))

    assert sorted(answer.status_code for answer in answers) == [200, 400]


def test_two_requests_that_bring_the_same_proof_prove_once(photobox, monkeypatch):
    headers = {"DPoP": proof(new_key(), "POST", photobox.token_endpoint)}
    form = {"grant_type": "client_credentials", "client_id": "printshop-nightly"}
    form |= {"client_secret": "printshop-nightly-secret"}
    monkeypatch.setattr(photobox.store, "proofs", Meeting(photobox.store.proofs))
    url = photobox.token_endpoint
    answers = at_once(2, lambda _: requests.post(url, form, headers=headers, timeout=WAIT))

    assert sorted(answer.status_code for answer in answers) == [200, 400]


# DNS rebinding: a page of another name, which leads to 127.0.0.1


REBOUND = {"Host": "evil.example", "Origin": "http://evil.example"}


def test_a_rebound_page_registers_no_client(photobox):
    wanted = {"redirect_uris": ["http://evil.example/callback"], "client_name": "Evil"}
    heard, refused = photobox.log.next_number(), len(photobox.refusals)
    answer = requests.post(
        photobox.registration_endpoint, json=wanted, headers=REBOUND, timeout=WAIT
    )

    assert (answer.status_code, "client_id" in answer.text) == (421, False)
    assert photobox.log.next_number() == heard + 1  # nothing of ours was asked
    assert photobox.refusals[-1] == Refusal(421, "wrong Host")
    assert len(photobox.refusals) > refused or refused == photobox.refusals.maxlen


def test_a_rebound_page_signs_nobody_in(photobox, authorization_url):
    """Nor does it see the form, whose token another page could send."""
    rebound, alice = Person(), Person()
    rebound.session.headers.update(REBOUND)
    assert rebound.open(authorization_url()).status_code == 421
    assert not rebound.session.cookies

    page = alice.open(authorization_url())  # as if it had come by the form in another way
    rebound.session.cookies.update(alice.session.cookies)
    answer = rebound.submit(page, username="alice", password="wonderland")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (421, False)
    assert rebound.submit(alice.sign_in(authorization_url()), decision="approve").status_code == 421
    for person in (rebound, alice):
        person.close()


def test_a_rebound_page_reads_no_photos_and_gets_no_token(photobox, exchange, code):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    refused = requests.post(
        photobox.token_endpoint, form, auth=PRINTSHOP, headers=REBOUND, timeout=WAIT
    )
    token = exchange(code).json()["access_token"]  # the code was not used up
    answer = photos(photobox, token, **REBOUND)

    assert (refused.status_code, answer.status_code) == (421, 421)
    assert "photos" not in answer.text
    assert photos(photobox, token).status_code == 200


@pytest.mark.parametrize("path", ["/", "/jwks.json", "/device", "/nothing-here", "/authorize?x"])
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:80", "127.0.0.2", "[::2]"]
)
def test_nothing_is_answered_to_another_name(photobox, path, host):
    answer = requests.get(photobox.issuer + path, headers={"Host": host}, timeout=WAIT)

    assert (answer.status_code, "PhotoBox" in answer.text, host in answer.text) == (
        421,
        False,
        False,
    )


# Floods, and bytes that no client would send


def walk(photobox, url, exchange):
    """Complete a flow with a new browser; return how many photos the token shows."""
    person = Person()
    token = exchange(person.code(url)).json()["access_token"]
    person.close()
    return len(photos(photobox, token).json()["photos"])


def port_of(photobox):
    return int(photobox.issuer.rpartition(":")[2])


@pytest.mark.sockets
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /half HTTP/1.1\r\nHost: loc",
        b"POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ncode",
    ],
    ids=["silent", "half a head", "half a body"],
)
def test_a_flow_completes_while_1000_connections_are_half_open(
    photobox, authorization_url, exchange, sent
):
    with half_open(port_of(photobox), sent) as connections:
        assert walk(photobox, authorization_url(), exchange) == 3
        # all the while nobody was thrown out to make room
        connections[0].setblocking(False)
        with pytest.raises(BlockingIOError):
            connections[0].recv(1)


@pytest.mark.sockets
def test_two_offers_to_upgrade_in_one_packet_end_nothing(photobox, authorization_url, exchange):
    """Three connections of these 152 bytes once ended the service until the kernel restarted."""
    offer = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n"
    with half_open(port_of(photobox), offer * 2, count=20) as connections:
        for one in connections:
            with one.makefile("rb") as answer:
                assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
        assert walk(photobox, authorization_url(), exchange) == 3


@pytest.mark.sockets
def test_trailers_without_end_are_broken_off(photobox, authorization_url, exchange):
    """139 MB of memory for 47 MB of trailers, once."""
    start = b"POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    before, sent = psutil.Process().memory_info().rss, 0
    with half_open(port_of(photobox), start, count=8) as connections:
        for one in connections:
            with suppress(ConnectionError):
                for _ in range(10_000):
                    one.sendall(b"X-A: " + b"a" * 4000 + b"\r\n")
                    sent += 4007
        assert walk(photobox, authorization_url(), exchange) == 3

    assert sent < 80 * MEBIBYTE
    assert psutil.Process().memory_info().rss - before < 60 * MEBIBYTE
