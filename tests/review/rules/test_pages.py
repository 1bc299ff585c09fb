"""What the headers of a page allow."""

from types import SimpleNamespace
from typing import Any

import pytest

from oauth_tutorial.review.rules import pages


def judged(rule: Any, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], text: str) -> bool:
    page = SimpleNamespace(headers=headers, text=text)
    monkeypatch.setattr(pages, "first_page", lambda stage: page)
    passed: bool = rule.look(None).passed
    return passed


CSP, XFO = "content-security-policy", "x-frame-options"


@pytest.mark.parametrize(
    ("headers", "passed"),
    [
        ({}, False),
        ({CSP: "frame-ancestors 'none'"}, True),
        ({CSP: "default-src 'self'; Frame-Ancestors 'self' https://a.example"}, True),
        ({CSP: "frame-ancestors"}, True),
        ({CSP: "frame-ancestors *"}, False),
        ({CSP: "frame-ancestors 'self' https:"}, False),
        ({CSP: "frame-ancestors HTTP:"}, False),
        ({CSP: "default-src 'none'"}, False),
        ({XFO: "DENY"}, True),
        ({XFO: "sameorigin"}, True),
        ({XFO: "ALLOWALL"}, False),
        ({XFO: "ALLOW-FROM https://a.example"}, False),
        ({XFO: "DENY", CSP: "frame-ancestors *"}, False),  # CSP goes before
        ({XFO: "ALLOWALL", CSP: "frame-ancestors 'none'"}, True),
    ],
)
def test_frames(headers: dict[str, str], passed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(pages.no_framing, monkeypatch, headers, "") is passed


@pytest.mark.parametrize(
    ("said", "text", "passed"),
    [
        ("", "", False),
        ("no-referrer", "", True),
        ("strict-origin-when-cross-origin", "", True),
        ("Same-Origin", "", True),
        ("unsafe-url", "", False),
        ("no-referrer-when-downgrade", "", False),
        ("no-referrer, strict-origin", "", True),  # the last that a browser knows counts
        ("no-referrer, unsafe-url", "", False),
        ("", '<meta name="referrer" content="no-referrer">', True),
        ("", "<meta name=referrer content=unsafe-url>", False),
        ("", "<p>referrer no-referrer</p>", False),
    ],
)
def test_referrers(said: str, text: str, passed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"referrer-policy": said} if said else {}

    assert judged(pages.referrer_policy, monkeypatch, headers, text) is passed


@pytest.mark.parametrize(
    ("said", "passed"),
    [("no-store", True), ("private, No-Store", True), ("no-cache", False), ("", False)],
)
def test_storing(said: str, passed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(pages.no_store, monkeypatch, {"cache-control": said}, "") is passed
