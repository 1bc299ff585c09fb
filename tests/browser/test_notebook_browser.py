"""The browser in the notebook, against the real practice service."""

from threading import Event
from urllib.parse import urlencode

import pytest
import requests
from werkzeug.wrappers import Request, Response

from oauth_tutorial import LoopbackReceiver, location, network, record
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.page import own_page
from oauth_tutorial.browser.person import drive
from oauth_tutorial.errors import InvalidArgument
from tests.browser.conftest import STATE


def test_a_person_walks_from_the_link_to_the_code(browser, url, receiver):
    assert browser.open(url).title == "Sign in – PhotoBox"
    browser.fill("User name", "alice")
    browser.fill("Password", "wonderland")
    assert browser.press("Sign in").title == "Allow PrintShop? – PhotoBox"
    assert "Alice Liddell" in browser.page.text
    assert browser.press("Approve").title == "Signed in – PrintShop"

    assert len(receiver.wait(timeout=1).code) == 43
    assert [hop.method for hop in browser.hops] == ["POST", "GET"]
    assert [hop.status for hop in browser.hops] == [303, 200]


def test_a_wrong_password_is_said_and_can_be_corrected(browser, url):
    browser.open(url)
    browser.fill("username", "alice")
    browser.fill("password", "guess")
    assert "Not signed in" in browser.press("Sign in").text
    assert browser.page.status == 401
    browser.fill("username", "alice")
    browser.fill("password", "wonderland")

    assert browser.press("Sign in").title == "Allow PrintShop? – PhotoBox"


def test_it_stays_signed_in_and_goes_back(browser, url):
    drive(browser, url, username="alice", decision="approve")
    assert browser.open(url).title == "Allow PrintShop? – PhotoBox"
    assert browser.back().title == "Signed in – PrintShop"
    assert browser.back().title == "Allow PrintShop? – PhotoBox"
    for _ in range(5):
        browser.back()

    assert browser.page.title == "Sign in – PhotoBox"


def test_it_is_not_the_client(browser, url):
    with record() as log:
        browser.open(url)

    assert list(log) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/",
        "http://example.com/",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1.example.com/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "",
        "https://127.0.0.1/",
        "http://127.0.0.2/",
        "http://127.1/",
        "http://2130706433/",
        "http://0.0.0.0/",
        "http://127.0.0.1.:80/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.0.0.2\\@127.0.0.1/",
        "http://127.0.0.2:8000\\@127.0.0.1/",
        "http://127.0.0.1\\.evil.example/",
        "http:\\\\evil.example",
        "http://alice@127.0.0.1/",
        "http://127.0.0.1:80@evil.example/",
        "http://127.0.0.1:8000#@evil.example:80\\",
        "http://127.0.0.1:123456/",
        "http://127.0.0.1:/",
        "http://127.0.0.1\t.evil.example/",
        "http://127.0.0.1/\r\nHost: evil.example",
        "http://127.0.0.1/\x00",
        "http://①27.0.0.1/",
        "http://ⅼocalhost/",
        "http://127.0.0.1/\ud800",
    ],
)
def test_it_opens_nothing_else(browser, address):
    browser.session.request = lambda *_, **__: pytest.fail("a request was sent")

    assert browser.open(address).title == "Not opened"
    assert browser.hops == []


@pytest.fixture
def serve():
    """Serve an application on loopback, and say its address."""
    servers = []

    def start(app) -> str:
        servers.append(network.serve(Request.application(app)))
        return f"http://127.0.0.1:{servers[-1].port}"

    yield start
    for server in servers:
        server.stop()


