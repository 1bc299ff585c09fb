"""Two users of one hub, on one machine: nothing of Alice's sign-in reaches Bob.

The routes that are tried while Alice's receiver waits, each a test of its own below:

* Bob's browser at Alice's server: pages, contents, kernels, her ports, her callback;
* Bob's own server, whose proxy reaches every port of the machine: Alice's receiver with
  no state, a wrong one, his own; Alice's PhotoBox, where she is signed in;
* a program of Bob's on the machine, without any browser: the same, and the token endpoint;
* Alice's browser, lured to a port of Bob's, below his path and below hers;
* Alice's PhotoBox, asked to send the code to Bob's path or host, or to Bob's port by way
  of her own proxy.

Not a route of ours: on one machine without containers, jupyter-server-proxy hands
*Jupyter's* cookie to whatever listens on a port that its own user opens.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from tests.real_browser.person import Person, Server
from tests.real_browser.scratch import notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("place", ["hub"], indirect=True, scope="session"),
]

SETUP = """
import json
from urllib.parse import urlsplit
from oauth_tutorial import LoopbackReceiver, build_authorization_url, new_state, practice, visit
photobox, state = practice.start(), new_state()
receiver = LoopbackReceiver(state=state)
url = build_authorization_url(
    photobox.authorization_endpoint, client_id="printshop", scope="photos.read",
    redirect_uri=receiver.redirect_uri, state=state,
)
print(json.dumps({"photobox": urlsplit(photobox.issuer).port, "receiver": receiver.port}))
"""
VISIT = "visit(url)"
WAIT = "print(len(receiver.wait(timeout=300).code), len(receiver.events))"
GUESSES = [{"code": "x"}, {"code": "x", "state": "guess"}, {"error": "access_denied"}]


@dataclass
class Two:
    """Alice, at whose kernel a receiver waits, and Bob."""

    alice: Person
    bob: BrowserContext
    bobs: Server
    ports: dict[str, int] = field(default_factory=dict)
    consent: Page | None = None
    heard: list[tuple[str, str]] = field(default_factory=list)
    trap: int = 0

    def let_alice_wait(self) -> None:
        """Let her sign in and leave the consent page open, where her receiver does not wait yet."""
        self.heard.clear()
        if self.consent is not None:
            return
        self.alice.run_all()
        link = self.alice.next_link()
        self.ports = json.loads(self.alice.cells()[0]["outputs"][-1])
        with self.alice.context.expect_page() as opened:
            link.click()
        self.alice.sign_in(opened.value)
        expect(opened.value.get_by_role("button", name="Approve")).to_be_visible()
        self.consent = opened.value

    def let_alice_approve(self) -> None:
        """Let her get her code, and her notebook come to its end."""
        self.alice.decide(self.consent, "Approve")
        self.consent.close()
        self.consent = None
        self.alice.finish()

    def of_alice(self, port: str, path: str = "") -> str:
        return f"{self.alice.server.url}/proxy/{self.ports[port]}{path}"

    def by_way_of_bob(self, port: str, path: str = "") -> str:
        return f"{self.bobs.url}/proxy/{self.ports[port]}{path}"


@pytest.fixture
def two(two_people: Two) -> Two:
    """Whatever was done before: Alice's receiver waits, and the trap has heard nothing."""
    two_people.let_alice_wait()
    return two_people


@pytest.fixture(scope="session")
def two_people(place, chromium, tmp_path_factory) -> Iterator[Two]:
    alice_context, bob = chromium.new_context(), chromium.new_context()
    alice = Person(alice_context, place.enter_as(alice_context, "alice"))
    bobs = place.enter_as(bob, "bob")
    alice.open_notebook(notebook(tmp_path_factory.mktemp("two"), "alice", [SETUP, VISIT, WAIT]))
    found = Two(alice, bob, bobs)
    with _trap(found):
        yield found
    alice.leave()
    alice_context.close()
    bob.close()


