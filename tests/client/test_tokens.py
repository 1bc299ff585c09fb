"""RFC 6749 §4.1.3, §5, §6, against a server that gives odd answers, and a provider not ours."""

import re
from urllib.parse import urlsplit

import pytest
import requests

from oauth_tutorial import (
    build_authorization_url,
    code_challenge,
    exchange_code,
    new_code_verifier,
    new_state,
    read_redirect,
    record,
    refresh,
    revoke,
)
from oauth_tutorial.errors import (
    InvalidArgument,
    TokenEndpointUnreachable,
    TokenRequestFailed,
)
from tests.client.conftest import ask


def test_the_example_of_rfc6749_section_4_1(server):
    token = ask(server, client_auth="basic")
    headers, body = server.received

    assert headers["Authorization"] == "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"
    assert body == {
        "grant_type": ["authorization_code"],
        "code": ["SplxlOBeZQQYbYS6WxSbIA"],
        "redirect_uri": ["https://client.example.com/cb"],
    }
    assert (token.access_token, token.expires_in) == ("2YotnFZFEjr1zCsicMWpAA", 3600)
    assert "2YotnFZFEjr1zCsicMWpAA" not in repr(token)


def test_the_secret_goes_into_the_body_by_default(server):
    ask(server)
    headers, body = server.received

    assert "Authorization" not in headers
    assert (body["client_id"], body["client_secret"]) == (["s6BhdRkqt3"], ["gX1fBat3bV"])


def test_a_silent_port_is_unreachable():
    with pytest.raises(TokenEndpointUnreachable, match="cannot be reached"):
        exchange_code("http://127.0.0.1:9/token", code="c", redirect_uri="r", client_id="i")


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""},
        {"code": None},
        {"redirect_uri": 1},
        {"client_id": ""},
        {"client_auth": "get"},
        {"client_auth": []},
        {"timeout": None},
    ],
)
def test_a_wrong_argument_is_named(server, changes):
    with pytest.raises(InvalidArgument, match=next(iter(changes))):
        ask(server, **changes)


def test_a_refresh_sends_the_token(server):
    refresh(server.url, refresh_token="tGzv3JOkF0XG5Qx2TlKWIA", client_id="c")

    assert server.received[1]["grant_type"] == ["refresh_token"]


@pytest.mark.sockets
@pytest.mark.parametrize("answer", [(200, b""), (204, b""), (200, "ok"), (200, {"error": None})])
def test_a_token_is_given_back(raw, answer):
    assert give_back(raw.says(*answer)) is None
    assert raw.received.endswith(b"token=45ghiukldjahdnhzdauz&client_id=s6BhdRkqt3")


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            (400, {"error": "unsupported_token_type"}),
            "said 'unsupported_token_type'(?s:.*)this kin",
        ),
        ((200, {"error": "invalid_client"}), "refused with HTTP 200 and said 'invalid_client'"),
        ((200, {"ok": False, "error": "not_authed"}), "said 'not_authed'"),
        ((401, b""), "refused with HTTP 401 and an empty body"),
        ((404, b""), "Expected HTTP 200 from the revocation endpoint; got HTTP 404 with an empty"),
        ((202, b""), "HTTP 202 with an empty body"),
        ((302, b"", "Location: /login"), "HTTP 302, a redirect to '/login'"),
        ((503, b"", "Retry-After: 7"), r"HTTP 503 with an empty body .* Wait 7 seconds"),
    ],
)
def test_the_revocation_endpoint_says_no(raw, answer, said):
    with pytest.raises(TokenRequestFailed, match=said) as raised:
        give_back(raw.says(*answer))

    assert "revocation endpoint" in raised.value.message
    assert "token endpoint" not in str(raised.value)
    assert raised.value.section == "RFC 7009 §2.2.1"


def give_back(server):
    return revoke(server.url, token="45ghiukldjahdnhzdauz", client_id="s6BhdRkqt3")


@pytest.mark.parametrize(
    ("call", "name", "section"),
    [
        (lambda: revoke("", token="t", client_id="c"), "revocation_endpoint", "RFC 7009 §2.1"),
        (lambda: revoke("x", token="", client_id="c"), "token is", "RFC 7009 §2.1"),
        (lambda: refresh("", refresh_token="t", client_id="c"), "token_endpoint", "RFC 6749 §6"),
        (lambda: refresh("x", refresh_token="\ud800", client_id="c"), "refresh_t", "RFC 6749 §6"),
        (lambda: refresh("x", refresh_token="t", client_id=None), "client_id", "RFC 6749 §6"),
    ],
)
def test_a_wrong_argument_is_named_with_its_section(call, name, section):
    with pytest.raises(InvalidArgument, match=name) as raised:
        call()

    assert raised.value.section == section


@pytest.mark.sockets
def test_what_netrc_has_for_the_host_is_not_sent(raw, monkeypatch, tmp_path):
    """It would be a second way to authenticate, and a secret of somebody else's."""
    file = tmp_path / "netrc"
    file.write_text("machine server.example login me password mine\n")
    monkeypatch.setenv("NETRC", str(file))
    for name in ("HTTP_PROXY", "http_proxy"):  # so that it is this server that hears it
        monkeypatch.setenv(name, raw.url)
    raw.url = "http://server.example/token"
    ask(raw.says(200, {"access_token": "t"}))

    assert b"server.example" in raw.received
    assert b"authorization:" not in raw.received.lower()


def test_a_recording_shows_shapes(server):
    with record() as log:
        ask(server)
    ask(server)

    assert [exchange.status for exchange in log] == [200]
    assert "code = <22 characters>" in repr(log[0])
    assert "gX1fBat3bV" not in repr(log)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its own use of Authlib
@pytest.mark.sockets
def test_our_client_completes_the_flow_against_another_provider():
    """The PyPI package oidc-provider-mock is not ours."""
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as provider:
        base = f"http://127.0.0.1:{provider.server_port}"
        about = requests.get(f"{base}/.well-known/openid-configuration", timeout=5).json()
        state, verifier = new_state(), new_code_verifier()
        callback = "http://127.0.0.1:49152/callback"
        url = build_authorization_url(
            about["authorization_endpoint"],
            client_id="printshop",
            redirect_uri=callback,
            scope="openid",
            state=state,
            code_challenge=code_challenge(verifier),
        )
        back = requests.post(url, data={"sub": "alice"}, allow_redirects=False, timeout=5)
        answer = read_redirect(back.headers["Location"], state=state)
        token = exchange_code(
            about["token_endpoint"],
            code=answer.code,
            redirect_uri=callback,
            client_id="printshop",
            client_secret="any",
            code_verifier=verifier,
            client_auth="basic",
        )
        headers = {"Authorization": f"Bearer {token.access_token}"}
        person = requests.get(about["userinfo_endpoint"], headers=headers, timeout=5).json()

    assert person["sub"] == "alice"
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token.id_token or "")
    assert urlsplit(url).hostname in {"127.0.0.1", "localhost"}
