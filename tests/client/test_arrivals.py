"""What a request is instead of the redirect. What people reported is in another file."""

import pytest
from werkzeug.test import create_environ

from oauth_tutorial.client.arrivals import (
    Event,
    Wanted,
    hosts_of,
    last_of,
    not_the_redirect,
    of_refusal,
)
from oauth_tutorial.network import Refusal

WANTED = Wanted("http://127.0.0.1:8000/callback", "/callback", hosts_of(8000, ""))


def look(path: str = "/callback?code=a", **more: str):
    environ = create_environ(path, "http://127.0.0.1:8000/")
    return not_the_redirect(environ | more, WANTED)


def test_what_may_be_the_redirect_is_left_to_its_judge():
    assert look() is None
    assert look(HTTP_SEC_FETCH_DEST="document", HTTP_SEC_FETCH_MODE="navigate") is None
    assert look(REQUEST_URI="http://127.0.0.1:8000/callback?code=a") is None


def test_on_the_port_of_http_a_browser_writes_none():
    assert {"127.0.0.1", "localhost", "[::1]"} <= hosts_of(80, "http://127.0.0.1/callback")
    assert "127.0.0.1" not in hosts_of(8000, "http://127.0.0.1:8000/callback")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/x\x1b[2J", r"'/x\\x1b[2J'"),
        ("/" + "a1B" * 20, "'/<60 characters>'"),
        ("/callback;code=very-secret", "'/callback…'"),
        ("/callback%3fcode=very-secret", "'/callback…'"),
    ],
)
def test_a_path_is_named_without_what_opens_something(path, shown):
    page = look(REQUEST_URI=path)

    assert page.event.kind == "another_path"
    assert shown in page.event.what


def test_a_host_is_named_as_plain_text():
    assert r"\x1b" in look(HTTP_HOST="a\x1b[2J").text


@pytest.mark.parametrize(
    ("what", "kind"),
    [("TLS (https) at an http address", "tls"), ("wrong Host", "wrong_host"), ("?", "unreadable")],
)
def test_what_the_server_refused_has_a_name(what, kind):
    assert of_refusal(Refusal(400, what), WANTED).kind == kind


def test_the_last_thing_that_says_something_is_told():
    answer, quiet = Event(200, "redirect"), Event(404, "an icon", "not_a_navigation")
    loud = Event(400, "another state", "another_state")

    assert last_of([]).kind == "nothing"
    assert last_of([answer]).kind == "nothing"
    assert last_of([quiet]) is quiet
    assert last_of([loud, quiet]) is loud


def test_an_event_shows_neither_more_nor_less_than_what_came():
    assert repr(Event(404, "the path '/x'", "another_path", "a hint")) == "404 the path '/x'"
