"""Why no whole answer came, in a sentence of its own for each reason."""

import json
import socket

import pytest

from oauth_tutorial import exchange_code, network, revoke
from oauth_tutorial.errors import TokenEndpointUnreachable, TokenResponseUnreadable
from tests.client.answers import TOKEN
from tests.client.conftest import ask

GIVEN = {"code": "c", "redirect_uri": "r", "client_id": "i"}
CLOSED = "http://127.0.0.1:9/token"


@pytest.mark.parametrize(
    "url",
    [
        *("http://[", "http://", "server.example/token", "ftp://server.example/", "http://a..b/"),
        *("http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://x y/", "http://*.example/"),
        *("http://xn--a\u0378/", f"http://{'a' * 300}.example/", "token", "https:token"),
    ],
)
def test_what_is_no_url(url):
    with pytest.raises(
        TokenEndpointUnreachable, match="is not a URL that can be posted to: '"
    ) as raised:
        exchange_code(url, **GIVEN)

    assert len(raised.value.message) < 160


def test_a_url_is_shown_without_what_is_secret():
    for url in ("http://[/?client_secret=gX1fBat3bV", "http://me:gX1fBat3bV@["):
        with pytest.raises(
            TokenEndpointUnreachable, match="not a URL that can be posted to"
        ) as raised:
            exchange_code(url, **GIVEN)
        assert "gX1fBat3bV" not in str(raised.value)


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "answers, but not in HTTP"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "answers, but not in HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxx", "not a complete HTTP answer"),
    ],
    ids=["nothing", "another protocol", "TLS", "two lengths"],
)
def test_what_comes_is_no_answer(raw, answer, said):
    raw.answer = answer
    with pytest.raises(TokenEndpointUnreachable, match=said) as raised:
        ask(raw)

    assert raised.value.status is None


@pytest.mark.sockets
@pytest.mark.parametrize(
    "answer",
    [
        b"Content-Length: 400\r\n\r\n" + json.dumps(TOKEN).encode(),
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"Transfer-Encoding: chunked\r\n\r\nno number\r\n",
    ],
    ids=["too short", "half a chunk", "no chunk"],
)
def test_the_answer_broke_off(raw, answer):
    raw.answer = b"HTTP/1.1 400 Bad Request\r\n" + answer
    with pytest.raises(TokenResponseUnreadable, match="HTTP 400, but the answer broke") as raised:
        ask(raw)

    assert raised.value.status == 400


@pytest.mark.sockets
def test_the_time_is_over(raw):
    raw.answer, raw.again, raw.drip, raw.times = b"HTTP/1.1 200 OK\r\n\r\n", b"{", 0.02, 400
    with pytest.raises(TokenEndpointUnreachable, match=r"did not end within 2\.5 sec") as raised:
        ask(raw, timeout=2.5)  # long enough for the first bytes, on a machine that is busy
    assert raised.value.status == 200

    raw.answer = b""
    raw.again = b"H"
    with pytest.raises(TokenEndpointUnreachable, match=r"did not answer within 0\.3 sec") as raised:
        ask(raw, timeout=0.3)
    assert raised.value.status is None


@pytest.mark.sockets
def test_https_where_there_is_none():
    serving = network.serve(lambda environ, start: [])
    with pytest.raises(TokenEndpointUnreachable, match="does not speak TLS"):
        exchange_code(f"https://127.0.0.1:{serving.port}/token", **GIVEN)
    serving.stop()


@pytest.mark.sockets
def test_nobody_knows_the_host(monkeypatch):
    def unknown(*of_what, **how):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(TokenEndpointUnreachable, match="its host name is unknown"):
        exchange_code("http://server.example/token", **GIVEN)


@pytest.mark.sockets
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://[", "no proxy"])
def test_the_proxy_is_named(monkeypatch, proxy):
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(TokenEndpointUnreachable, match=r"through the proxy"):
        exchange_code("http://server.example/token", **GIVEN)


def test_the_other_endpoint_is_called_by_its_name():
    with pytest.raises(TokenEndpointUnreachable, match="The revocation endpoint cannot") as raised:
        revoke(CLOSED, token="t", client_id="c")

    assert raised.value.section == "RFC 7009 §2.2.1"
