"""What is no redirect URI, and what somebody spells otherwise."""

import pytest

from ..conftest import Invent
from ..found import first, levels

EXACT = {"loopback": "exact", "hosts": ["localhost"]}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "callback",
        "/callback",
        "localhost:8000/callback",
        "http://127.0.0.1/call back",
        " http://127.0.0.1/callback",
        "http://127.0.0.1/callback\n",
        "http://127.0.0.1/callback\u200b",
        "http://127.0.0.1/\x00",
        "http://ехample.com/callback",
        '"http://127.0.0.1/callback"',
        "'http://127.0.0.1/callback'",
        "<http://127.0.0.1/callback>",
        "http:\\\\127.0.0.1\\callback",
        "http://127.0.0.1:{port}/callback",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:0/callback",
        "http:///callback",
        "http://127.0.0.1/callback#",
        "http://127.0.0.1/#/callback",
        "http://alice:pw@127.0.0.1/callback",
        "http://127.0.0.1/%zz",
        "http://127.0.0.1/" + "a" * 3000,
    ],
)
def test_what_is_no_redirect_uri_will_fail(given: str) -> None:
    assert levels("redirect_form", "github", redirect_uri=given) == ["will fail"]


@pytest.mark.parametrize(
    "given",
    [
        "HTTP://127.0.0.1/callback",
        "http://LocalHost/callback",
        "http://127.0.0.1:80/callback",
        "https://shop.example:443/callback",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000/a/../callback",
        "http://127.0.0.1:8000//callback",
        "http://127.0.0.1:8000/callback?state=1",
    ],
)
def test_what_is_written_in_another_way_somewhere_may_fail(given: str) -> None:
    assert levels("redirect_form", "github", redirect_uri=given) == ["may fail"]


@pytest.mark.parametrize(
    "given",
    [
        "http://127.0.0.1/callback",
        "http://[::1]:8000/",
        "https://shop.example/callback?tenant=1",
        "https://shop.example/CallBack",
        "https://shop.example/a%20b",
        "http://127.0.0.1/it's",
    ],
)
def test_what_is_right_is_right(given: str) -> None:
    assert levels("redirect_form", "github", redirect_uri=given) == []


def test_the_person_is_told_what_they_will_see_and_where() -> None:
    github = first("redirect_form", "github", redirect_uri="")
    slack = first("redirect_form", "slack", redirect_uri="")

    assert github.error.startswith("redirect_uri_mismatch: The redirect_uri MUST match")
    assert slack.error.startswith("on a page of Slack, never in your program: bad_redirect_uri")


@pytest.mark.parametrize(
    ("facts", "given", "level"),
    [
        ({"forbidden": "!$"}, "http://127.0.0.1/a!", "will fail"),
        ({"query": False}, "http://127.0.0.1/a?b=c", "will fail"),
        ({"bare": False}, "http://127.0.0.1/", "will fail"),
        (EXACT, "http://localhost:8000/callback/", "may fail"),
    ],
)
def test_what_one_provider_does_not_take(
    invent: Invent, facts: dict[str, object], given: str, level: str
) -> None:
    assert levels("redirect_form", invent(redirect=facts), redirect_uri=given) == [level]
    assert levels("redirect_form", "github", redirect_uri=given) == []


@pytest.mark.parametrize(
    "redirect_uri",
    ["http://127.0.0.1:*/callback/", "https://*.vercel.app/callback", "https://a-*.example/cb"],
)
def test_a_pattern_may_be_registered_and_is_not_sent(redirect_uri: str) -> None:
    finding = first("redirect_form", "github", redirect_uri=redirect_uri)

    assert finding.level == "may fail"
    assert "has to name one host and one port" in finding.sentence


def test_a_star_in_the_path_is_no_pattern() -> None:
    assert not levels("redirect_form", "github", redirect_uri="https://shop.example/a*b")
