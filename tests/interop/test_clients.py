"""Each client of docs/clients.md signs a person in, with its defaults."""

import sys
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from tests.interop.programs import (
    INSTALLED,
    LIMIT,
    free_port,
    practice,
    program_of,
    programs,
    register,
    running,
)

pytestmark = pytest.mark.sockets

# title, redirect URI below the app's address, what the address bar gets, what the page says
WEB_APPS = [
    ("Node: passport-oauth2 in Express", "/auth/photobox/callback", "/login", "Hello, Alice"),
    ("Node: express-openid-connect", "/callback", "/login", "Hello, Alice"),
    ("Node: openid-client", "/callback", "/login", "Hello, Alice"),
    ("Node: @hono/oidc-auth", "/callback", "/login", "Hello, alice"),
    ("Python: Authlib in Flask", "/callback", "/login", "Hello, Alice"),
    ("Python: mozilla-django-oidc", "/oidc/callback/", "/oidc/authenticate/", "Hello, alice@"),
]


# title, provider, redirect URI at the program's address, how the client proves itself, greeting
PERSONALITIES = [
    (
        *("Google's personality: google-auth-oauthlib", "google"),
        *("http://localhost:{port}/", "client_secret_post", "Alice Liddell"),
    ),
    (
        *("Spotify's personality: spotipy", "spotify"),
        *("http://127.0.0.1:{port}/callback", "client_secret_basic", "Alice Liddell"),
    ),
    (
        *("Facebook's personality: requests-oauthlib", "facebook"),
        *("http://localhost:{port}/", "client_secret_post", "Alice Liddell"),
    ),
    (
        *("Slack's personality: requests-oauthlib", "slack"),
        *("http://localhost:{port}/", "none", "alice"),
    ),
    (
        *("GitHub's personality: Authlib", "github"),
        *("http://localhost:{port}/", "client_secret_basic", "alice"),
    ),
]

TOOL_SERVER = "A tool server of your own, behind the practice service"
TOOL_CLIENTS = [
    "Node: the MCP TypeScript SDK",
    "Node: the MCP TypeScript SDK, version 2",
    "Python: the MCP SDK",
    "Python: FastMCP",
]


@pytest.mark.parametrize(("title", "callback", "login", "greeting"), WEB_APPS)
def test_a_web_app_signs_a_person_in(issuer, tmp_path, title, callback, login, greeting):
    port = free_port()
    home = f"http://localhost:{port}"
    client = register(issuer, redirect_uris=[home + callback], post_logout_redirect_uris=[home])
    with program_of(title, tmp_path, PORT=str(port), **client) as app:
        app.line(r"ready|Running on|Starting development server")
        with closing(NotebookBrowser()) as browser:
            drive(browser, home + login, username="alice", decision="approve")

            assert greeting in str(browser.page.parts), app.rest()


def test_auth_js_signs_a_person_in(issuer, tmp_path):
    """It asks the person first which provider it is to be."""
    port = free_port()
    home = f"http://localhost:{port}"
    client = register(issuer, redirect_uris=[f"{home}/auth/callback/photobox"])
    with (
        program_of("Node: @auth/express", tmp_path, PORT=str(port), **client) as app,
        closing(NotebookBrowser()) as browser,
    ):
        app.line("ready")
        browser.open(f"{home}/login")
        browser.press("Sign in with PhotoBox")
        drive(browser, browser.page.address, username="alice", decision="approve")
        browser.open(home)

        assert "Hello, Alice" in str(browser.page.parts), app.rest()


def test_a_program_on_the_persons_machine_gets_her_photos(issuer, tmp_path):
    port = free_port()
    client = register(issuer, redirect_uris=[f"http://localhost:{port}/"])
    with (
        program_of("Python: google-auth-oauthlib", tmp_path, PORT=str(port), **client) as app,
        closing(NotebookBrowser()) as browser,
    ):
        url = app.line(r"(http://\S+/authorize\S+)")
        drive(browser, url, username="alice", decision="approve")

        assert app.line("Hello, (.*)") == "White rabbit, Tea party, Croquet"


@pytest.mark.parametrize(("title", "name", "callback", "way", "greeting"), PERSONALITIES)
def test_a_library_for_a_provider_meets_its_personality(
    installed, tmp_path, title, name, callback, way, greeting
):
    port = free_port()
    with practice("--personality", name) as issuer:
        client = register(
            issuer,
            redirect_uris=[callback.format(port=port)],
            token_endpoint_auth_method=way,
        )
        with (
            program_of(title, tmp_path, PORT=str(port), **client) as app,
            closing(NotebookBrowser()) as browser,
        ):
            url = app.line(r"(?:Open|application:) (http://\S+)")
            drive(browser, url, username="alice", decision="approve")

            assert app.line("Hello, (.*)") == greeting


@pytest.fixture(scope="session")
def resource(issuer, tmp_path_factory):
    """The tool server of the page, and a service that knows it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/mcp"
    folder = tmp_path_factory.mktemp("tools")
    with (
        practice("--resource", address) as service,
        program_of(TOOL_SERVER, folder, ISSUER=service, PORT=str(port)) as server,
    ):
        server.line("Uvicorn running")
        yield address


@pytest.mark.parametrize("title", TOOL_CLIENTS)
def test_a_tool_client_registers_itself_and_calls_a_tool(resource, tmp_path, title):
    """With nothing but the tool server's address: the rest is discovered (RFC 9728, RFC 8414)."""
    with (
        program_of(title, tmp_path, RESOURCE=resource, PORT=str(free_port())) as client,
        closing(NotebookBrowser()) as browser,
    ):
        url = client.line(r"Open (http://\S+)")
        drive(browser, url, username="alice", decision="approve")
        until = time.monotonic() + LIMIT
        while browser.page.title == "No answer" and time.monotonic() < until:
            browser.open(browser.page.address)  # FastMCP listens only after it has shown the link

        assert client.line("Hello, (.*)") == "alice"


def test_a_page_in_a_real_browser_signs_a_person_in(issuer, chromium, tmp_path):
    """At another origin, as a client without a secret: code and PKCE, by fetch()."""
    port = free_port()
    origin = f"http://localhost:{port}"
    client = register(issuer, redirect_uris=[f"{origin}/"], token_endpoint_auth_method="none")
    page_file = programs()["A page in the browser: oidc-client-ts"][1]
    page_file = page_file.replace('"ISSUER"', f'"{issuer}"')
    page_file = page_file.replace('"CLIENT_ID"', f'"{client["CLIENT_ID"]}"')
    (tmp_path / "index.html").write_text(page_file, "utf-8")
    library = INSTALLED / "node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js"
    (tmp_path / "oidc-client-ts.min.js").write_bytes(library.read_bytes())
    serve = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with running([*serve, "--directory", str(tmp_path)]) as server:
        server.line("Serving HTTP")
        with chromium.new_context() as context:
            page = context.new_page()
            page.goto(f"{origin}/")
            page.get_by_role("button", name="Sign in").click()
            page.get_by_label("User name").fill("alice")
            page.get_by_label("Password").fill("wonderland")
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("button", name="Approve").click()

            expect(page.get_by_role("heading")).to_contain_text("Hello, Alice")


def test_every_program_of_the_page_is_run():
    """A program that nobody runs goes wrong without anybody noticing."""
    ran = {title for title, *_ in WEB_APPS} | {TOOL_SERVER, *TOOL_CLIENTS}
    ran |= {title for title, *_ in PERSONALITIES}
    ran |= {
        "Node: @auth/express",
        "Python: google-auth-oauthlib",
        "A page in the browser: oidc-client-ts",
    }

    assert set(programs()) == ran
