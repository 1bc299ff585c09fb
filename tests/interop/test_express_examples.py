"""Both apps of examples/express: what a person gets, and what an attacker does not."""

import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
import requests
from playwright.sync_api import expect

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import PASSWORDS, drive
from oauth_tutorial.practice.model.keys import Keys
from oauth_tutorial.review import review
from tests.interop.programs import (
    INSTALLED,
    ROOT,
    free_port,
    node,
    practice,
    register,
    running,
)
from tests.real_browser.axe import NONE, violations_in_both_schemes

pytestmark = pytest.mark.sockets
FOLDER = ROOT / "examples" / "express"
APPS = ["printshop.mjs", "printshop_openid_client.mjs"]
SIGN_IN, SIGN_OUT = "Sign in with PhotoBox", "Sign out"
HOUR = 3700  # seconds, and a bit: by then an access token is too old
GIVEN = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@contextmanager
def installed_as(source: str) -> Iterator[str]:
    """Put a program beside what is installed: a module is looked for from its own folder on."""
    with NamedTemporaryFile("w", suffix=".mjs", dir=INSTALLED, encoding="utf-8") as file:
        file.write(source)
        file.flush()
        yield file.name


@contextmanager
def started(source: str, **environment: str) -> Iterator[str]:
    """Run an app, and give its address. All that it may say is where it is: no code, no stack."""
    port = str(free_port())
    with (
        installed_as(source) as path,
        running([node(), path], PORT=port, **environment) as program,
    ):
        home = program.line(r"PrintShop is at (\S+)")
        yield f"http://127.0.0.1:{port}/"
        assert program.rest() == f"PrintShop is at {home}\n"


