"""A secret is found in whatever wrapping cookies use, and in nothing else."""

import base64
import json
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.review.traces import MOST_DEPTH, holds

SECRET = "coffee-bean-7f3a"
Wrap = Callable[[str], str]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _base64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _signed(text: str) -> str:
    return f"{_base64url(text)}.aGVsbG8.{'x' * 27}"


def _compressed(text: str) -> str:
    return "." + base64.urlsafe_b64encode(zlib.compress(text.encode())).rstrip(b"=").decode()


def _in_json(text: str) -> str:
    return json.dumps({"user": "Zoë", "token": text})


def _url(text: str) -> str:
    return quote(text, safe="")


WRAPPINGS: tuple[Wrap, ...] = (_base64, _base64url, _signed, _compressed, _url)
values = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789-_", min_size=8, max_size=60)


@given(values, st.lists(st.sampled_from(WRAPPINGS), max_size=MOST_DEPTH), st.booleans())
def test_it_is_found_in_wrappings_of_wrappings(
    secret: str, wrappings: list[Wrap], has_more: bool
) -> None:
    text = _in_json(secret) if has_more else secret
    for wrap in wrappings:
        text = wrap(text)

    assert holds(f"session={text}", [secret])


@given(st.text(max_size=400))
def test_in_a_text_of_anything_nothing_is_found(text: str) -> None:
    assert holds(text, [SECRET]) is (SECRET in text)


@given(st.binary(max_size=300))
def test_in_bytes_of_anything_nothing_is_found(raw: bytes) -> None:
    assert not holds(base64.b64encode(raw).decode(), [SECRET])


def test_a_cookie_of_flask_of_both_kinds() -> None:
    app = Flask(__name__)
    app.secret_key = "x" * 32
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None

    short, long = signer.dumps({"t": SECRET}), signer.dumps({"t": [SECRET, "word " * 200]})

    assert isinstance(long, str)
    assert long.startswith(".")  # compressed
    assert holds(f"session={short}", [SECRET])
    assert holds(f"session={long}", [SECRET])
    assert not holds(f"session={signer.dumps({'sid': 'a' * 43})}", [SECRET])


def test_a_cookie_of_express() -> None:
    """cookie-session: base64 of JSON, and a signature beside it."""
    assert holds(f"session={_base64(_in_json(SECRET))}; session.sig=abc", [SECRET])
    assert not holds("connect.sid=s%3Aabcdefghijklmnop.3JpcGhlcnRleHQ", [SECRET])


@pytest.mark.parametrize("short", ["", "a", "12345"])
def test_a_short_value_stands_in_any_text(short: str) -> None:
    assert not holds(f"session={short}", [short])


def test_what_unpacks_to_very_much_is_read_to_a_measure() -> None:
    bomb = zlib.compress(b"\\0" * 50_000_000 + SECRET.encode())

    assert not holds(base64.b64encode(bomb).decode(), [SECRET])


def test_no_secret_is_in_no_text() -> None:
    assert not holds("session=abc", [])
