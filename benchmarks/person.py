"""A person with a new browser, who signs in and approves wherever the pages have forms.

It reads the forms, so the same person walks through every server alike; no part of
the package that is measured takes part.
"""

import base64
import hashlib
import secrets
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}
REDIRECT_URI = "http://127.0.0.1:49152/callback"
TYPED = {"username": "alice", "login": "alice", "sub": "alice", "password": "wonderland"}
MOST_STEPS = 20


def walk(metadata: dict[str, Any], scope: str = "openid") -> dict[str, Any]:
    """Complete one code flow with PKCE, signing in afresh, and return the token response."""
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": CLIENT["client_id"],
        "redirect_uri": REDIRECT_URI,
        "scope": scope,
        "state": secrets.token_urlsafe(16),
        "nonce": secrets.token_urlsafe(16),
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    with requests.Session() as browser:
        answer = approve(browser, f"{metadata['authorization_endpoint']}?{urlencode(asked)}")
        assert answer["state"] == [asked["state"]], answer
        response = browser.post(
            metadata["token_endpoint"],
            {
                "grant_type": "authorization_code",
                "code": answer["code"][0],
                "redirect_uri": REDIRECT_URI,
                "code_verifier": verifier,
            }
            | CLIENT,
            timeout=10,
        )
    token = dict(response.json())
    assert token.get("access_token"), token
    assert token.get("id_token"), token
    return token


def approve(browser: requests.Session, url: str) -> dict[str, list[str]]:
    """Follow redirects and send forms until the browser is sent back to the client."""
    page = browser.get(url, allow_redirects=False, timeout=10)
    for _ in range(MOST_STEPS):
        location = page.headers.get("Location")
        if location and location.startswith(REDIRECT_URI):
            return parse_qs(urlsplit(location).query)
        if location:
            url = urljoin(page.url, location)
            page = browser.get(url, allow_redirects=False, timeout=10)
            continue
        form = Form(page.text)
        url = urljoin(page.url, form.action)
        page = browser.post(url, form.filled_in(), allow_redirects=False, timeout=10)
    raise AssertionError(f"no redirect after {MOST_STEPS} steps, last {page.url}")


class Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self._state = "", list[tuple[str, str]](), "before"
        self.feed(page)
        assert self._state != "before", page[-400:]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and self._state == "before":
            self.action, self._state = given.get("action", ""), "inside"
        elif self._state == "inside" and tag in {"input", "button"} and given.get("name"):
            if tag == "button" and given.get("value") == "deny":
                return
            self.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._state == "inside":
            self._state = "after"

    def filled_in(self) -> list[tuple[str, str]]:
        """Return the fields as alice sends them, every box ticked."""
        return [(name, TYPED.get(name, value)) for name, value in self.fields]
