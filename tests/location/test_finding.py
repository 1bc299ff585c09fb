"""Where the browser is: what is believed, in which order, and what never is."""

import json
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial import location
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location import beacon, finding, jupyter, platforms
from oauth_tutorial.location.beacon import Beacon
from oauth_tutorial.location.evidence import origin_of, page_origin
from oauth_tutorial.location.hop import Hop

BASE = "/user/alice/"
PAGE = "https://hub.example/user/alice/lab/tree/00.ipynb"
HONEST = [("Host", "hub.example"), ("Referer", PAGE)]


@pytest.fixture
def nowhere(monkeypatch):
    """A kernel that knows nothing yet: no variable, no autopilot, no cell."""
    for name in [*platforms.REMOTE, location.VARIABLE, "OAUTH_TUTORIAL_AUTOPILOT"]:
        monkeypatch.delenv(name, raising=False)
    for name in ("SSH_CONNECTION", "JUPYTERHUB_PUBLIC_URL", "JPY_PARENT_PID", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(finding, "_found", None)
    return monkeypatch


@pytest.fixture
def in_a_cell(nowhere):
    """The same kernel, running a cell of a hub's notebook."""
    nowhere.setenv("JUPYTERHUB_SERVICE_PREFIX", BASE)
    nowhere.setattr(jupyter, "runs_a_cell", lambda: True)
    return nowhere


@contextmanager
def _no_browser():
    yield lambda address: None


def browser(origin, *, reaches_loopback=False):
    """A browser that loads the images from a page of that origin; stands in for the widget."""

    @contextmanager
    def drawing():
        def load(address: str) -> None:
            if address.startswith("/"):
                # what jupyter-server-proxy does: it takes the prefix away and keeps the headers
                path = "/where.gif" + address.partition("/where.gif")[2]
                port = address.partition("/proxy/")[2].partition("/")[0]
                page = f"{origin}{BASE}lab" if BASE in address else f"{origin}/lab"
                headers = {"Host": urlsplit(origin).netloc, "Referer": page}
                requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=5)
            elif reaches_loopback:
                requests.get(address, headers={"Referer": f"{origin}/"}, timeout=5)

        yield load

    return drawing


# what headers prove


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


_HOSTS = st.one_of(st.text(max_size=40), st.sampled_from(["hub.example", "evil.example", "a:1"]))
_PAGES = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "javascript", ""]),
    _HOSTS,
    st.sampled_from(["/user/alice/lab", "/", "/user/mallory/lab", "@evil.example/user/alice/"]),
)
_HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Host", "Referer", "host", "X-Forwarded-Host", "X-Forwarded-Proto"]),
        st.one_of(_HOSTS, _PAGES),
    ),
    max_size=6,
)


@settings(deadline=None)  # a busy machine is no failure
@given(_HEADERS)
def test_no_headers_lead_away_from_the_page_that_asked(headers):
    """Whatever arrives: the origin is that of the one Host, which is that of the one Referer."""
    origin = page_origin(headers, BASE)
    hosts = [value for name, value in headers if name.lower() == "host"]

    assert origin is None or origin == origin_of(urlsplit(origin).scheme, hosts[0])
    assert origin is None or len(hosts) == 1


@settings(deadline=None)  # a busy machine is no failure
@given(_HEADERS)
def test_a_stranger_without_the_nonce_is_never_heard(headers):
    asked = Beacon(BASE)

    assert asked.answer("/where.gif?n=guess", headers)[0] == 404
    assert asked.answer("/where.gif", headers)[0] == 404
    assert asked.origin is None


# the images


def nonces(asked: Beacon) -> tuple[str, str]:
    proxied, direct = asked.images(1)
    return proxied.partition("n=")[2], direct.partition("n=")[2]


def test_the_first_answer_wins():
    asked = Beacon(BASE)
    target = f"/where.gif?n={nonces(asked)[0]}"
    asked.answer(target, HONEST)
    other = [(name, value.replace("hub", "evil")) for name, value in HONEST]
    asked.answer(target, other)

    assert asked.origin == "https://hub.example"


