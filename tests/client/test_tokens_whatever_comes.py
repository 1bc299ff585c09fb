"""Whatever a server sends, ``exchange_code`` gives a token or an error of our own tree."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oauth_tutorial import revoke
from oauth_tutorial.errors import OAuthTutorialError
from tests.client.conftest import ask

SENT = ("SplxlOBeZQQYbYS6WxSbIA", "gX1fBat3bV")
NAMES = st.sampled_from(
    [
        *("access_token", "accessToken", "token_type", "expires_in", "refresh_token", "scope"),
        *("error", "error_description", "errors", "message", "data", "ok", "code", "detail", "é"),
    ]
)
LEAVES = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        10**400,
        1e308,
        float("nan"),
        "",
        "\ud800",
        *SENT,
        "{}",
        '["x"]',
        "3",
    ]
) | st.text(max_size=20)
SAID = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)
BODIES = (
    st.binary(max_size=60)
    | SAID.map(lambda said: json.dumps(said).encode())
    | st.dictionaries(NAMES, st.text(max_size=9), max_size=4).map(
        lambda said: "&".join(f"{k}={v}" for k, v in said.items()).encode("utf-8", "replace")
    )
    | st.sampled_from(
        [b"[" * 5000, b'{"a":' + b"1" * 5000 + b"}", b"<title>x", b"<script>", b"\xff\xfe{", b"&&"]
    )
)
HEADERS = st.sampled_from(
    [
        *("Location: http://[", "Location: \xe9", "Location:", "Location: //", "Location: ?code=1"),
        *("Content-Encoding: gzip", "Content-Encoding: deflate, gzip", "Content-Encoding: \x80"),
        *("Content-Length: 9", "Content-Length: -1", "Content-Length: 1, 2", "Content-Length: x"),
        *("Transfer-Encoding: chunked", "Transfer-Encoding: x", "Set-Cookie: a=b; Expires=x; ="),
        *("Retry-After: 1", "Retry-After: \x1b[2J", "Retry-After: " + "9" * 5000, "junk", ": x"),
        *(f"Content-Type: {one}" for one in ("text/html", "text/plain; charset=utf-16", "x; a=")),
        *(f"Content-Type: a/b; charset={one}" for one in ("idna", "hex", "punycode", "undefined")),
        *('WWW-Authenticate: Basic realm="', 'WWW-Authenticate: error="x\x9b"', "\tfolded"),
    ]
)
STATUS = st.sampled_from([100, 101, 199, 200, 204, 206, 299, 301, 304, 400, 401, 429, 503, 999])


def heads(status, headers, body):
    lines = [f"HTTP/1.1 {status} X", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def give_back(server):
    return revoke(server.url, token=SENT[0], client_id="c", client_secret=SENT[1])


@pytest.mark.sockets
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.builds(heads, STATUS, st.lists(HEADERS, max_size=4), BODIES) | st.binary(max_size=99))
def test_a_token_or_an_error_of_ours(raw, caplog, sent):
    raw.answer = sent
    for call in (ask, give_back):
        try:
            told = str(call(raw))
        except OAuthTutorialError as error:
            told = f"{error}\n{error!r}"
        assert all(line.isprintable() for line in told.splitlines())
        assert not any(secret in told for secret in SENT)
    assert "junk" not in caplog.text
