"""What a receiver answers, by method, path and what came."""

import pytest
import requests
from werkzeug.test import create_environ, run_wsgi_app

from oauth_tutorial.client.arrivals import Event, Page, Wanted
from oauth_tutorial.client.receiver_app import receiver_app
from tests.client.conftest import STATE

WANTED = Wanted("http://localhost/callback", "/callback", {"localhost"})


def get(receiver, **query):
    return requests.get(receiver.redirect_uri, query, timeout=5)


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT"])
def test_other_methods_are_refused(receiver, method):
    answer = requests.request(method, receiver.redirect_uri, timeout=5)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert not receiver.done


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/callback/", "/CALLBACK"])
def test_other_paths_are_not_found(receiver, path):
    url = f"http://127.0.0.1:{receiver.port}{path}?code=abc&state={STATE}"

    assert requests.get(url, timeout=5).status_code == 404
    assert not receiver.done


def test_what_came_is_escaped_and_no_script_may_run(receiver):
    page = get(receiver, error="x", error_description="<script>alert(1)</script>", state=STATE)

    assert "<script>" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Cache-Control"] == "no-store"


@pytest.fixture
def noted():
    return []


@pytest.fixture
def app(noted):
    """An application that takes every query, and whatever it was told."""

    def take(query):
        return Page("Signed in", f"You sent {query}.\nGo back.", Event(200, "redirect"))

    return receiver_app(WANTED, take, lambda event: noted.append((event.status, event.kind)))


@pytest.mark.parametrize(
    ("method", "path", "note"),
    [
        ("GET", "/callback?code=é", (200, None)),
        ("GET", "/callback/", (404, "another_path")),
        ("POST", "/callback", (405, "form_post")),
    ],
)
def test_every_request_is_noted_once_its_page_is_written(app, noted, method, path, note):
    """A close that follows must not cut the page off."""
    body, _, _ = run_wsgi_app(app, create_environ(path, method=method))
    assert b"</html>" in b"".join(body)
    assert noted == []

    body.close()
    assert noted == [note]


def test_a_query_that_is_no_utf8_is_taken(app):
    environ = create_environ("/callback") | {"QUERY_STRING": "code=\xff"}
    body, status, _ = run_wsgi_app(app, environ)

    assert status.startswith("200")
    assert "code=\ufffd" in b"".join(body).decode()