@pytest.fixture(scope="module", params=APPS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def source(installed, name) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.fixture(scope="module")
def app(source, photobox) -> Iterator[str]:
    """The address of one that runs."""
    with started(source, PHOTOBOX=photobox.issuer) as home:
        yield home


class Visitor(requests.Session):
    """A browser, step by step."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self.home = home
        self.trust_env = False

    def send_form(self, action: str, **changes: str) -> requests.Response:
        """Send the form of the start page."""
        page = self.get(self.home).text
        token = re.search(rf'action="{action}".*?name="form_token" value="([^"]+)"', page, re.S)
        assert token, page
        form = {"form_token": token[1], **changes}
        return self.post(self.home + action, data=form, allow_redirects=False)

    def begin(self) -> str:
        """Press the button; return the address at PhotoBox."""
        return self.send_form("sign-in").headers["Location"]

    def answered(self, username: str = "alice") -> str:
        """Return the address of the callback, which this browser has not opened yet.

        Another browser did: it is refused, and harms nothing.
        """
        with closing(NotebookBrowser()) as other:
            drive(other, self.begin(), username=username, decision="approve")
            assert "did not start here" in str(other.page.parts)
            return other.page.address

    def signed_in(self, username: str = "alice") -> "Visitor":
        answer = self.get(self.answered(username), allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return self

    def page(self) -> str:
        answer = self.get(self.home)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def visitor(app) -> Iterator[Visitor]:
    with Visitor(app) as one:
        yield one


def asked(photobox: Any, path: str = "/token") -> list[dict[str, str]]:
    return [dict(entry.parameters) for entry in photobox.log if entry.path == path]


def assert_polite(answer: requests.Response) -> None:
    """A page with a sentence and a way on, and nothing of the program."""
    assert 400 <= answer.status_code < 600
    assert answer.status_code != 500
    assert "Back to PrintShop" in answer.text
    assert not re.search(r"<script|node_modules|\.mjs|Error\b", answer.text)


def test_a_person_signs_in_and_out_by_the_buttons(app, photobox):
    with closing(NotebookBrowser()) as browser:
        browser.open(app)
        browser.press(SIGN_IN)
        drive(browser, browser.page.address, username="alice", decision="approve")

        assert "Hello, Alice Liddell." in str(browser.page.parts)
        assert "White rabbit" in str(browser.page.parts)
        assert browser.page.address == app

        browser.press(SIGN_OUT)

        assert browser.has(SIGN_IN)


def test_each_sign_in_has_fresh_secrets_and_asks_for_what_the_page_shows(app, visitor, photobox):
    one, two = (parse_qs(urlsplit(visitor.begin()).query) for _ in range(2))

    assert one["scope"] == ["openid profile photos.read"]
    assert one["redirect_uri"] == [app + "callback"]
    assert (one["response_type"], one["code_challenge_method"]) == (["code"], ["S256"])
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name][0]) >= 43
        assert one[name] != two[name]

    visitor.signed_in()

    assert len(asked(photobox)[0]["code_verifier"]) >= 43


def test_the_cookie_holds_a_session_id_alone_and_changes_at_the_sign_in(app, visitor):
    before = visitor.get(app)
    old = dict(visitor.cookies)
    visitor.signed_in()
    cookie = before.headers["Set-Cookie"]

    assert re.search("; HttpOnly; SameSite=Lax$", cookie)
    assert "Secure" not in cookie
    assert dict(visitor.cookies) != old
    assert SIGN_OUT in visitor.page()
    assert SIGN_OUT not in requests.get(app, cookies=old).text


def test_every_answer_has_its_headers(app, visitor, photobox):
    for path in ("", "callback", "nowhere", "style.css"):
        headers = visitor.get(app + path).headers
        policy = headers["Content-Security-Policy"]

        assert {name: headers[name] for name in GIVEN} == GIVEN
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert f"form-action 'self' {photobox.issuer}" in policy
        assert "X-Powered-By" not in headers


def changed(**changes: str | None) -> Callable[[str], str]:
    """Another query: what is None goes, the rest is put in."""

    def change(url: str) -> str:
        bare, _, query = url.partition("?")
        given: dict[str, str | None] = {**dict(parse_qsl(query)), **changes}
        return f"{bare}?{urlencode({name: one for name, one in given.items() if one is not None})}"

    return change


REFUSED = {
    "no state": changed(state=None),
    "another state": changed(state="guessed"),
    "two states": lambda url: url + "&state=two",
    "no issuer": changed(iss=None),
    "another issuer": changed(iss="https://other.example"),
    "two issuers": lambda url: url + "&iss=https://other.example",
    "nothing": lambda url: url.partition("?")[0],
    "no code": changed(code=None),
    "a denial": changed(code=None, error="access_denied"),
    "an error": changed(code=None, error="server_error"),
    "an error beside a code": changed(error="access_denied"),
    "markup": changed(code=None, error="<script>", error_description="<script>alert(1)</script>"),
    "markup in the state": changed(state="<script>alert(1)</script>"),
    "names of JavaScript": changed(state="__proto__"),
    "no text": lambda url: url.partition("?")[0] + "?%ff&state=%00&code=%",
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_a_callback_that_is_not_in_order_is_refused_before_the_exchange(visitor, photobox, change):
    answer = visitor.get(change(visitor.answered()), allow_redirects=False)

    assert_polite(answer)
    assert answer.status_code < 500
    assert asked(photobox) == []
    assert SIGN_IN in visitor.page()


def test_another_persons_callback_signs_nobody_in(app, visitor, photobox):
    """Login CSRF (RFC 9700 §4.7): also where a sign-in is under way."""
    with Visitor(app) as mallory:
        for victim_began in (False, True):
            if victim_began:
                visitor.begin()
            answer = visitor.get(mallory.answered("bob"), allow_redirects=False)

            assert answer.status_code == 400
            assert SIGN_IN in visitor.page()
    assert asked(photobox) == []


def test_a_callback_works_once_and_a_second_visit_harms_nothing(visitor, photobox):
    url = visitor.answered()
    with ThreadPoolExecutor() as both:
        cookies = dict(visitor.cookies)
        get = lambda _: requests.get(url, cookies=cookies, allow_redirects=False)  # noqa: E731
        codes = sorted(one.status_code for one in both.map(get, range(2)))

    assert codes == [303, 400]
    assert len(asked(photobox)) == 1

    visitor.signed_in()
    again = visitor.get(url, allow_redirects=False)

    assert again.status_code == 400
    assert len(asked(photobox)) == 2
    assert "Hello, Alice" in visitor.page()


BROKEN = ["html_500", "empty_body", "dropped_connection", "error_with_200", "rate_limited"]


@pytest.mark.parametrize("fault", [*BROKEN, "no_token_type", "code_reused"])
def test_a_token_endpoint_in_trouble_is_a_sentence(visitor, photobox, fault):
    photobox.faults.add(fault)

    assert_polite(visitor.get(visitor.answered(), allow_redirects=False))
    assert SIGN_IN in visitor.page()


def test_a_silent_token_endpoint_is_a_sentence(visitor, photobox):
    url = visitor.answered()
    photobox.faults.add("slow_answer", seconds=30)

    assert_polite(visitor.get(url, allow_redirects=False, timeout=15))
    photobox.faults.clear()
    assert SIGN_IN in visitor.page()


@pytest.mark.parametrize("fault", ["form_encoded", "expires_in_text", "clock_skewed"])
def test_a_harmless_habit_is_no_trouble(visitor, photobox, fault):
    photobox.faults.add(fault)

    assert "Hello, Alice" in visitor.signed_in().page()


def unsigned(token: str) -> str:
    return f"eyJhbGciOiJub25lIn0.{token.split('.')[1]}."


FORGED: dict[str, dict[str, Any] | Callable[[str], str]] = {
    "another nonce": {"nonce": "n"},
    "another audience": {"aud": "other"},
    "another issuer": {"iss": "https://other.example"},
    "expired": {"exp": 1_000_000_000},
    "no signature": unsigned,
    "a broken signature": lambda token: token[:-8] + "AAAAAAAA",
    "another key": lambda token: Keys(Keys.claims_of).sign(Keys.claims_of(token)),  # type: ignore[arg-type]
    "no token": lambda token: "",
}


@pytest.mark.parametrize("forgery", FORGED.values(), ids=FORGED)
def test_an_id_token_that_is_not_in_order_signs_nobody_in(visitor, photobox, monkeypatch, forgery):
    """OpenID Connect Core §3.1.3.7."""
    sign = photobox.keys.sign

    def forged(claims: dict[str, Any], **how: Any) -> str:
        if callable(forgery):
            return forgery(sign(claims, **how))
        return sign(claims | forgery, **how)

    url = visitor.answered()
    monkeypatch.setattr(photobox.keys, "sign", forged)

    assert_polite(visitor.get(url, allow_redirects=False))
    assert SIGN_IN in visitor.page()


def test_less_than_was_asked_for_is_said(visitor, photobox):
    photobox.faults.add("scope_narrowed")

    assert "You did not let PrintShop see your photos." in visitor.signed_in().page()


@pytest.mark.parametrize("habit", [{}, {"refresh_rotates": False}, {"refresh_returned": False}])
def test_a_token_that_is_too_old_is_renewed_each_time(visitor, photobox, habit):
    """Also where the refresh token stays the same, and where the answer does not repeat it."""
    for name, value in habit.items():
        setattr(photobox.options, name, value)
    fresh = visitor.signed_in().page()
    for _ in range(3):
        photobox.clock.advance(seconds=HOUR)
        assert visitor.page() == fresh
    assert len(asked(photobox)) == 4


@pytest.mark.parametrize("late", ["/token", "/api"])
def test_requests_at_once_share_one_renewal(app, visitor, photobox, late):
    """Also the one that hears of the old token's end when another has the new token already."""
    fresh = visitor.signed_in().page()
    photobox.clock.advance(seconds=HOUR)
    photobox.faults.add("slow_answer", at=late, seconds=1)
    with ThreadPoolExecutor() as all_of_them:
        cookies = dict(visitor.cookies)
        get = lambda _: requests.get(app, cookies=cookies).text  # noqa: E731
        pages = set(all_of_them.map(get, range(4)))

    assert pages == {fresh}
    assert len(asked(photobox)) == 2


def ended(photobox: Any) -> None:
    for token in photobox.store.refresh_tokens.values():
        token.grant.alive = False


@pytest.mark.parametrize("why", ["no refresh token", "ended"])
def test_a_sign_in_that_is_over_is_offered_again(visitor, photobox, why):
    if why == "no refresh token":
        photobox.faults.add("no_refresh_token")
    visitor.signed_in()
    photobox.clock.advance(seconds=HOUR)
    if why == "ended":
        ended(photobox)
    page = visitor.page()

    assert "PhotoBox has ended your sign-in." in page
    assert SIGN_IN in page
    assert "ended" not in visitor.page()
    assert "Hello, Alice" in visitor.signed_in().page()


@pytest.mark.parametrize("fault", ["html_500", "dropped_connection", "rate_limited"])
@pytest.mark.parametrize("at", ["/api", "/token"])
def test_an_api_in_trouble_is_a_sentence_and_ends_nothing(visitor, photobox, fault, at):
    fresh = visitor.signed_in().page()
    photobox.clock.advance(seconds=HOUR)
    photobox.faults.add(fault, at=at)
    page = visitor.page()

    assert "PhotoBox cannot show your photos now." in page
    assert SIGN_OUT in page
    assert visitor.page() == fresh


@pytest.mark.parametrize("trouble", [False, True])
def test_a_person_who_signs_out_is_out_and_so_is_the_token(app, visitor, photobox, trouble):
    visitor.signed_in()
    forged = visitor.send_form("sign-out", form_token="guessed")
    without = visitor.post(app + "sign-out")
    cookies = dict(visitor.cookies)

    assert (forged.status_code, without.status_code) == (403, 403)
    assert SIGN_OUT in visitor.page()

    if trouble:
        photobox.faults.add("html_500", at="/revoke")
    answer = visitor.send_form("sign-out")
    old = requests.get(app, cookies=cookies).text

    assert (answer.status_code, answer.headers["Location"]) == (303, "./")
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    assert SIGN_IN in old
    alive = {token.grant.alive for token in photobox.store.refresh_tokens.values()}
    assert alive == {trouble}


def test_a_sign_in_begins_with_a_form_of_the_app_alone(app, visitor):
    forged = visitor.send_form("sign-in", form_token="guessed")

    assert (forged.status_code, visitor.get(app + "sign-in").status_code) == (403, 404)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "nowhere", "", 404),
        ("GET", "%", "", 404),
        ("POST", "sign-in", "form_token=a&form_token=b", 403),
        ("POST", "sign-in", "form_token=" + "é" * 43, 403),
        ("POST", "sign-out", "a" * 200_000, 413),
    ],
)
def test_any_request_is_answered_with_a_page(app, visitor, method, path, body, status):
    answer = visitor.request(
        method,
        app + path,
        data=body.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert_polite(answer)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("home", "prefix", "path"),
    [
        ("https://shop.example", "__Host-", "/"),
        ("https://hub.example/user/a/proxy/5000", "", "/user/a/proxy/5000/"),
    ],
)
def test_behind_a_proxy_the_app_is_where_home_url_says(source, photobox, home, prefix, path):
    """The proxy ends https, and takes the prefix away. No header names another place."""
    with started(source, PHOTOBOX=photobox.issuer, HOME_URL=home) as app:
        evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        headers = {"X-Forwarded-Proto": "https", **evil}
        page = requests.get(app, headers=headers)
        cookie = page.headers["Set-Cookie"]
        token = re.search(r'name="form_token" value="([^"]+)"', page.text)
        assert token
        form = {"form_token": token[1]}
        headers |= {"Cookie": cookie.partition(";")[0]}
        begun = requests.post(app + "sign-in", data=form, headers=headers, allow_redirects=False)
        query = parse_qs(urlsplit(begun.headers["Location"]).query)

    assert re.match(f"{prefix}printshop_.*; Path={path}; .*; HttpOnly; Secure; SameSite", cookie)
    assert re.findall(r'(?:action|href)="(.*?)"', page.text) == ["style.css", "sign-in"]
    assert query["redirect_uri"] == [f"{home}/callback"]