def test_the_direct_image_counts_only_from_the_same_page():
    asked = Beacon("/")
    proxied, direct = (f"/where.gif?n={nonce}" for nonce in nonces(asked))
    asked.answer(direct, [("Referer", "http://localhost:8888/")])
    assert not asked.arrived_directly.is_set()
    page = "http://localhost:8888/lab"
    asked.answer(proxied, [("Host", "localhost:8888"), ("Referer", page)])
    asked.answer(direct, [("Referer", "http://evil.example/")])
    assert not asked.arrived_directly.is_set()

    asked.answer(direct, [("Referer", "http://localhost:8888/")])

    assert asked.arrived_directly.is_set()


def test_a_browser_far_away_is_found(in_a_cell):
    in_a_cell.setattr(beacon, "_drawing", browser("https://hub.example"))

    assert location.public_url(9000) == "https://hub.example/user/alice/proxy/9000"
    assert repr(location.where()) == (
        "Location: proxy, https://hub.example/user/alice/proxy/{port}"
    )
    assert location.to_loopback("https://hub.example/user/alice/proxy/9000/callback?a=b") == (
        "http://127.0.0.1:9000/callback?a=b"
    )


@pytest.mark.parametrize("reaches_loopback", [True, False], ids=["same machine", "ssh tunnel"])
def test_a_page_from_loopback_is_asked_once_more(in_a_cell, reaches_loopback):
    in_a_cell.delenv("JUPYTERHUB_SERVICE_PREFIX")
    in_a_cell.setattr(jupyter, "base_url", lambda: "/")
    in_a_cell.setattr(beacon, "DIRECT_LIMIT", 0.05 if not reaches_loopback else 5)
    seen = browser("http://localhost:8888", reaches_loopback=reaches_loopback)
    in_a_cell.setattr(beacon, "_drawing", seen)
    base = "http://127.0.0.1:7" if reaches_loopback else "http://localhost:8888/proxy/7"

    assert location.public_url(7) == base


@pytest.mark.parametrize("origin", ["https://hub.example", "http://127.0.0.1:8000"])
def test_a_remote_page_never_gets_a_loopback_address(in_a_cell, origin):
    """Not from a page on the internet, and nowhere on a hub."""
    drawn = []

    @contextmanager
    def drawing():
        with browser(origin)() as load:
            yield lambda address: (drawn.append(address), load(address))

    in_a_cell.setattr(beacon, "_drawing", drawing)
    location.where()

    assert [address[:12] for address in drawn] == ["/user/alice/"]


def test_without_an_answer_the_hop_is_offered_once(in_a_cell):
    offered = []
    in_a_cell.setattr(beacon, "_drawing", _no_browser)
    in_a_cell.setattr(beacon, "LIMIT", 0.01)
    in_a_cell.setattr(Hop, "show", lambda hop: offered.append(hop))

    assert [location.where().kind, location.where().kind] == ["paste", "paste"]
    [hop] = offered
    target = "/start/" + hop.address.partition("/start/")[2]
    assert hop.answer("/start/guess", HONEST)[0] == 404
    assert hop.answer(target, [("Host", "evil.example"), ("Referer", PAGE)])[0] == 400
    assert location.where().kind == "paste"
    assert hop.answer(target, HONEST)[0] == 200
    assert location.public_url(1) == "https://hub.example/user/alice/proxy/1"
    hop.close()


# variables


