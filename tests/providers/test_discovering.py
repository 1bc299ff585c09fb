"""Any OpenID provider, by its address."""

import contextlib
import json
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial import practice
from oauth_tutorial.client.dialect import dialect_of
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import discovering, provider

ISSUER = "https://id.example/tenant"
RIGHT: dict[str, Any] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/me",
    "scopes_supported": ["openid", "profile", "email"],
    "code_challenge_methods_supported": ["S256"],
}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What stands at each address: bytes, a document, or an error; and what was asked, in order."""
    there: dict[str, Any] = {"asked": []}

    def send(method: str, url: str, **_: Any) -> requests.Response:
        assert method == "GET"
        there["asked"].append(url)
        answer, content = requests.Response(), there.get(url)
        if isinstance(content, Exception):
            raise content
        answer.status_code = 404 if content is None else 200
        answer._content = content if isinstance(content, bytes) else json.dumps(content).encode()
        return answer

    monkeypatch.setattr(discovering, "send", send)
    return there


OPENID = f"{ISSUER}/.well-known/openid-configuration"
OAUTH = "https://id.example/.well-known/oauth-authorization-server/tenant"


def test_photobox_is_found_by_its_address(photobox: practice.PhotoBox) -> None:
    found = provider.discover(photobox.issuer)

    assert found.preset.endpoints.token == photobox.token_endpoint
    assert {"openid", "profile"} <= {one.name for one in found.preset.scopes}
    assert {"web", "public", "device"} <= set(found.preset.apps)
    assert found.preset.redirect.iss
    assert provider.discover(photobox.issuer, app="public").dialect.client_auth == "none"


def test_what_is_not_said_is_as_the_specification_has_it(answers: dict[str, Any]) -> None:
    answers[OPENID] = RIGHT
    found = discovering.discover(ISSUER)

    assert found.app("web").client_auth == ("basic",)  # Discovery §3
    assert (found.name, found.kind, found.app().pkce) == ("id.example", "openid", "supported")
    assert found.revocation.style == "none"
    assert found.device is None
    assert answers["asked"] == [OPENID]


@pytest.mark.parametrize("methods", [["private_key_jwt"], ["tls_client_auth"], [], ["none"]])
def test_each_kind_of_app_has_a_dialect_whatever_the_server_takes(
    answers: dict[str, Any], methods: list[str]
) -> None:
    answers[OPENID] = RIGHT | {
        "device_authorization_endpoint": f"{ISSUER}/device",
        "token_endpoint_auth_methods_supported": methods,
    }
    found = discovering.discover(ISSUER)

    assert "device" in found.apps
    assert {dialect_of(found, kind).client_auth for kind in found.apps} <= {"basic", "none"}


def test_a_server_of_oauth_alone_is_found_between_host_and_path(answers: dict[str, Any]) -> None:
    answers[OAUTH] = RIGHT

    assert discovering.discover(ISSUER).endpoints.token == f"{ISSUER}/token"
    assert answers["asked"] == [OPENID, OAUTH]


@pytest.mark.parametrize(
    "issuer", [f"{ISSUER}/", "https://ID.example/tenant", "https://evil.example"]
)
def test_another_issuer_is_refused_to_the_letter(answers: dict[str, Any], issuer: str) -> None:
    answers[OPENID] = RIGHT | {"issuer": issuer}

    with pytest.raises(InvalidArgument, match="another issuer") as error:
        discovering.discover(ISSUER)
    assert error.value.section == "OpenID Connect Discovery §4.3"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint"])
@pytest.mark.parametrize(
    "value",
    [
        *(None, 7, "", "/token", "http://id.example/token", "http://127.0.0.1/token"),
        *("javascript:1", "https://id.example@evil.example/", "https://id.example/{client_id}"),
        *("https://id.example/ x", "https://id.example/#x"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_named(
    answers: dict[str, Any], name: str, value: object
) -> None:
    answers[OPENID] = RIGHT | {name: value}

    with pytest.raises(InvalidArgument, match=f"no {name}"):
        discovering.discover(ISSUER)


@pytest.mark.parametrize(
    "content",
    [None, b"<html>", b"[]", b"", b"[" * 100_000, requests.ConnectionError("x"), UnicodeError()],
)
def test_where_nothing_answers_that_is_said(answers: dict[str, Any], content: object) -> None:
    answers[OPENID] = content

    with pytest.raises(InvalidArgument, match="No metadata") as error:
        discovering.discover(ISSUER)
    assert OPENID in str(error.value)
    assert OAUTH in str(error.value)


@pytest.mark.parametrize(
    "issuer",
    [
        None,
        b"https://id.example",
        "",
        "id.example",
        "http://id.example",
        "https://",
        "https://a@id.example",
        "https://id.example?x",
        "https://id.example#x",
        "https://id.example/\n",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_issuer_is_not_asked(answers: dict[str, Any], issuer: object) -> None:
    with pytest.raises(InvalidArgument, match="issuer"):
        discovering.discover(issuer)  # type: ignore[arg-type]
    assert answers["asked"] == []


def test_the_address_of_the_metadata_is_understood(answers: dict[str, Any]) -> None:
    answers[OPENID] = RIGHT

    assert discovering.discover(OPENID).issuer == ISSUER


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from([*RIGHT, "token_endpoint_auth_methods_supported"]), VALUES))
def test_no_metadata_break_it(odd: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        answer = requests.Response()
        answer.status_code, answer._content = 200, json.dumps(RIGHT | odd).encode()
        monkeypatch.setattr(discovering, "send", lambda *_, **__: answer)
        with contextlib.suppress(InvalidArgument):
            assert discovering.discover(ISSUER).apps
