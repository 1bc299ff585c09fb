"""Where the browser is: what is believed, in which order, and what never is."""

from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from oauth_tutorial import location
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location import beacon, jupyter
from oauth_tutorial.location.hop import Hop
from tests.location.conftest import BASE, HONEST, PAGE


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


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://hub.example/user/alice/proxy/{port}", "https://hub.example/user/alice/proxy/7"),
        ("https://app.example/", "https://app.example"),
        ("https://p{port}.example", "https://p7.example"),
        # coder/code-server: VSCODE_PROXY_URI writes the place so
        ("https://hub.example/proxy/{{port}}/", "https://hub.example/proxy/7"),
        ("https://p{{port}}.example:8443/{port}", "https://p7.example:8443/7"),
    ],
)
def test_the_override_is_before_everything(in_a_cell, template, url):
    in_a_cell.setenv(location.VARIABLE, template)

    assert location.public_url(7) == url


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("hub.example", "does not begin with https:// or http://"),
        ("hub.example/proxy/{port}", "does not begin with https:// or http://"),
        ("ftp://hub.example", "does not begin with https:// or http://"),
        ("https:hub.example", "does not begin with https:// or http://"),
        ("http://[", "does not begin"),
        ("https://[{port}", "does not begin"),
        ("https://a@b", "user name"),
        ("https://u:SECRET@hub.example/{port}", "user name"),
        ("https://hub.example/?p={port}&token=SECRET", "'?'"),
        ("https://hub.example\\127.0.0.1/{port}", "a character that is not allowed in a URL"),
        ("https://hub.example/a b/{port}", "a character that is not allowed in a URL"),
        ("https://hub.example/\u202e/{port}", "a character that is not allowed in a URL"),
        ("https://hub.example/{PORT}", "is written {port}"),
        ("https://hub.example/{ {port} }", "a character"),
        ("https://hub.example/{{{port}}}", "is written {port}"),
        ("https://hub.example:99999/{port}", "host or its port"),
        ("https:///{port}", "host or its port"),
    ],
)
def test_an_override_that_cannot_be_right_is_refused_and_why_is_said(nowhere, template, why):
    nowhere.setenv(location.VARIABLE, template)
    with pytest.raises(InvalidArgument, match="OAUTH_TUTORIAL_PUBLIC_URL") as raised:
        location.public_url(7)

    assert why in str(raised.value)
    assert "SECRET" not in str(raised.value)
    assert "\u202e" not in str(raised.value)


@pytest.mark.parametrize("uri", ["http://[", "https://[", "https://h\\@127.0.0.1/{{port}}", "//"])
def test_a_platforms_address_that_cannot_be_right_is_not_used(nowhere, uri):
    nowhere.setenv("VSCODE_PROXY_URI", uri)

    assert location.where().kind == "paste"
    assert location.public_url(7) == "http://127.0.0.1:7"


def test_an_address_with_the_port_twice_leads_back(nowhere):
    nowhere.setenv(location.VARIABLE, "https://p{port}.hub.example/{port}")

    assert location.to_loopback("https://p7.hub.example/7/x") == "http://127.0.0.1:7/x"
    assert location.to_loopback("https://p7.hub.example/8/x") == "https://p7.hub.example/8/x"


def test_an_address_without_a_port_leads_to_none(nowhere):
    nowhere.setenv(location.VARIABLE, "https://app.example")

    assert location.to_loopback("https://app.example/x") == "https://app.example/x"


@pytest.mark.parametrize(
    ("reaches_loopback", "kind"), [(True, "loopback"), (False, "proxy")], ids=["seat", "tunnel"]
)
def test_a_browser_that_is_here_is_believed_more_than_ssh(in_a_cell, reaches_loopback, kind):
    """JupyterLab was started over ssh, and the person sits there; or a tunnel leads there."""
    in_a_cell.delenv("JUPYTERHUB_SERVICE_PREFIX")
    in_a_cell.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    in_a_cell.setattr(jupyter, "base_url", lambda: "/")
    in_a_cell.setattr(beacon, "DIRECT_LIMIT", 5 if reaches_loopback else 0.05)
    seen = browser("http://localhost:8888", reaches_loopback=reaches_loopback)
    in_a_cell.setattr(beacon, "_drawing", seen)

    assert location.where().kind == kind


def test_a_process_without_a_page_does_not_wait(nowhere):
    """No cell of a front end runs: the answer is there at once, and nothing is drawn."""
    nowhere.setattr(beacon, "look", pytest.fail)

    assert location.where().kind == "loopback"