@contextmanager
def _trap(two: Two) -> Iterator[None]:
    """A server of Bob's on the same machine that keeps what it hears."""

    class Trap(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            two.heard.append((self.path, self.headers.get("Cookie", "")))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server:
        two.trap = server.server_address[1]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield
        finally:
            server.shutdown()


def test_bobs_browser_is_not_let_into_alices_server(two):
    paths = ["/lab", "/api/contents", "/api/sessions", "/api/kernels", "/files/alice.ipynb"]
    addresses = [f"{two.alice.server.url}{path}" for path in paths]
    addresses += [two.of_alice("photobox", "/"), two.of_alice("receiver", "/callback?code=x")]

    for address in addresses:
        answer = two.bob.request.get(address)
        assert answer.status == 403, address
        assert "PhotoBox" not in answer.text()


def test_bobs_proxy_finds_a_receiver_that_takes_nothing_from_him(two):
    for query in GUESSES:
        address = two.by_way_of_bob("receiver", f"/callback?{urlencode(query)}")
        answer = two.bob.request.get(address)
        assert answer.status == 400
        assert "still waiting" in answer.text()


def test_bobs_proxy_finds_a_photobox_that_does_not_know_him(two):
    query = {"response_type": "code", "client_id": "printshop", "scope": "photos.read"}
    query["redirect_uri"] = f"http://127.0.0.1:{two.trap}/callback"
    address = two.by_way_of_bob("photobox", f"/authorize?{urlencode(query)}")

    assert "Sign in to PhotoBox" in two.bob.request.get(address).text()


def test_a_program_of_bobs_gets_no_further(two):
    photobox, receiver = (f"http://127.0.0.1:{two.ports[it]}" for it in ("photobox", "receiver"))
    for query in GUESSES:
        assert requests.get(f"{receiver}/callback", query, timeout=10).status_code == 400
    client = {"client_id": "printshop", "client_secret": "printshop-secret"}
    guess = {"grant_type": "authorization_code", "code": "guess", **client}
    assert requests.post(f"{photobox}/token", guess, timeout=10).json()["error"] == "invalid_grant"
    assert requests.get(f"{photobox}/api/photos", timeout=10).status_code == 401


def test_no_cookie_of_photobox_leaves_its_own_path(two):
    context = two.alice.context
    photobox = two.of_alice("photobox", "/")
    ours = [c for c in context.cookies(photobox) if c["name"].startswith("photobox")]
    assert [c["path"] for c in ours] == [urlsplit(photobox).path.rstrip("/")]
    names = {c["name"] for c in two.bob.cookies(two.bobs.url + "/")}
    assert not names & {c["name"] for c in ours}
    assert "jupyterhub-user-alice" not in names

    page = context.new_page()
    assert page.goto(f"{two.bobs.url}/proxy/{two.trap}/bobs").status == 403
    below_hers = f"{two.alice.server.url}/proxy/{two.trap}/hers"
    with page.expect_response(below_hers):
        page.evaluate("address => { location.href = address }", below_hers)
    page.close()

    assert [path for path, _ in two.heard] == ["/hers"]
    assert not [cookies for _, cookies in two.heard if ours[0]["name"] in cookies]


def test_photobox_sends_no_code_to_bob(two):
    query = {"response_type": "code", "client_id": "printshop", "scope": "photos.read"}
    page = two.alice.context.new_page()
    for redirect_uri in (
        f"{two.bobs.url}/proxy/{two.trap}/callback",
        f"{two.alice.server.url}/proxy/127.0.0.1:{two.trap}/callback",
        f"http://bob.localhost:{two.trap}/callback",
    ):
        request = urlencode(query | {"redirect_uri": redirect_uri})
        page.goto(two.of_alice("photobox", f"/authorize?{request}"))
        expect(page.get_by_role("heading", name="cannot go on")).to_be_visible()
    bobs_port = f"{two.alice.server.url}/proxy/{two.trap}/callback"
    request = urlencode(query | {"redirect_uri": bobs_port})
    page.goto(two.of_alice("photobox", f"/authorize?{request}"))
    expect(page.get_by_text(f"the port differs: {two.trap} was sent")).to_be_visible()
    page.close()

    assert not [path for path, _ in two.heard if parse_qs(urlsplit(path).query).get("code")]


def test_alice_gets_her_own_code_at_the_end(two):
    """Whatever was guessed, the receiver still waits for her answer and takes it."""
    for query in GUESSES:
        two.bob.request.get(two.by_way_of_bob("receiver", f"/callback?{urlencode(query)}"))
    two.let_alice_approve()
    code_length, events = two.alice.cells()[-1]["outputs"][-1].split()

    assert int(code_length) == 43
    assert int(events) > len(GUESSES)
