"""Whatever is pasted: the doctor answers, in time, and shows no secret of it."""

import itertools
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.doctor import CAUSES, diagnose
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.intake.texts import add_text
from oauth_tutorial.practice import PhotoBox
from tests.doctor.conftest import shown

PIECES = [
    "https://a.example/authorize?response_type=code&client_id=app",
    "http://127.0.0.1:8000/cb?code=abcdefghijklmnop&state=abc#x",
    "http://[",
    '{"error": "invalid_grant", "errors": [{"message": "x"}]',
    '{"access_token": 7}',
    "{'error': 'x'}",
    "curl -d 'a=1 -u app:x https://a.example/token",
    "curl -G -d a=1",
    "HTTP/1.1 400 Bad Request\n",
    "< HTTP/1.1 200 OK\n<\n",
    "POST /token HTTP/1.1\nHost: a\n\n",
    "POST https://a.example/token -> 401",
    "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'access_token'",
    "MismatchingStateError: x",
    "<html><body><p>Invalid code</p>",
    "the redirect_uri is invalid",
    "AADSTS50011: no",
    "ERR_TOO_MANY_REDIRECTS",
    "| a | b |",
    "%",
    "\ud800",
    "\x00",
    "\u202e",
    "error=" + "x" * 300,
    "a=b&" * 50,
    "(((" * 50,
    "   ",
    "\n",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=6).map("\n".join)


@pytest.mark.usefixtures("unmeasured")
@given(TEXTS, TEXTS)
def test_any_texts_get_an_answer(first: str, second: str) -> None:
    """Nothing is swallowed on the way: reading a text raises at nothing."""
    add_text(Facts(), first)
    diagnosis = diagnose(first, second)

    assert diagnosis.cause in {*CAUSES, ""}
    assert "\x1b" not in repr(diagnosis)


SECRETS = [
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "8d3f6c1a9b2e4f7081726354a5b6c7d8",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "GOCSPX-abcdEFGHijklMNOP",
    "xoxb-123456789012-abcdefABCDEF",
    "printshop-secret",
    "hunter2hunter2",
    "Passw0rd!Passw0rd!",
    "correct.horse.battery",
]
NAMES = ["client_secret", "password", "code_verifier", "access_token", "refresh_token", "code"]
SHAPES = {
    "a form": lambda name, value: "grant_type=x&" + urlencode({name: value, "client_id": "app"}),
    "JSON": lambda name, value: json.dumps({name: value, "error": "invalid_grant"}),
    "JSON in JSON": lambda name, value: json.dumps({"data": json.dumps({name: value})}),
    "a dict": lambda name, value: f"I sent { ({name: value, 'grant_type': 'x'})!r}: invalid_grant",
    "curl": lambda name, value: f"curl https://a.example/token -d '{name}={value}'",
    "curl -u": lambda name, value: f"curl -u app:{value} https://a.example/token -d x={name}",
    "a URL": lambda name, value: f"https://a.example/authorize?client_id=app&{name}={value}",
    "a log": lambda name, value: f'POST /token?{name}={value} HTTP/1.1" 401 invalid_grant',
    "an HTTP request": lambda name, value: f"POST /token HTTP/1.1\nHost: a\n\n{name}={value}",
    "settings": lambda name, value: f"{name}: {value}\nI get invalid_grant",
    "an environment": lambda name, value: f"export {name.upper()}={value}\nerror: invalid_grant",
    "a header": lambda name, value: f"Authorization: Bearer {value}\n{name} error: invalid_token",
}


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("shape", SHAPES)
def test_no_secret_is_shown(shape: str) -> None:
    """Wherever it stands, and whatever it looks like."""
    seen = [
        (name, value)
        for name, value in itertools.product(NAMES, SECRETS)
        if value in shown(diagnose(SHAPES[shape](name, value)))
    ]

    assert seen == []


class Endless:
    """A list that holds itself for ever."""

    def __iter__(self):  # type: ignore[no-untyped-def]
        while True:
            yield self


class Hostile:
    """An object that raises at everything."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    "thing", [Endless(), Hostile(), [Hostile()], [[[[[Endless()]]]]]], ids=type
)
def test_hostile_objects_are_survived(thing: object) -> None:
    """facts of an attack: an object that yields itself kept the doctor busy for ever."""
    assert diagnose(thing).cause == "unknown"


def test_nothing_that_is_pasted_is_fetched_or_run(photobox: PhotoBox, tmp_path: Path) -> None:
    """Neither an address, nor a command: it is read, and no more."""
    before, made = len(photobox.log), tmp_path / "made"
    for text in (
        photobox.issuer,
        f"curl -d grant_type=x {photobox.token_endpoint}; touch {made}",
        f"$(touch {made}) `touch {made}` invalid_grant",
        f'{{"error": "invalid_grant", "error_uri": "{photobox.issuer}/why"}}',
        f"HTTP/1.1 302 Found\nLocation: {photobox.issuer}/authorize?client_id=app\n\n",
        f"import pathlib; pathlib.Path('{made}').touch()",
    ):
        diagnose(text)

    assert len(photobox.log) == before
    assert not made.exists()
