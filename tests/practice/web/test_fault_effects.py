"""What each fault does on the wire, once; then the service is well again."""

import base64
import json
import time
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest
import requests

from oauth_tutorial.practice.web.fault_effects import OTHER_ISSUER
from oauth_tutorial.practice.web.faults import FAULTS
from tests.practice.browser import answer_of
from tests.practice.conftest import CALLBACK

SCOPE, NONCE = "photos.read openid", "n-0S6_WzA2Mj"


def claims(token):
    payload = token.json()["id_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))


def claim(token, name):
    return claims(token)[name]


def header(token):
    text = token.json()["id_token"].split(".")[0]
    return json.loads(base64.urlsafe_b64decode(text + "=="))


def kid(token):
    return header(token)["kid"]


REDIRECTS = {
    "wrong_state": lambda answer: answer["state"] not in ("xyz", None),
    "missing_state": lambda answer: "state" not in answer and "code" in answer,
    "denied": lambda answer: answer["error"] == "access_denied" and "code" not in answer,
    "wrong_issuer": lambda answer: answer["iss"] == OTHER_ISSUER,
}

TOKEN_ANSWERS = {
    "code_reused": lambda a: (a.status_code, a.json().get("error")) == (400, "invalid_grant"),
    "expired_code": lambda a: (a.status_code, a.json().get("error")) == (400, "invalid_grant"),
    "scope_narrowed": lambda a: a.json()["scope"] == "photos.read",
    "html_500": lambda a: a.status_code == 500 and a.text.startswith("<!doctype html>"),
    "rate_limited": lambda a: a.status_code == 429 and a.headers["Retry-After"] == "30",
    "error_with_200": lambda a: a.status_code == 200 and "error" in a.json(),
    "empty_body": lambda a: (a.status_code, a.content) == (200, b""),
    "no_token_type": lambda a: "access_token" in a.json() and "token_type" not in a.json(),
    "expires_in_text": lambda a: a.json()["expires_in"] == "3600",
    "no_refresh_token": lambda a: "access_token" in a.json() and "refresh_token" not in a.json(),
    "clock_skewed": lambda a: claim(a, "iat") > time.time() + 240,
    "id_token_wrong_nonce": lambda a: claim(a, "nonce") != NONCE,
    "id_token_without_nonce": lambda a: "nonce" not in claims(a),
    "id_token_wrong_audience": lambda a: claim(a, "aud") != "printshop",
    "id_token_wrong_issuer": lambda a: claim(a, "iss") == OTHER_ISSUER,
    "id_token_expired": lambda a: claim(a, "exp") < time.time() - 86_000,
    "id_token_unsigned": lambda a: header(a)["alg"] == "none",
    "form_encoded": lambda a: parse_qs(a.text).get("token_type") == ["Bearer"],
}

ELSEWHERE = {"key_rotated", "slow_answer", "dropped_connection"}


def test_every_fault_stands_in_a_table_here():
    assert {*REDIRECTS, *TOKEN_ANSWERS, *ELSEWHERE} == set(FAULTS)


@pytest.mark.parametrize("name", REDIRECTS)
def test_a_fault_of_the_redirect(photobox, alice, authorization_url, name):
    photobox.faults.add(name)
    faulty = answer_of(alice.decide(authorization_url()))
    entry = photobox.log[-1]
    alice.session.cookies.clear()
    well = answer_of(alice.decide(authorization_url()))

    assert REDIRECTS[name](faulty)
    assert entry.fault == name
    assert set(well) == {"code", "state", "iss"}
    assert (well["state"], well["iss"]) == ("xyz", photobox.issuer)


@pytest.mark.parametrize("name", TOKEN_ANSWERS)
def test_a_fault_of_the_token_endpoint(photobox, alice, authorization_url, exchange, name):
    code = alice.code(authorization_url(scope=SCOPE, nonce=NONCE))
    photobox.faults.add(name)
    faulty = exchange(code)

    assert TOKEN_ANSWERS[name](faulty)
    assert photobox.log.last("/token").fault == name
    assert not photobox.faults
    alice.session.cookies.clear()
    well = exchange(alice.code(authorization_url(scope=SCOPE, nonce=NONCE)))
    assert not TOKEN_ANSWERS[name](well)
    assert well.json()["token_type"] == "Bearer"


def test_a_token_from_the_future_is_signed_as_its_client_registered(
    photobox, alice, authorization_url, ask
):
    body = {"redirect_uris": [CALLBACK], "id_token_signed_response_alg": "ES256"}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    known = {name: client[name] for name in ("client_id", "client_secret")}
    photobox.faults.add("clock_skewed")
    code = alice.code(authorization_url(client_id=client["client_id"], scope=SCOPE))
    token = ask(code, **known)

    assert header(token)["alg"] == "ES256"
    assert claim(token, "iat") > time.time() + 240


def test_a_rotated_key_is_not_in_a_jwk_set_fetched_before(
    photobox, alice, authorization_url, exchange
):
    cached = requests.get(photobox.jwks_uri, timeout=5).json()["keys"]
    photobox.faults.add("key_rotated")
    token = exchange(alice.code(authorization_url(scope=SCOPE)))
    fresh = requests.get(photobox.jwks_uri, timeout=5).json()["keys"]

    assert kid(token) not in [key["kid"] for key in cached]
    assert kid(token) == fresh[0]["kid"]


class WatchedEvent(Event):
    """An event that tells when somebody begins to wait for it."""

    def __init__(self):
        super().__init__()
        self.begun = Event()

    def wait(self, timeout=None):
        self.begun.set()
        return super().wait(timeout)

    def is_set(self):  # without sockets a wait looks again and again
        self.begun.set()
        return super().is_set()


def test_a_slow_answer_outlasts_the_patience_of_a_client(photobox, exchange, next_entry):
    photobox.faults.add("slow_answer", seconds=30)

    with pytest.raises(requests.ReadTimeout):
        exchange("x", timeout=0.2)

    photobox.faults.clear()
    assert next_entry.wait(timeout=10)


def test_a_slow_answer_comes_at_once_when_the_fault_is_removed(photobox, exchange, monkeypatch):
    wake = WatchedEvent()
    monkeypatch.setattr(photobox.pause, "wake", wake)
    photobox.faults.add("slow_answer", seconds=30)
    late = []
    waiting = Thread(target=lambda: late.append(exchange("x", timeout=30)))
    waiting.start()
    assert wake.begun.wait(timeout=10)
    photobox.faults.remove("slow_answer")
    waiting.join(timeout=10)

    assert [answer.status_code for answer in late] == [400]


def test_a_dropped_connection_sends_no_byte(photobox, alice, authorization_url, exchange):
    code = alice.code(authorization_url())
    photobox.faults.add("dropped_connection")

    with pytest.raises(requests.ConnectionError, match="Remote end closed connection"):
        exchange(code)

    assert photobox.log.last("/token").fault == "dropped_connection"
    assert exchange(code).status_code == 200


def test_who_asks_for_json_gets_json(photobox, ask, alice, authorization_url):
    """As at GitHub; the fault waits for a client that does not."""
    photobox.faults.add("form_encoded")
    code = alice.code(authorization_url())

    answer = ask(code, headers={"Accept": "application/json"})

    assert answer.json()["token_type"] == "Bearer"
    assert list(photobox.faults) == ["form_encoded"]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_in_a_sentence(name):
    assert FAULTS[name].sentence.endswith(".")
    assert ", as " in FAULTS[name].sentence