def test_many_visitors_fill_no_memory_and_sign_nobody_out(source, photobox):
    assert source.count("10_000") == 1
    few = source.replace("10_000", "3")
    with (
        started(few, PHOTOBOX=photobox.issuer) as app,
        Visitor(app) as alice,
        Visitor(app) as first,
    ):
        alice.signed_in()
        first.page()
        before = dict(first.cookies)
        for _ in range(4):
            requests.get(app)
        first.page()

        assert dict(first.cookies) != before
        assert SIGN_OUT in alice.page()


@pytest.mark.parametrize("address", ["", "no address", "http://127.0.0.1:1"])
def test_without_a_provider_it_says_so_and_ends(source, address):
    with installed_as(source) as path, running([node(), path], PHOTOBOX=address) as program:
        program.line("(No provider answers at PHOTOBOX)")
        status = program.process.wait(timeout=10)

        assert (status, program.rest().count("\n")) == (1, 1)


def test_the_readme_starts_one_with_a_service_of_its_own(installed):
    """But for the ports, which may be taken."""
    readme = (FOLDER / "README.md").read_text("utf-8")
    line = re.search(r"PHOTOBOX=http://127.0.0.1:9000 PORT=3000 node (\S+)", readme)
    assert line
    source = (FOLDER / line[1]).read_text("utf-8")
    with practice() as issuer, started(source, PHOTOBOX=issuer) as app, Visitor(app) as visitor:
        assert "Hello, Alice Liddell." in visitor.signed_in().page()


