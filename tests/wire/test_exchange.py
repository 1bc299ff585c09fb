"""One message: what it keeps, and what its repr shows."""

import pytest

from oauth_tutorial.wire.exchange import Exchange, header
from oauth_tutorial.wire.recording import note, record

SECRET = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"


@pytest.mark.parametrize(
    "url",
    [
        f"http://127.0.0.1/callback?code={SECRET}&state={SECRET}",
        f"http://printshop:{SECRET}@127.0.0.1/token",
    ],
)
def test_a_noted_message_shows_no_secret(url):
    with record() as log:
        note(Exchange(method="GET", url=url, request_body=f"client_secret={SECRET}"))

    assert len(log) == 1
    assert SECRET not in repr(log)
    assert SECRET not in repr(log[0])


def test_the_repr_says_what_was_asked_and_what_came():
    one = Exchange(
        method="POST", url="http://127.0.0.1:1/token?a=b", request_body="scope=x", status=200
    )

    assert repr(one).splitlines() == [
        "POST http://127.0.0.1:1/token → 200",
        "    a = b",
        "    scope = x",
    ]


@pytest.mark.parametrize(
    ("more", "end"), [({"remark": "no answer in time"}, "no answer in time"), ({}, "no answer")]
)
def test_a_message_without_an_answer_says_why(more, end):
    assert repr(Exchange(method="GET", url="http://127.0.0.1/", **more)).endswith(f"→ {end}")


def test_nothing_that_somebody_sent_acts_on_a_terminal():
    """A name in the query, and a value of one that is no secret."""
    one = Exchange(method="GET", url="http://127.0.0.1/?%1b[2J=1&scope=a%0Ab")

    assert "\x1b" not in repr(one)
    assert "scope = a\\nb" in repr(one)


@pytest.mark.parametrize("written", ["X-Request-Id", "x-request-id", "X-REQUEST-ID"])
def test_a_header_is_found_however_it_is_written(written):
    assert header({"Date": "x", written: "7"}, "x-request-id") == "7"
    assert header({"Date": "x"}, "x-request-id") == ""
