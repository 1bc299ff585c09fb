"""No secret of the input is in the answer; what a person can read is."""

# ruff: noqa: E501 - a case a line

import base64
import json
import string
from urllib.parse import quote

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial import errors
from oauth_tutorial.doctor import diagnose, quoting
from oauth_tutorial.doctor.quoting import LIMIT, quoted, shown_uri
from oauth_tutorial.text.redaction import SECRET_PARAMETERS
from oauth_tutorial.wire.exchange import Exchange
from tests.doctor.conftest import AUTHORIZE, TOKEN, shown


def response(status: int, body: str, **sent: str) -> requests.Response:
    """A token endpoint's answer, with the request that it answers."""
    answer = requests.Response()
    answer.status_code, answer._content = status, body.encode()
    answer.headers["Content-Type"] = "application/json"
    answer.request = requests.Request("POST", "https://login.example/token", data=sent).prepare()
    return answer


def exchange(body: str, answer: str, **headers: str) -> Exchange:
    return Exchange(
        method="POST",
        url="https://login.example/token",
        request_headers=headers,
        request_body=body,
        status=400,
        response_headers={},
        response_body=answer,
        started_at=1.0,
        elapsed=0.1,
    )


def planted(token: str) -> list[object]:
    """The token in every place in which a secret travels."""
    basic = base64.b64encode(f"app:{token}".encode()).decode()
    places: list[object] = [
        f"{AUTHORIZE}&client_secret={token}",
        f"{AUTHORIZE}&state={token}&redirect_uri=http%3A%2F%2Flocalhost%2Fcb%3Fcode%3D{token}",
        f"{AUTHORIZE}&state=x&redirect_uri=" + quote(f"http://me:{token}@host.example/cb", safe=""),
        f"{AUTHORIZE}&state=x&scope={token}&redirect_uri=http://localhost/{token}",
        f"http://localhost/cb?code={token}&state={token}",
        f"http://localhost/cb?code={token}%2520&state={token}",
        f"http://localhost/cb#access_token={token}&token_type=Bearer",
        f"http://localhost/cb?error=invalid_request&error_description=the+code+{token}+is+bad",
        f"http://localhost/cb?error={token}&state={token}",
        {"error": "invalid_grant", "error_description": f"code {token} has expired"},
        {"error": token, "error_description": token},
        {"access_token": token, "expires_in": "3600", "id_token": token},
        {"errors": [{"field": token, "code": "invalid"}]},
        {"ok": False, "error": token},
        {token: token},
        f"(invalid_grant) The code {token} was already used",
        f"I sent client_secret={token} and get invalid_client",
        f"curl -H 'Authorization: Bearer {token}' https://api.example/me says invalid_token",
        f"HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm={token}\nSet-Cookie: a={token}\n\n",
        f"POST /token HTTP/1.1\nAuthorization: Basic {basic}\nContent-Type: application/json\n\n"
        + json.dumps({"grant_type": "authorization_code", "code": token}),
        f"Traceback (most recent call last):\nKeyError: '{token}'",
        f"<html><title>{token}</title>Error 400: redirect_uri_mismatch {token}</html>",
        ValueError(f"token {token}: invalid_grant"),
        KeyError(token),
        json.JSONDecodeError("Expecting value", f"access_token={token}&token_type=bearer", 0),
        json.JSONDecodeError("Expecting value", f"<html>{token}", 0),
        errors.StateMismatch("another state", expected=token, received=token + "x"),
        errors.TokenRequestFailed(f"refused {token}", error="invalid_grant"),
        exchange(
            f"code={token}&client_secret={token}&code_verifier={token}", f'{{"error":"{token}"}}'
        ),
        exchange("grant_type=x", f"invalid {token}", Authorization=f"Basic {basic}"),
        response(400, f'{{"error":"invalid_grant","error_description":"{token}"}}', code=token),
        response(200, f'{{"error":"{token}"}}', client_secret=f" {token}"),
        response(500, f"<html>{token}</html>", refresh_token=token),
        response(401, '{"error":"invalid_client"}', client_secret=f"'{token}'"),
        token,
        # in what the doctor quotes
        f"{token}: this authorization code was used before",
        {"error": "invalid_grant", "error_description": f"Refresh token expired: {token}"},
        f"http://localhost/cb?error=access_denied&error_description={token}+PKCE+verification+failed",
        f"{AUTHORIZE}&state=x&redirect_uri=http://host.example/{token}/*",
        [f"{AUTHORIZE}&redirect_uri=http://localhost/{token}", f"http://127.0.0.1/{token}"],
        [f"{AUTHORIZE}&scope=a+{token}", f"http://localhost/cb?code={token}&state=x&scope=a"],
        [
            AUTHORIZE + "&redirect_uri=http://localhost/",
            exchange(
                f"grant_type=authorization_code&code={token}&redirect_uri=http://localhost/{token}",
                "",
            ),
        ],
        f"AADSTS50011: The redirect URI 'http://localhost/{token}' does not match the redirect URIs",
        response(500, "", client_secret=token),
    ]
    places += [f"{name}={token}&error=invalid_grant" for name in sorted(SECRET_PARAMETERS)]
    return places


