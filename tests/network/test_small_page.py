"""The page that the browser ends on: fixed text, everything else escaped, no script."""

import pytest
from werkzeug.test import Client

from oauth_tutorial.network.small_page import HEADERS, page, small_page

SCRIPT = "<script>alert(1)</script>"


def answering(status=200, title="Signed in", text="Go back.", **more):
    return Client(lambda environ, start: small_page(environ, start, status, title, text, **more))


def test_title_and_text_are_escaped():
    shown = page(SCRIPT, SCRIPT).decode()

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


def test_half_a_character_is_replaced():
    """A redirect can carry what UTF-8 cannot say."""
    assert b"a?b" in page("Refused", "a\ud800b")


@pytest.mark.parametrize("name", HEADERS)
def test_every_header_that_keeps_it_harmless_is_sent(name):
    assert answering().get("/").headers[name] == HEADERS[name]


def test_it_has_no_script_and_is_in_no_frame():
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy


def test_status_and_further_headers_are_sent():
    answer = answering(405, "Method not allowed", "Only GET.", Allow="GET").post("/")

    assert (answer.status, answer.headers["Allow"]) == ("405 Method Not Allowed", "GET")


def test_head_gets_the_length_and_no_body():
    """RFC 9110 §9.3.2."""
    head, get = answering().head("/"), answering().get("/")

    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))
