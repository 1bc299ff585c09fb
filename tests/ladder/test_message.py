"""A message, and the values that travel in it."""

from dataclasses import replace

import pytest

from oauth_tutorial.ladder.message import (
    ADDRESS,
    ANSWER,
    AUTHORIZATION,
    FORM,
    REDIRECT,
    Message,
    items_of,
)
from oauth_tutorial.text.readers import named_values


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ("a=1&b=", [("a", "1"), ("b", "")]),
        ('{"a": {"b": [1, "x"]}, "c": null}', [("b", "1"), ("b", "x"), ("c", "null")]),
        ("<a href='?code=1'>", []),
        ("plain text", []),
        ("{broken", []),
        ("", []),
    ],
)
def test_named_values_of_a_body(body, pairs):
    assert named_values(body) == pairs


def message(**changes):
    given = {"sender": "a", "recipient": "b", "method": "GET", "url": "https://a.example/cb"}
    made = Message(**given | changes)
    return replace(made, items=items_of(made))


def test_each_value_is_found_where_it_stands():
    seen = message(
        url="https://a.example/cb?code=c1#access_token=t1",
        request_headers={"Authorization": "Bearer t2", "DPoP": "p1"},
        request_body="code_verifier=v1",
        response_headers={"Location": "https://b.example/?state=s1"},
        response_body='{"refresh_token": "r1"}',
    )

    assert [(item.part, item.name, item.value) for item in seen.items] == [
        (ADDRESS, "code", "c1"),
        (ADDRESS, "access_token", "t1"),
        (AUTHORIZATION, "access_token", "t2"),
        (AUTHORIZATION, "dpop", "p1"),
        (FORM, "code_verifier", "v1"),
        (REDIRECT, "state", "s1"),
        (ANSWER, "refresh_token", "r1"),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Basic YXBwOmElMkJi", [("client_id", "app"), ("client_secret", "a+b")]),  # app:a%2Bb
        ("basic YXBwOg==", [("client_id", "app"), ("client_secret", "")]),
        ("Basic ???", []),
        ("Basic /w==", []),  # no UTF-8
        ("Bearer", []),
    ],
)
def test_basic_is_decoded_where_it_can_be(header, found):
    """RFC 6749 §2.3.1: both parts are form-encoded first."""
    items = message(request_headers={"authorization": header}).items

    assert [(item.name, item.value) for item in items] == found


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"status": 200, "response_body": '{"error": null}'}, False),
        ({"status": 200, "response_body": '{"error": "invalid_grant"}'}, True),
        ({"status": 302, "response_headers": {"Location": "/cb?error=access_denied"}}, True),
        ({"status": 302, "response_headers": {"Location": "/cb?code=abc"}}, False),
        ({"status": 401}, True),
    ],
)
def test_a_refusal_is_seen_by_status_body_or_redirect(changes, refused):
    assert message(**changes).refused is refused


def test_a_status_that_nobody_knows_has_no_phrase():
    assert [message(status=n).status_line for n in (303, 799)] == ["303 See Other", "799"]


def test_what_is_no_request_is_no_http():
    assert [message(method=m).is_http for m in ("GET", "LINK", "PASTE")] == [True, False, False]
