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


def test_a_process_without_a_page_does_not_wait(nowhere):
    """No cell of a front end runs: the answer is there at once, and nothing is drawn."""
    nowhere.setattr(beacon, "look", pytest.fail)

    assert location.where().kind == "loopback"