@pytest.mark.parametrize(
    ("variables", "kind", "url"),
    [
        ({}, "loopback", "http://127.0.0.1:7"),
        ({"JUPYTERHUB_SERVICE_PREFIX": BASE}, "paste", "http://127.0.0.1:7"),
        (
            {"JUPYTERHUB_SERVICE_PREFIX": BASE, "JUPYTERHUB_PUBLIC_URL": ""},
            "paste",
            "http://127.0.0.1:7",
        ),
        (
            {
                "JUPYTERHUB_SERVICE_PREFIX": BASE,
                "JUPYTERHUB_PUBLIC_URL": "https://hub.example/user/alice/",
            },
            "platform",
            "https://hub.example/user/alice/proxy/7",
        ),
        (
            {
                "CODESPACE_NAME": "fluffy-robot",
                "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev",
            },
            "platform",
            "https://fluffy-robot-7.app.github.dev",
        ),
        (
            {"VSCODE_PROXY_URI": "https://code.example/proxy/{{port}}/"},
            "platform",
            "https://code.example/proxy/7",
        ),
        ({"VSCODE_PROXY_URI": "https://a@b/{{port}}/"}, "paste", "http://127.0.0.1:7"),
        ({"VSCODE_PROXY_URI": "./proxy/{{port}}"}, "paste", "http://127.0.0.1:7"),
        ({"COLAB_RELEASE_TAG": "release"}, "paste", "http://127.0.0.1:7"),
        ({"REMOTE_CONTAINERS": "true"}, "paste", "http://127.0.0.1:7"),
    ],
)
def test_the_platform_is_known_by_its_variables(nowhere, variables, kind, url):
    for name, value in variables.items():
        nowhere.setenv(name, value)

    assert (location.where().kind, location.public_url(7)) == (kind, url)


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://hub.example/user/alice/proxy/{port}", "https://hub.example/user/alice/proxy/7"),
        ("https://app.example/", "https://app.example"),
        ("https://p{port}.example", "https://p7.example"),
    ],
)
def test_the_override_is_before_everything(in_a_cell, template, url):
    in_a_cell.setenv(location.VARIABLE, template)

    assert location.public_url(7) == url


@pytest.mark.parametrize(
    "template", ["hub.example", "ftp://hub.example", "https://a@b", "https://hub.example/?p={port}"]
)
def test_an_override_that_is_no_url_is_refused(nowhere, template):
    nowhere.setenv(location.VARIABLE, template)

    with pytest.raises(InvalidArgument, match="OAUTH_TUTORIAL_PUBLIC_URL"):
        location.public_url(7)


# the Jupyter server


def test_the_prefix_of_the_hub_is_the_base_url():
    assert jupyter.base_url({"JUPYTERHUB_SERVICE_PREFIX": "/user/alice"}) == BASE


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"JPY_PARENT_PID": "11"}, "/one/"),
        ({"JPY_PARENT_PID": "22"}, "/"),
        ({"JPY_SESSION_NAME": "/srv/two/00.ipynb"}, "/"),
        ({"JPY_SESSION_NAME": "/srv/one/00.ipynb"}, "/one/"),
        ({"JPY_PARENT_PID": "no such"}, "/"),
        ({}, "/"),
    ],
)
def test_the_runtime_file_says_the_base_url(monkeypatch, tmp_path, variables, expected):
    servers = [
        {"pid": 11, "base_url": "/one/", "root_dir": "/srv/one", "token": "x"},
        {"pid": 22, "base_url": "/", "root_dir": "/srv/two", "token": "x"},
    ]
    for server in servers:
        path = tmp_path / f"jpserver-{server['pid']}.json"
        path.write_text(json.dumps(server))
    (tmp_path / "jpserver-3.json").write_text("{ half")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(jupyter, "in_notebook", lambda: True)

    assert jupyter.base_url(variables) == expected


def test_a_process_without_a_page_does_not_wait(nowhere):
    """No cell of a front end runs: the answer is there at once, and nothing is drawn."""
    nowhere.setattr(beacon, "look", pytest.fail)

    assert location.where().kind == "loopback"


# what is shown


@pytest.mark.parametrize("kind", ["loopback", "proxy", "paste"])
def test_the_picture_says_it_in_words_and_escapes(kind):
    place = location.Location(kind, "https://<b>.example/{port}", "Because <i>.")
    shown = place._repr_html_()

    assert repr(place) == f"Location: {kind}, https://<b>.example/{{port}}"
    assert "<figcaption>" in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
