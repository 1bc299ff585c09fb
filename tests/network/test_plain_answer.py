"""A short answer in plain text, and an application that fails."""

import logging
from typing import Any

import pytest
import requests
from werkzeug.test import Client

from oauth_tutorial.network.plain_answer import plain_answer, survive
from tests.network.conftest import WAIT, echo, url


def test_an_application_that_fails_ends_one_request(serve, caplog):
    def app(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/fail":
            raise ValueError("a secret")
        return echo(environ, start_response)

    server = serve(app)
    with caplog.at_level(logging.ERROR):
        failed = requests.get(url(server, "/fail"), timeout=WAIT)

    assert (failed.status_code, "secret" in failed.text + caplog.text) == (500, False)
    assert "ValueError" in caplog.text
    assert requests.get(url(server), timeout=WAIT).status_code == 200


@pytest.mark.parametrize(("method", "body"), [("GET", b"Not here.\n"), ("HEAD", b"")])
def test_it_is_one_sentence_that_no_cache_keeps(method, body):
    """RFC 9110 §9.3.2: HEAD gets the same headers, and no body."""
    client = Client(lambda environ, start: plain_answer("421 x", "Not here.", environ, start))
    answer = client.open("/", method=method)

    assert (answer.status_code, answer.data) == (421, body)
    assert answer.headers["Content-Length"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/plain"


def test_a_connection_error_goes_on_to_the_server():
    """It means that nothing shall be answered."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        Client(survive(app)).get("/")
