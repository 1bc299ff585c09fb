"""The link without a host: one click on it tells, and nothing else does."""

import pytest
from bs4 import BeautifulSoup

from oauth_tutorial.location.hop import Hop
from tests.location.conftest import BASE, HONEST, PAGE


@pytest.fixture
def told():
    """The origins that the hop learned."""
    return []


@pytest.fixture
def hop(told):
    hop = Hop(BASE, told.append)
    yield hop
    hop.close()


def test_the_link_names_no_host_and_cannot_be_guessed(hop, told):
    other = Hop(BASE, told.append)
    other.close()
    paths = [one.address.partition("/start/")[2] for one in (hop, other)]

    assert hop.address.startswith(f"{BASE}proxy/")
    assert len(set(paths)) == 2
    assert min(map(len, paths)) >= 20


def test_what_is_shown_is_that_link(hop, monkeypatch):
    """The browser adds the host of the page by itself, and tells this server alone of the page."""
    shown = []
    monkeypatch.setattr(
        "oauth_tutorial.location.hop.show_widget", lambda widget, text: shown.append(widget.value)
    )
    hop.show()
    link = BeautifulSoup(shown[0], "html.parser").a

    assert link["href"] == hop.address
    assert (link["target"], link["referrerpolicy"]) == ("_blank", "same-origin")


def test_a_click_on_the_link_tells_the_origin_of_its_page(hop, told):
    target = "/start/" + hop.address.partition("/start/")[2]

    assert hop.answer(target, HONEST)[0] == 200
    assert told == ["https://hub.example"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("guess", HONEST, 404),
        ("", [("Host", "evil.example"), ("Referer", PAGE)], 400),
        ("", [("Host", "hub.example")], 400),
    ],
    ids=["another path", "another host", "no page"],
)
def test_what_proves_nothing_tells_nothing(hop, told, path, headers, status):
    target = "/start/" + (path or hop.address.partition("/start/")[2])

    assert hop.answer(target, headers)[0] == status
    assert told == []