def untidy(goal: str):
    def answer(environ, start_response):
        start_response("302 Found", [("Location", goal), ("Content-Length", "0")])
        return [b""]

    return answer


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{port}\\@127.0.0.1/",
        "http://127.0.0.2:{port}/",
        "//127.0.0.2:{port}/",
        "/\\127.0.0.2:{port}/",
        "http://x@127.0.0.1:{port}/",
        "http://[",
        "https://127.0.0.1:{port}/",
    ],
)
@pytest.mark.parametrize("by", ["Location", "a link", "a form by GET", "a form by POST"])
def test_no_page_leads_away(browser, serve, location, by):
    """Its redirects, links and forms; a Location would carry the code there."""
    asked = []

    def app(request):
        asked.append(request.host)
        goal = location.replace("{port}", request.host.rpartition(":")[2])
        method = by.rpartition(" ")[2]
        if by == "Location":
            return untidy(goal)
        if by == "a link":
            return Response(f"<a href='{goal}'>on</a>", content_type="text/html")
        form = f"<form method={method} action='{goal}'><button>on</button></form>"
        return Response(form, content_type="text/html")

    browser.open(serve(app))
    if by == "a link":
        browser.follow("on")
    elif by != "Location":
        browser.press("on")

    assert browser.page.title == "Not opened"
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 2000,
        b"<input name=a>" * 20_000,
        b"<form>" * 400 + b"<input name=a>" * 400,
        b"<a href=/>on</a>" * 400,
        b"x" * 300_000,
        b"<" * 100_000,
        b"<![foo]",
    ],
    ids=["deep", "many fields", "some hundred fields", "some hundred links", "long", "<", "broken"],
)
def test_a_page_without_measure_is_not_shown(browser, serve, body):
    address = serve(lambda request: Response(body, content_type="text/html"))
    page = browser.open(address)

    assert page.title == "Too much for here"
    assert "real browser" in page.text


@pytest.mark.sockets
@pytest.mark.parametrize(("status", "title"), [(200, "Too much for here"), (302, "Not opened")])
def test_a_body_without_an_end_is_given_up(browser, serve, status, title):
    def endless():
        while True:
            yield b"x" * 8192

    where = {"Location": "https://example.com/"}
    address = serve(lambda request: Response(endless(), status, where, content_type="text/html"))

    assert browser.open(address).title == title


@pytest.mark.parametrize("kind", ["text/html; charset=nonsense", "text/html", ""])
def test_a_page_in_any_character_set_is_read(browser, serve, kind):
    address = serve(lambda request: Response("<p>Grüße</p>".encode(), content_type=kind))

    assert "Gr" in browser.open(address).text


def test_a_form_by_get_has_its_own_query(browser, serve):
    """HTML, form submission: the query of the action is replaced."""

    def app(request):
        form = f"<p>{request.query_string.decode()}</p><form action='?old=1#x'>"
        fields = "<input name=a value='b c'><button name=d value=e>on</button></form>"
        return Response(form + fields, content_type="text/html")

    browser.open(serve(app))

    assert "a=b+c&d=e" in browser.press("on").text