def for_github(source: str) -> str:
    """Make the changes of docs/express.md in the app."""
    page = (ROOT / "docs" / "express.md").read_text("utf-8")
    blocks = re.findall(r"^```diff\n(.*?)^```$", page, re.M | re.S)
    assert blocks
    for block in blocks:
        lines = block.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] != "+")
        assert source.count(old) == 1, old
        source = source.replace(old, "".join(line[1:] for line in lines if line[0] != "-"))
    return source


def test_the_changes_for_github_are_all_that_it_takes(installed):
    source = for_github((FOLDER / APPS[0]).read_text("utf-8"))
    command = [sys.executable, "-m", "oauth_tutorial", "practice", "--personality", "github"]
    with running(command, PYTHONPATH=str(ROOT)) as service:
        issuer = service.line(r"ready at (\S+)")
        client = register(issuer, redirect_uris=["http://127.0.0.1/callback"])
        with (
            started(source, PHOTOBOX=issuer, API=issuer, **client) as app,
            closing(NotebookBrowser()) as browser,
        ):
            browser.open(app)
            browser.press(SIGN_IN)
            drive(browser, browser.page.address, username="alice", decision="approve")

            assert "Hello, alice." in str(browser.page.parts)
            assert re.search("At GitHub you are number [1-9]", str(browser.page.parts))

            browser.press(SIGN_OUT)

            assert browser.has(SIGN_IN)
            assert service.line(r"DELETE /applications/\S+ (\d+)") == "204"


@pytest.mark.browser
def test_in_chromium(app, chromium, photobox):
    """The policy lets the form lead on to PhotoBox; both pages can be read, light and dark."""
    with chromium.new_context(viewport={"width": 600, "height": 600}) as context:
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(app)
        assert violations_in_both_schemes(page) == NONE
        page.get_by_role("button", name=SIGN_IN).click()
        page.get_by_label("User name").fill("alice")
        page.get_by_label("Password").fill(PASSWORDS["alice"])
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Approve").click()

        expect(page.get_by_text("Hello, Alice Liddell.")).to_be_visible()
        assert violations_in_both_schemes(page) == NONE
        assert page.url == app
        page.get_by_role("button", name=SIGN_OUT).click()
        expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
        # Chromium asks for a favicon by itself
        assert [line for line in refused if "favicon" not in line and "404" not in line] == []


def test_the_review_finds_nothing(installed, source):
    with installed_as(source) as path:
        found = review([node(), path])

    assert [(check.name, check.evidence) for check in found.checks if not check.passed] == []
    assert found.exit_status == 0
