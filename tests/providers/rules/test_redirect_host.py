"""Which host and which scheme a provider takes."""

import pytest

from ..conftest import Invent
from ..found import first, levels

NUMBER_ONLY = {"redirect": {"loopback": "any-port", "hosts": ["127.0.0.1", "[::1]"]}}


@pytest.mark.parametrize(
    ("host", "level"),
    [
        ("127.0.0.1", []),
        ("[::1]", []),
        ("localhost", ["will fail"]),
        ("localhost.", ["will fail"]),
        ("app.localhost", ["may fail"]),
        ("127.1", ["will fail"]),
        ("0.0.0.0", ["will fail"]),
        ("[::]", ["will fail"]),
        ("192.168.0.7", ["may fail"]),
        ("my-pc.local", ["may fail"]),
    ],
)
def test_a_host_is_taken_or_not(invent: Invent, host: str, level: list[str]) -> None:
    redirect_uri = f"http://{host}:8000/callback"

    assert levels("redirect_host", invent(**NUMBER_ONLY), redirect_uri=redirect_uri) == level


def test_it_says_which_ones_are_taken(invent: Invent) -> None:
    redirect_uri = "http://localhost:8000/callback"
    finding = first("redirect_host", invent(**NUMBER_ONLY), redirect_uri=redirect_uri)

    assert "accepts only 127.0.0.1 or [::1]" in finding.sentence
    assert finding.paste == "http://127.0.0.1:8000/callback"


@pytest.mark.parametrize(
    ("redirect_uri", "level"),
    [
        ("http://127.0.0.1:8000/callback", []),
        ("https://shop.example/callback", []),
        ("http://shop.example/callback", ["may fail"]),
        ("https://localhost/callback", ["may fail"]),
        ("com.example.app:/callback", ["may fail"]),
        ("urn:ietf:wg:oauth:2.0:oob", ["may fail"]),
        ("javascript:alert(1)", ["will fail"]),
        ("file:///etc/passwd", ["will fail"]),
    ],
)
def test_a_scheme_leads_to_where_an_answer_is_taken(redirect_uri: str, level: list[str]) -> None:
    assert levels("redirect_scheme", "github", redirect_uri=redirect_uri) == level


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "0.0.0.0", "shop.example"])
def test_where_https_alone_is_taken_that_is_all_that_is_said(host: str) -> None:
    redirect_uri = f"http://{host}/callback"

    assert levels("redirect_scheme", "slack", redirect_uri=redirect_uri) == ["will fail"]
    assert levels("redirect_host", "slack", redirect_uri=redirect_uri) == []


def test_the_other_ways_are_named(invent: Invent) -> None:
    slack = first("redirect_scheme", "slack", redirect_uri="http://localhost/a")
    nothing_here = invent(redirect={"loopback": "none", "hosts": []})

    assert 'as app="public" it accepts localhost' in slack.sentence
    other = first("redirect_scheme", nothing_here, redirect_uri="http://localhost/a")
    assert "the device flow needs no redirect URI" in other.sentence


@pytest.mark.parametrize(
    ("redirect_uri", "level"),
    [
        ("http://example.com/callback", ["will fail"]),
        ("http://192.168.1.20:8888/callback", ["will fail"]),
        ("http://homeassistant.local:8123/auth/external/callback", ["will fail"]),
        ("https://192.168.1.20:8888/callback", []),
        ("https://example.com/callback", []),
        ("http://127.0.0.1:8888/callback", []),
    ],
)
def test_a_provider_that_takes_http_for_this_machine_alone(
    redirect_uri: str, level: list[str]
) -> None:
    for name in ("google", "spotify"):
        assert levels("redirect_scheme", name, redirect_uri=redirect_uri) == level

    finding = first("redirect_scheme", "spotify", redirect_uri="http://example.com/callback")
    assert "any other host needs https" in finding.sentence
    assert finding.paste == "https://example.com/callback"


def test_a_page_that_shows_the_code_is_no_app() -> None:
    finding = first("redirect_scheme", "google", redirect_uri="urn:ietf:wg:oauth:2.0:oob")

    assert finding.level == "may fail"
    assert "a page that shows the code" in finding.sentence


def test_https_on_this_machine_may_do_where_https_alone_is_taken() -> None:
    """highlight/highlight#574 registers https://localhost:3000 with Slack; Apple takes none."""
    for name in ("slack", "apple"):
        finding = first("redirect_host", name, redirect_uri="https://localhost:3000/callback")

        assert finding.level == "may fail"
        assert "requires https" in finding.sentence


def test_a_rule_with_an_exception_may_hold_and_says_which() -> None:
    """learn.microsoft.com/entra/identity-platform/reply-url: by the manifest, 127.0.0.1 goes."""
    for rule, uri, unless in (
        ("redirect_host", "http://127.0.0.1:5000/getAToken", "unless you add http://127.0.0.1"),
        ("redirect_form", "https://app.example/cb?foo=1", "unless the app is only for work and"),
    ):
        finding = first(rule, "microsoft", redirect_uri=uri)

        assert finding.level == "may fail"
        assert unless in finding.sentence