def test_a_redirect_to_a_stranger_is_not_followed(browser, photobox):
    registered = requests.post(
        photobox.registration_endpoint,
        json={"redirect_uris": ["https://example.com/callback"]},
        timeout=5,
    ).json()
    query = {
        "response_type": "code",
        "client_id": registered["client_id"],
        "redirect_uri": "https://example.com/callback",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    url = f"{photobox.authorization_endpoint}?{urlencode(query)}"
    drive(browser, url, username="alice", decision="approve")

    assert browser.page.title == "Not opened"
    assert browser.page.address.startswith("https://example.com/callback?code=")
    assert len(browser.hops) == 1
    assert "code=<43 characters>" in repr(browser)


def test_the_public_address_leads_to_the_kernels_own(browser, url, photobox, monkeypatch):
    """Where the browser would need a proxy, the kernel does not."""
    monkeypatch.setenv(location.VARIABLE, "https://hub.example/user/alice/proxy/{port}")
    public = location.public_url(int(photobox.issuer.rpartition(":")[2]))
    with LoopbackReceiver(state=STATE) as receiver:
        query = {
            "response_type": "code",
            "client_id": "printshop",
            "redirect_uri": receiver.redirect_uri,
            "state": STATE,
        }
        drive(
            browser, f"{public}/authorize?{urlencode(query)}", username="alice", decision="approve"
        )

        assert receiver.redirect_uri.startswith("https://hub.example/user/alice/proxy/")
        assert receiver.wait(timeout=1).code
        assert [hop.address.split("?")[0] for hop in browser.hops] == [
            f"{public}/consent",
            receiver.redirect_uri,
        ]


def test_nobody_at_home(browser, photobox):
    with LoopbackReceiver(state=STATE) as gone:
        address = gone.redirect_uri
    assert browser.open(f"{address}?code=abc").title == "No answer"

    assert repr(browser.hops) == f"[GET {address}?code=<3 characters> → no answer]"


def test_what_is_not_there_is_named(browser, url):
    browser.open(url)

    with pytest.raises(InvalidArgument, match="no button 'Approve'; it has: 'Sign in'"):
        browser.press("Approve")
    with pytest.raises(InvalidArgument, match="no field 'mail'; it has: 'User name', 'Password'"):
        browser.fill("mail", "x")
    with pytest.raises(InvalidArgument, match="no tick 'x'; it has: none"):
        browser.tick("x")


def test_a_secure_cookie_comes_back_to_loopback(browser):
    """W3C Secure Contexts §3.1; @hono/oidc-auth and others set nothing else."""
    came: list[str] = []

    def app(environ, start_response):
        came.append(environ.get("HTTP_COOKIE", ""))
        start_response("200 OK", [("Set-Cookie", "state=1; Path=/; Secure; HttpOnly")])
        return [b"<title>A page</title>"]

    server = network.serve(app)
    try:
        for _ in range(2):
            browser.open(f"http://localhost:{server.port}/")
    finally:
        server.stop()

    assert came == ["", "state=1"]


class Watched(NotebookBrowser):
    """As another browser of the package is made of it."""

    def __init__(self, port):
        super().__init__()
        self.port, self.seen = port, []

    def _in_place_of(self, address):
        if "stop" in address:
            return own_page(address, "Stopped", "Here.")
        return None if address.startswith("https://shop.example") else super()._in_place_of(address)

    def _reached_at(self, address):
        if address.startswith("https://shop.example"):
            return address.replace("https://shop.example", f"http://127.0.0.1:{self.port}")
        return super()._reached_at(address)

    def _seen(self, address, answer, text):
        self.seen.append((address, answer.status_code, text))


@pytest.fixture
def watched():
    @Request.application
    def app(request):
        if request.path == "/go":
            return Response(status=303, headers={"Location": request.args["to"]})
        return Response("<title>There</title>", mimetype="text/html")

    server = network.serve(app)
    browser = Watched(server.port)
    yield browser
    browser.close()
    server.stop()


def test_an_address_may_be_reached_elsewhere_and_each_answer_is_seen(watched):
    page = watched.open("https://shop.example/go?to=/there")

    assert (page.title, page.address) == ("There", "https://shop.example/there")
    assert watched.seen == [
        ("https://shop.example/go?to=/there", 303, ""),
        ("https://shop.example/there", 200, "<title>There</title>"),
    ]


def test_something_else_may_be_shown_in_place_of_an_address(watched):
    page = watched.open("https://shop.example/stop")

    assert page.title == "Stopped"
    assert len(watched.seen) == 0

    assert watched.open("https://shop.example/go?to=https://far.example/").title == "Not opened"
    assert watched.open("https://other.example/").title == "Not opened"


@pytest.mark.sockets
def test_its_patience_is_its_own(watched):
    watched.patience = 0.05
    held = Event()

    @Request.application
    def silent(request):
        held.wait(10)
        return Response("late")

    server = network.serve(silent)
    page = watched.open(f"http://127.0.0.1:{server.port}/")
    held.set()
    server.stop()

    assert page.status == 0
    assert NotebookBrowser.patience == 10
