"""A location, a JSON answer and a JSON request, as HTTP has them."""

import pytest
from flask import Flask

from oauth_tutorial.practice.web.http import json_of_request, json_response, redirect


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("http://[::1]:1/cb?a=%20&b=c+d", "http://[::1]:1/cb?a=%20&b=c+d"),
        ("http://127.0.0.1/\r\nSet-Cookie: a=b", "http://127.0.0.1/%0D%0ASet-Cookie:%20a=b"),
        ("http://127.0.0.1/é", "http://127.0.0.1/%C3%A9"),
    ],
)
def test_a_location_is_one_line_of_ascii(location, sent):
    assert redirect(location).headers["Location"] == sent


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b'{"a": [1, "\xc3\xa9"]}', {"a": [1, "é"]}),
        (b"null", None),
        (b"", None),
        (b"{broken", None),
        (b"\xff", None),
        (b"[" * 100_000, None),  # deeper than the stack
    ],
)
def test_the_json_of_a_request_or_nothing(body, document):
    with Flask(__name__).test_request_context("/", method="POST", data=body):
        assert json_of_request() == document


def test_the_same_answer_looks_the_same():
    with Flask(__name__).test_request_context("/"):
        one, other = json_response({"b": 1, "a": 2}, 201), json_response({"a": 2, "b": 1})

    assert (one.data, one.status_code) == (other.data, 201)


def test_a_redirect_is_followed_with_get_and_shows_no_link():
    answer = redirect("http://127.0.0.1/callback?code=very-secret")

    assert (answer.status_code, answer.data) == (303, b"")
