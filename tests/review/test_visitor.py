"""The browser of one person: it remembers every answer, and says where it comes from."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from oauth_tutorial import network
from oauth_tutorial.review.home import Home
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.review.visitor import STOPPED, Visitor, name_of

TOLD = ("HTTP_SEC_FETCH_SITE", "HTTP_ORIGIN", "HTTP_X_A", "HTTP_COOKIE")


def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    head = [("Content-Type", "text/html"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2")]
    if environ["PATH_INFO"] == "/go":
        start_response("303 See Other", [*head, ("Location", "/there?code=secret")])
        return [b""]
    start_response("200 OK", head)
    told = "|".join(environ.get(name, "-") for name in TOLD)
    page = "<a href=/next>Next</a><form method=post action=/><button>Go</button></form>"
    return [f"{page}{told}".encode()]


@pytest.fixture
def port() -> Iterator[int]:
    server = network.serve(app)
    yield server.port
    server.stop()


@pytest.fixture
def visitor(port: int) -> Iterator[Visitor]:
    one = Visitor(Home(f"http://127.0.0.1:{port}", port))
    yield one
    one.close()


def told(visitor: Visitor) -> dict[str, str]:
    assert visitor.last is not None
    return dict(zip(TOLD, visitor.last.text.rpartition("</form>")[2].split("|"), strict=True))


def test_every_answer_is_remembered_with_all_its_cookies(visitor: Visitor) -> None:
    visitor.open(f"{visitor.home.url}/go")

    assert [one.status for one in visitor.of_app] == [303, 200]
    assert visitor.trail[0].location == "/there?code=secret"
    assert [name_of(line) for line in visitor.trail[0].set_cookies] == ["a", "b"]
    assert {cookie.name for cookie in visitor.cookies()} == {"a", "b"}
    assert "secret" not in repr(visitor.trail)


def test_it_stops_before_an_address(visitor: Visitor) -> None:
    visitor.stops = lambda address: "code=" in address
    page = visitor.open(f"{visitor.home.url}/go")

    assert page.title == STOPPED
    assert visitor.stopped_at == f"{visitor.home.url}/there?code=secret"
    assert [one.status for one in visitor.trail] == [303]
    visitor.open(visitor.home.start)
    assert visitor.stopped_at == ""


def test_it_says_where_a_request_comes_from(visitor: Visitor) -> None:
    visitor.open(visitor.home.start)
    assert (told(visitor)["HTTP_SEC_FETCH_SITE"], told(visitor)["HTTP_ORIGIN"]) == ("none", "-")
    visitor.follow("Next")
    assert told(visitor)["HTTP_SEC_FETCH_SITE"] == "same-origin"
    visitor.press("Go")
    assert told(visitor)["HTTP_ORIGIN"] == visitor.home.url
    visitor.send_from_elsewhere("POST", visitor.home.start, [])
    assert told(visitor)["HTTP_SEC_FETCH_SITE"] == "same-site"
    assert told(visitor)["HTTP_ORIGIN"] == "http://127.0.0.1:1"


def test_cookies_of_another_browser(visitor: Visitor) -> None:
    visitor.open(visitor.home.start)
    other = Visitor(visitor.home).take(one for one in visitor.cookies() if one.name == "a")
    other.open(visitor.home.start)

    assert told(other)["HTTP_COOKIE"] == "a=1"
    other.close()


def test_behind_https_it_reaches_the_app_without(port: int) -> None:
    visitor = Visitor(Home(f"https://127.0.0.1:{port}", port), {"X-A": "more"})
    page = visitor.open(f"https://127.0.0.1:{port}/")

    assert page.address == f"https://127.0.0.1:{port}/"
    assert visitor.more["X-Forwarded-Proto"] == "https"
    assert told(visitor)["HTTP_X_A"] == "more"
    visitor.close()


def test_what_is_more_is_for_the_app_alone(visitor: Visitor) -> None:
    other = network.serve(app)
    visitor.more["X-A"] = "more"
    visitor.open(f"http://127.0.0.1:{other.port}/")
    other.stop()

    assert visitor.last is None
    assert visitor.trail[0].text.rpartition("</form>")[2].split("|")[2] == "-"


def test_it_opens_nothing_more_when_the_review_is_over(visitor: Visitor) -> None:
    visitor.until = time.monotonic() - 1

    with pytest.raises(CannotTry, match="the review took too long"):
        visitor.open(visitor.home.start)
    assert visitor.trail == []
