"""What headers prove, and what they do not."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from oauth_tutorial.location.evidence import origin_of, page_origin
from tests.location.conftest import ANY_HEADERS, BASE, HONEST, PAGE


@pytest.mark.parametrize(
    ("host", "page", "origin"),
    [
        ("hub.example", PAGE, "https://hub.example"),
        ("Hub.Example:443", PAGE, "https://hub.example"),
        ("hub.example:8443", PAGE.replace(".example", ".example:8443"), "https://hub.example:8443"),
        ("127.0.0.1:8888", "http://127.0.0.1:8888/user/alice/lab", "http://127.0.0.1:8888"),
        ("[::1]:8888", "http://[::1]:8888/user/alice/lab", "http://[::1]:8888"),
    ],
)
def test_host_and_referer_that_agree_name_the_page(host, page, origin):
    assert page_origin([("Host", host), ("Referer", page)], BASE) == origin


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Host", "hub.example")],
        [("Referer", PAGE)],
        [*HONEST, ("Host", "hub.example")],
        [*HONEST, ("Referer", PAGE)],
        [*HONEST, ("host", "evil.example")],
        [("Host", "evil.example"), ("Referer", PAGE)],
        [("Host", "hub.example"), ("Referer", "https://evil.example/user/alice/lab")],
        [("Host", "hub.example"), ("Referer", "https://hub.example/user/mallory/lab")],
        [("Host", "hub.example"), ("Referer", "https://hub.example:8443/user/alice/lab")],
        [("Host", "hub.example"), ("Referer", "https://hub.example@evil.example/user/alice/lab")],
        [("Host", "hub.example@evil.example"), ("Referer", PAGE)],
        [("Host", "hub.example, evil.example"), ("Referer", PAGE)],
        [("Host", "hub.example:0"), ("Referer", PAGE)],
        [("Host", "hub.example:65536"), ("Referer", "https://hub.example:65536/user/alice/lab")],
        [("Host", "hub.example/x"), ("Referer", PAGE)],
        [("Host", "hub.example\\.evil.example"), ("Referer", PAGE)],
        [("Host", "hüb.example"), ("Referer", "https://hüb.example/user/alice/lab")],
        [("Host", "hub.example"), ("Referer", "ftp://hub.example/user/alice/lab")],
        [("Host", "hub.example"), ("Referer", "http://[")],
        [("Host", "hub.example"), ("Referer", "/user/alice/lab")],
        [("Host", ""), ("Referer", "https:///user/alice/lab")],
    ],
)
def test_headers_that_prove_nothing_are_not_believed(headers):
    assert page_origin(headers, BASE) is None


@pytest.mark.parametrize(
    "forged",
    [
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Prefix", "//evil.example/proxy/1"),
        ("X-Forwarded-Port", "1"),
        ("Forwarded", "host=evil.example;proto=http"),
    ],
)
def test_forwarded_headers_change_nothing(forged):
    assert page_origin([*HONEST, forged], BASE) == "https://hub.example"


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_HEADERS)
def test_no_headers_lead_away_from_the_page_that_asked(headers):
    """Whatever arrives: the origin is that of the one Host, which is that of the one Referer."""
    origin = page_origin(headers, BASE)
    hosts = [value for name, value in headers if name.lower() == "host"]

    assert origin is None or origin == origin_of(urlsplit(origin).scheme, hosts[0])
    assert origin is None or len(hosts) == 1
