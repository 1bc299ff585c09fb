"""An app that runs in the browser: a page of another origin asks PhotoBox with fetch()."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.real_browser.conftest import CHROMIUM, FLAGS

pytestmark = pytest.mark.browser
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 App. B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
FETCH = """async ([url, options]) => {
    try {
        const answer = await fetch(url, options);
        const text = await answer.text();
        return {
            status: answer.status,
            body: text.startsWith('{') ? JSON.parse(text) : {},
            challenge: answer.headers.get('WWW-Authenticate'),
            number: answer.headers.get('X-Request-Id'),
        };
    } catch (error) {
        return { status: 0, body: {}, why: String(error) };
    }
}"""


class App(BaseHTTPRequestHandler):
    """One empty page at every address: what the app does, the test does in it."""

    def do_GET(self) -> None:
        page = b"<!doctype html><link rel=icon href='data:,'><title>An app</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def app() -> Iterator[int]:
    """The port of the app's own server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(chromium):
    with chromium.new_context() as context:
        yield context.new_page()


def ask(page, url, **options):
    return page.evaluate(FETCH, [url, options])


def form(**fields):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return {"method": "POST", "headers": headers, "body": urlencode(fields)}


def sign_in(page, photobox, callback):
    """Let alice approve, and return the code that the app's page finds in its address."""
    asked = {
        "response_type": "code",
        "client_id": "printshop-public",
        "redirect_uri": callback,
        "scope": "openid profile photos.read groups",
        "state": "xyz",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    page.goto(f"{photobox.authorization_endpoint}?{urlencode(asked)}")
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill("wonderland")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url(f"{callback}?*")
    return parse_qs(urlsplit(page.url).query)["code"][0]


def test_an_app_in_the_browser_signs_alice_in(page, photobox, app):
    callback = f"http://127.0.0.1:{app}/callback"
    code = sign_in(page, photobox, callback)
    about = ask(page, f"{photobox.issuer}/.well-known/openid-configuration",
        headers={"MCP-Protocol-Version": "2025-11-25"})["body"]  # fmt: skip
    keys = ask(page, about["jwks_uri"])
    token = ask(page, about["token_endpoint"], **form(
        grant_type="authorization_code", code=code, redirect_uri=callback,
        client_id="printshop-public", code_verifier=VERIFIER,
    ))  # fmt: skip
    bearer = {"headers": {"Authorization": f"Bearer {token['body']['access_token']}"}}
    person = ask(page, about["userinfo_endpoint"], **bearer)
    photos = ask(page, f"{photobox.api}/photos", **bearer)
    revoked = ask(page, about["revocation_endpoint"], **form(
        client_id="printshop-public", token=token["body"]["access_token"]
    ))  # fmt: skip
    after = ask(page, about["userinfo_endpoint"], **bearer)

    assert keys["body"]["keys"]
    assert token["body"]["scope"] == "openid profile photos.read"
    assert person["body"]["name"] == "Alice Liddell"
    assert len(photos["body"]["photos"]) == 3
    assert (revoked["status"], after["status"]) == (200, 401)
    assert 'error="invalid_token"' in after["challenge"]  # a page may read it
    assert photobox.log.last("/token").number == int(token["number"])
    assert [entry.path for entry in photobox.log if entry.method == "OPTIONS"] != []


def test_an_app_in_the_browser_registers_itself_and_reads_an_error(page, photobox, app):
    page.goto(f"http://127.0.0.1:{app}/")
    body = json.dumps(
        {
            "redirect_uris": [f"http://127.0.0.1:{app}/callback"],
            "token_endpoint_auth_method": "none",
        }
    )
    headers = {"Content-Type": "application/json"}
    registered = ask(
        page, photobox.registration_endpoint, method="POST", headers=headers, body=body
    )
    refused = ask(page, photobox.token_endpoint, **form(grant_type="x"))
    lost = ask(page, f"{photobox.issuer}/oauth/token", **form(grant_type="x"))

    assert registered["body"]["client_id"].startswith("client-")
    assert refused["body"]["error"] == "unsupported_grant_type"
    assert (lost["status"], "/token?" in lost["body"]["error_description"]) == (404, True)


@pytest.mark.parametrize("path", ["/authorize", "/device", "/", "/introspect"])
def test_no_script_reads_what_a_person_sees(page, photobox, app, path):
    """Nor with the cookie of a person who is signed in."""
    sign_in(page, photobox, f"http://127.0.0.1:{app}/callback")

    for credentials in ("omit", "include"):
        read = ask(page, photobox.issuer + path, credentials=credentials)
        assert (read["status"], "TypeError: Failed to fetch" in read["why"]) == (0, True)
    seen = ask(page, photobox.userinfo_endpoint, credentials="include")
    assert seen["status"] == 0  # a page that sends cookies may read nothing at all


def test_a_page_whose_name_leads_to_this_machine_is_refused(chromium, photobox):
    """DNS rebinding: to that page PhotoBox would be its own origin, and CORS would not ask."""
    port = urlsplit(photobox.issuer).port
    flags = [*FLAGS, "--host-resolver-rules=MAP evil.example 127.0.0.1"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    try:
        page = browser.new_page()
        answer = page.goto(f"http://evil.example:{port}/")
        asked = ask(page, "/token", **form(grant_type="x"))
    finally:
        browser.close()

    assert (answer.status, asked["status"], asked["body"]) == (421, 421, {})
    assert "access-control-allow-origin" not in answer.headers
    assert photobox.log.last("/token") is None
