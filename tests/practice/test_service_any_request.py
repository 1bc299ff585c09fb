"""Whatever a server hands to the service is answered, and never a failure."""

import io
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, run_wsgi_app

from oauth_tutorial import practice
from tests.practice.test_service_odd_input import NAMES, SENSIBLE

TEXT = st.text(st.characters(codec="latin-1"), max_size=30)
PATHS = st.sampled_from(
    [
        "/",
        "/authorize",
        "/sign-in",
        "/consent",
        "/device",
        "/token",
        "/par",
        "/register",
        "/register/nobody",
        "/revoke",
        "/introspect",
        "//",
        "/token/",
        "/device_authorization",
        "/userinfo",
        "/jwks.json",
        "/api/photos",
        "/api/orders",
        "/api/me",
        "/.well-known/openid-configuration",
    ]
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "CONTENT_TYPE",
            "CONTENT_LENGTH",
            "HTTP_AUTHORIZATION",
            "HTTP_DPOP",
            "HTTP_COOKIE",
            "HTTP_HOST",
            "HTTP_ACCEPT",
            "HTTP_ORIGIN",
            "HTTP_X_FORWARDED_HOST",
            "HTTP_IF_NONE_MATCH",
            "HTTP_TRANSFER_ENCODING",
            "HTTP_RANGE",
            "HTTP_CONTENT_ENCODING",
            "HTTP_REFERER",
        ]
    ),
    TEXT
    | st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-7",
            "multipart/form-data; boundary=x",
            "Basic ",
            "Basic /w==",
            "Basic cHJpbnRzaG9wOnByaW50c2hvcC1zZWNyZXQ=",
            "Bearer \xff",
            "DPoP a.b.c",
            "e30.e30.e30",
            "[::1",
        ]
    ),
    max_size=5,
)
BODIES = st.binary(max_size=60) | st.sampled_from(
    [
        b'{"redirect_uris": [{}]}',
        b'{"redirect_uris": ["http://["], "client_name": 1e999}',
        b'{"items": {"a": []}}',
        b'{"a": "\\ud800"}',
        b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n1\r\n--x--',
        b"[" * 3000,
        b"9" * 5000,
        b"\xff\xfe",
        b"null",
        b'""',
    ]
)
QUERIES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(SENSIBLE) | TEXT), max_size=5
).map(lambda pairs: "&".join(f"{name}={quote(value)}" for name, value in pairs))


@pytest.fixture(scope="module")
def service():
    return practice.PhotoBox("http://photobox.example")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE"]) | TEXT,
    path=PATHS | TEXT,
    query=QUERIES | TEXT,
    headers=HEADERS,
    body=BODIES,
    as_sent=st.booleans(),
)
def test_whatever_comes_is_answered_and_never_a_failure(
    service, method, path, query, headers, body, as_sent
):
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | headers
    if as_sent:  # as every server has it
        environ["CONTENT_LENGTH"] = str(len(body))
    parts, status, answered = run_wsgi_app(service.app, environ, buffered=True)

    assert 200 <= int(status[:3]) < 500
    assert environ["wsgi.errors"].getvalue() == ""
    assert all("\n" not in value for _, value in answered.items())
    assert repr(service.log)
    assert isinstance(b"".join(parts), bytes)


@pytest.mark.parametrize(
    ("sent", "kept"), [("x=\xff", "x=%FF"), ("\xa0", "%A0"), ("\xc3\xa9", "%C3%A9")]
)
def test_a_query_may_hold_any_byte(service, sent, kept):
    """``curl`` sends what it is given; Werkzeug fails at what is no UTF-8."""
    answer = Client(service.app).get("/authorize", environ_overrides={"QUERY_STRING": sent})

    assert answer.status_code == 400
    assert service.log[-1].url.endswith(f"/authorize?{kept}")
