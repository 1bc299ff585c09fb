"""What client and service noted about the same message."""

import time

import pytest
import requests

from oauth_tutorial.location.finding import VARIABLE
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.joined import entry_of, hosts_of, refused_link, seen_by_service_only
from oauth_tutorial.wire.recording import record


def me(photobox, session=requests):
    return session.get(f"{photobox.api}/me", timeout=5)


@pytest.fixture
def browser():
    with requests.Session() as session:
        session.is_browser = True
        yield session


def test_the_answer_names_its_entry_in_the_services_log(photobox):
    with record() as log:
        me(photobox)

    entry = photobox.log.find(int(log[0].response_headers["X-Request-Id"]))
    assert entry.path == "/api/me"
    assert entry.checks.failed.name == "bearer_present"
    assert entry_of(photobox, "GET", log[0].url, log[0].response_headers) is entry


@pytest.mark.parametrize(
    ("method", "host", "path", "number"),
    [
        ("GET", "127.0.0.1:1", "/api/me", None),  # another service, with a number of its own
        ("POST", None, "/api/me", None),  # a service that ran before, on the same port
        ("GET", None, "/api/photos", None),
        ("GET", None, "/api/me", "999999"),
        ("GET", None, "/api/me", "7x"),
        ("GET", None, "/api/me", ""),
    ],
)
def test_an_answer_of_anything_else_has_no_entry(photobox, method, host, path, number):
    sent = me(photobox).headers["X-Request-Id"]
    netloc = host or photobox.issuer.partition("//")[2]
    headers = {"X-Request-Id": sent if number is None else number}

    assert entry_of(photobox, "GET", f"{photobox.api}/me", {"x-request-id": sent})
    assert entry_of(photobox, method, f"http://{netloc}{path}", headers) is None


def test_where_no_service_runs_nothing_is_joined():
    with record() as log:
        pass

    assert hosts_of(None) == frozenset()
    assert entry_of(None, "GET", "http://127.0.0.1/", {"X-Request-Id": "1"}) is None
    assert seen_by_service_only(None, log) == []


def test_the_service_is_known_by_every_address_that_it_has(photobox, monkeypatch):
    monkeypatch.setenv(VARIABLE, "https://hub.example/proxy/{port}")

    assert hosts_of(photobox) == {photobox.issuer.partition("//")[2], "hub.example"}


def test_what_the_browser_asked_meanwhile_was_seen_by_the_service_only(photobox, browser):
    me(photobox, browser)  # too early
    with record() as log:
        me(photobox)
        browser.get(f"{photobox.issuer}/device", timeout=5)
        browser.get(f"{photobox.issuer}/favicon.ico", timeout=5)
        browser.get(f"{photobox.issuer}/x.png", headers={"Sec-Fetch-Mode": "no-cors"}, timeout=5)
    me(photobox, browser)  # too late

    assert [entry.path for entry in seen_by_service_only(photobox, log)] == ["/device"]


def test_a_request_whose_answer_was_lost_is_no_second_one(photobox):
    """The service noted it; the client has no number to know it by."""
    photobox.faults.add("dropped_connection", at="/api")
    with record() as log, pytest.raises(requests.ConnectionError):
        me(photobox)

    assert [(one.method, one.status) for one in log] == [("GET", 0)]
    assert photobox.log[-1].path == "/api/me"
    assert seen_by_service_only(photobox, log) == []


def test_a_list_of_messages_has_no_beginning_and_gets_nothing(photobox):
    me(photobox)

    assert seen_by_service_only(photobox, [Exchange(method="GET", url="x", started_at=0)]) == []


LINK = {
    "response_type": "code",
    "client_id": "printshop",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "scope": "photos.read",
    "state": "xyz-xyz-xyz",
}


def test_a_link_that_ended_with_an_error_page_is_told_with_its_rule(photobox, browser):
    """Until a better one is opened; a program that asks is no browser."""
    browser.headers["Accept"] = "text/html"
    began, endpoint = time.time(), photobox.authorization_endpoint
    assert refused_link(photobox, began) == refused_link(None, began) == ""

    browser.get(endpoint, params=LINK | {"redirect_uri": "http://127.0.0.1:8000/cb"}, timeout=5)
    assert "redirect_uri is exactly one that the client registered" in refused_link(photobox, began)
    assert refused_link(photobox, time.time()) == ""

    browser.get(endpoint, params=LINK, timeout=5)
    requests.get(endpoint, params=LINK | {"client_id": "nobody"}, timeout=5)
    assert refused_link(photobox, began) == ""
