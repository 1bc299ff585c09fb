"""An answer as it travelled, without its secrets."""

import json

import pytest
import requests

from oauth_tutorial.client.answer import Answer
from oauth_tutorial.widgets.raw_answer import raw_answer

TOKEN = "2YotnFZFEjr1zCsicMWpAA"


def shown(body, kind="application/json", reason="OK", **sent):
    response = requests.Response()
    response.status_code, response.reason = 200, reason
    response._content = (body if isinstance(body, str) else json.dumps(body)).encode()
    response.headers["Content-Type"] = kind
    response.request = requests.Request("POST", "http://127.0.0.1/", data=sent).prepare()
    return raw_answer(Answer(response))


def test_head_and_body():
    assert shown({"token_type": "Bearer", "expires_in": 5}) == (
        'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n  "token_type": "Bearer",\n'
        '  "expires_in": 5\n}'
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"access_token": TOKEN}, '"access_token": "<22 characters>"'),
        ({"data": {"accessToken": "short"}}, '"accessToken": "<5 characters>"'),
        ({"access_token": {"value": "short", "n": 12345678}}, '"n": "<8 characters>"'),
        ([{"Refresh-Token": ["short"]}], '"<5 characters>"'),
        ({"body": json.dumps({"id_token": "short"})}, "<5 characters>"),
        ({"error": {"code": 190, "message": "no"}}, '"code": 190'),
        ({"unknown": "jZ3kQ9vT1mB7xW5nL2pR8sD4"}, '"unknown": "<24 characters>"'),
        (f"access_token={TOKEN}&scope=a+b%26", "access_token=<22 characters>\n&scope=a+b%26"),
        (f"<p>\n<b>access_token={TOKEN}</b>", "<p>\n<b>access_token=<22 characters></b>"),
        ("", "(nothing)"),
        ("\x1b[2J", "\\x1b[2J"),
        ("null", "null"),
    ],
)
def test_every_secret_is_a_shape(body, words):
    assert words in shown(body)
    assert "short" not in shown(body).replace("shorter", "")
    assert TOKEN not in shown(body)


def test_what_was_sent_is_a_shape_wherever_it_is_repeated():
    text = shown({"a": "no c0de/1234567"}, "a/c0de%2F1234567", "c0de/1234567", code="c0de/1234567")

    assert "1234567" not in text
    assert text.startswith("HTTP/1.1 200 <12 characters>\nContent-Type: a/<12 characters>\n")


def test_a_long_text_is_cut_behind_what_is_hidden():
    text = shown("x" * 590 + f" access_token={TOKEN} " + "y" * 10_000, "text/plain")

    assert TOKEN[:4] not in text
    assert len(text) < 800


def test_what_is_deep_or_long_is_cut():
    assert "…" in shown("[" * 50 + "1" + "]" * 50)
    assert len(shown(["x" * 100] * 5000)) < 21_000