@pytest.mark.parametrize("thing", planted(TOKEN), ids=lambda thing: type(thing).__name__)
def test_a_planted_secret_is_not_shown(thing: object) -> None:
    """In no place, alone or with others."""
    assert TOKEN not in shown(diagnose(thing))
    assert TOKEN not in shown(
        diagnose(AUTHORIZE + "&redirect_uri=http%3A%2F%2Flocalhost%2F", thing)
    )
    assert TOKEN not in shown(diagnose([thing, thing]))


def looks_random(word: str) -> bool:
    return all(set(word) & set(kind) for kind in (string.ascii_letters, string.digits))


def test_the_planted_ones_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the two nets; otherwise the tests above would prove nothing."""
    monkeypatch.setattr(quoting, "without_secrets", lambda text, secrets=(): text)

    assert sum(TOKEN in shown(diagnose(thing)) for thing in planted(TOKEN)) >= 6


@pytest.mark.usefixtures("unmeasured")
@settings(max_examples=60, deadline=None)
@given(st.text(string.ascii_letters + string.digits + "-_", min_size=20).filter(looks_random))
def test_no_random_value_is_shown(token: str) -> None:
    """Whatever it is made of."""
    for thing in planted(token):
        assert token not in shown(diagnose(thing))


@pytest.mark.parametrize(
    "word",
    [
        "redirect_uri_mismatch",
        "AADSTS50011",
        "photos.read",
        "Callback",
        "127.0.0.1:49152",
        "/myApp/oauthCallback",
    ],
)
def test_readable_words_are_left(word: str) -> None:
    """A mask over everything would help nobody."""
    assert quoted(word) == f"'{word}'"


def test_a_redirect_uri_is_shown_without_user_and_query() -> None:
    """Both may hold a secret."""
    assert shown_uri(f"https://me:{TOKEN}@host.example:8000/cb?x={TOKEN}#{TOKEN}") == (
        "'https://host.example:8000/cb?…#…'"
    )


@pytest.mark.parametrize("form", [TOKEN, quote(f"a/{TOKEN}", safe=""), f"ü{TOKEN}"])
def test_a_known_secret_is_taken_out_in_every_encoding(form: str) -> None:
    known = [form, f"a/{TOKEN}"]

    assert TOKEN not in quoted(f"it was {form} and {quote(form)}", known)


def test_a_short_secret_does_not_eat_the_words() -> None:
    """An "a" stands in most of them."""
    assert quoted("a scope has changed", ["a"]) == "'a scope has changed'"


def test_a_quoted_text_is_one_line_and_not_endless() -> None:
    shown = quoted("one\n\ttwo\x1b[2J " + "word " * 200)

    assert shown.startswith("'one two")
    assert "\x1b" not in shown
    assert shown.endswith("…'")
    assert len(shown) <= LIMIT + 3


def test_an_address_that_cannot_be_read_is_not_shown() -> None:
    assert TOKEN not in shown_uri(f"http://[{TOKEN}")


def test_half_a_character_in_a_secret_is_no_trouble() -> None:
    odd = "\ud83d" * 6

    assert odd not in str(diagnose(f"client_secret={odd} Bad client credentials"))
