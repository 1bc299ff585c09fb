"""The log: what it keeps, what it shows, and whom it tells."""

import base64

import pytest
import requests

from oauth_tutorial.practice.model.checks import Check, Checklist
from oauth_tutorial.practice.model.log import LIMIT, Entry, Log
from oauth_tutorial.practice.rules.scope import SCOPE_KNOWN


def test_the_log_holds_no_secret_in_its_text(photobox, ask, code):
    token = ask(code).json()["access_token"]
    text = repr(photobox.log) + "".join(map(repr, photobox.log))

    basic = base64.b64encode(b"printshop:printshop-secret").decode()
    for secret in (code, token, "printshop-secret", "wonderland", basic):
        assert secret not in text


def test_log_has_the_body_as_it_was_sent(photobox):
    """Order, doubled names and spelling are what a learner looks for."""
    requests.post(
        photobox.token_endpoint,
        data="b=1&a=%32&b=2",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=5,
    )

    assert photobox.log[-1].request_body == "b=1&a=%32&b=2"
    assert photobox.log[-1].parameters == {"b": "1", "a": "2"}
    assert photobox.log[-1].url == photobox.token_endpoint


def me(photobox, session=requests):
    return session.get(f"{photobox.api}/me", timeout=5)


def test_whoever_subscribes_to_the_service_hears_of_every_request(photobox):
    heard = []
    unsubscribe = photobox.log.subscribe(heard.append)
    photobox.log.subscribe(lambda entry: 1 / 0)
    me(photobox)
    unsubscribe()
    unsubscribe()
    me(photobox)

    assert [entry.path for entry in heard] == ["/api/me"]


def entry(number, path="/token", **more):
    given = {"method": "POST", "status": 200, "parameters": {}, "checks": Checklist()} | more
    return Entry(path=path, number=number, **given)


@pytest.fixture
def log():
    return Log()


def test_the_newest_requests_are_kept(log):
    for _ in range(LIMIT + 5):
        log.append(entry(log.next_number()))

    assert (len(log), log[0].number, log[-1].number) == (LIMIT, 6, LIMIT + 5)
    assert log.find(5) is None
    assert log.find(6) is log[0]


def test_the_newest_of_a_path_is_found(log):
    for number, path in enumerate(["/token", "/par", "/token", "/device"], 1):
        log.append(entry(number, path))

    assert log.last("/token").number == 3
    assert log.last("/revoke") is None


def test_a_view_that_fails_fails_no_request_and_no_other_view(log):
    heard = []
    log.subscribe(lambda one: 1 / 0)
    log.subscribe(heard.append)
    log.append(entry(1))

    assert heard == list(log)


def test_what_was_sent_acts_on_no_terminal(log):
    log.append(entry(1, "/\x1b[2J", parameters={"scope": "a\nb", "code": "very-secret"}))

    assert "\x1b" not in repr(log) + repr(log[0])
    assert "scope = a\\nb" in repr(log[0])
    assert "code = <11 characters>" in repr(log[0])


@pytest.mark.parametrize(
    ("status", "kept", "outcome"),
    [(200, True, "ok"), (303, True, "ok"), (303, False, "refused"), (500, True, "refused")],
)
def test_an_error_that_travels_in_a_redirect_is_a_refusal_too(status, kept, outcome):
    checks = Checklist([Check(SCOPE_KNOWN, kept)])

    assert entry(1, status=status, checks=checks).outcome == outcome


def test_what_a_page_sends_blindly_pushes_out_nothing_else(service, client):
    """Of 600 requests of another site's page, and one of a person before them."""
    client.get("/device")
    blind = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    for _ in range(600):
        client.get("/", headers=blind)
    assert (len(service.log), service.log[0].path) == (500, "/device")
    assert [entry.blind for entry in service.log][:2] == [False, True]

    step = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    for _ in range(600):
        client.get("/device", headers=step | {"Sec-Fetch-Dest": "document"})
    assert not any(entry.blind for entry in service.log)
    assert service.log[-1].number == 1201
