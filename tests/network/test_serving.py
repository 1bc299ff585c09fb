"""What holds with sockets and without: run once each way."""

import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.validate import validator

import pytest
import requests

from oauth_tutorial import network
from oauth_tutorial.network import PortTaken, Refusal
from tests.network.conftest import WAIT, echo, url


def test_the_application_sees_the_request(serve):
    answer = requests.post(
        url(serve(), "/a%20b/%C3%A9?c=d%20e&f=+"),
        data="body",
        headers={"X-A": "1"},
        cookies={"k": "v"},
        timeout=WAIT,
    )

    assert answer.text == "POST|/a b/Ã©|c=d%20e&f=+|body|1|k=v"


def test_the_wsgi_side_follows_pep_3333(serve):
    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        return echo(environ, start_response)

    server = serve(validator(app))

    assert requests.get(url(server, "/x?y"), timeout=WAIT).text == "GET|/x|y||-|-"
    assert requests.post(url(server), data=b"body", timeout=WAIT).text == "POST|/||body|-|-"


@pytest.mark.parametrize("body", [b"abc", iter([b"ab", b"c"]), "abc"])
def test_a_body_may_be_given_in_any_way_that_requests_has(serve, body):
    assert requests.post(url(serve(), "/x"), data=body, timeout=WAIT).text == "POST|/x||abc|-|-"


def test_an_underscore_does_not_pass_for_a_hyphen(serve):
    answer = requests.get(url(serve()), headers={"X_A": "forged"}, timeout=WAIT)

    assert answer.text == "GET|/|||-|-"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_it_is_reached_by_the_names_of_loopback(serve, name):
    assert requests.get(f"http://{name}:{serve().port}/", timeout=WAIT).status_code == 200


def test_every_cookie_arrives_and_comes_back(serve):
    def app(environ: Any, start_response: Any) -> list[bytes]:
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; HttpOnly")]
        if "HTTP_COOKIE" in environ:
            return echo(environ, start_response)
        start_response("200 OK", [*cookies, ("Content-Length", "0")])
        return [b""]

    server, session = serve(app), requests.Session()
    session.get(url(server), timeout=WAIT)

    assert session.get(url(server), timeout=WAIT).text.endswith("|a=1; b=2")


def test_redirects_are_followed_and_kept(serve):
    def app(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/a":
            start_response("303 See Other", [("Location", "b?c=d"), ("Content-Length", "0")])
            return [b""]
        return echo(environ, start_response)

    answer = requests.post(url(serve(app), "/a"), data="form", timeout=WAIT)

    assert answer.text == "GET|/b|c=d||-|-"
    assert [one.status_code for one in answer.history] == [303]


def test_an_answer_to_head_has_the_length_of_a_body_and_none(serve):
    """RFC 9110 §9.3.2."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]

    answer = requests.head(url(serve(app)), timeout=WAIT)

    assert (answer.headers["Content-Length"], answer.content) == ("5", b"")


def test_an_answer_can_be_read_in_pieces(serve):
    with requests.get(url(serve()), stream=True, timeout=WAIT) as answer:
        assert b"".join(answer.iter_content(3)) == b"GET|/|||-|-"


# Ports


def test_a_port_can_be_chosen_and_is_free_after_stop(serve):
    with_any = serve()
    port = with_any.port
    with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is in use"):
        network.bind(port)
    with_any.stop()
    with_any.stop()

    assert serve(port=port).port == port


def test_two_servers_do_not_hear_each_other(serve):
    def who(name: bytes) -> Any:
        def app(environ: Any, start_response: Any) -> list[bytes]:
            start_response("200 OK", [("Content-Length", str(len(name)))])
            return [name]

        return app

    one, two = serve(who(b"one")), serve(who(b"two"))

    assert [requests.get(url(each), timeout=WAIT).text for each in (one, two)] == ["one", "two"]


def test_nobody_answers_after_stop(serve):
    server = serve()
    server.stop()

    with pytest.raises(requests.ConnectionError, match="Connection refused"):
        requests.get(url(server), timeout=WAIT)


# What goes wrong


def test_a_port_that_was_given_up_before_it_answered_stays_free():
    """Another thread may close a receiver while it is being made."""
    server = network.bind()
    server.stop()
    server.answer(echo)

    network.bind(server.port).stop()


def test_a_connection_error_closes_without_an_answer(serve):
    def app(environ: Any, start_response: Any) -> list[bytes]:
        raise ConnectionResetError

    with pytest.raises(requests.ConnectionError, match="closed connection without response"):
        requests.get(url(serve(app)), timeout=WAIT)


def test_a_rebound_name_is_refused_and_told(serve):
    """DNS rebinding: the page's name points at 127.0.0.1, and its browser says so in Host."""
    seen: list[Refusal] = []
    server = serve(refused=seen.append)
    answer = requests.get(url(server), headers={"Host": "evil.example"}, timeout=WAIT)

    assert (answer.status_code, "Host" in answer.text) == (421, True)
    assert "evil" not in answer.text
    assert seen == [Refusal(421, "wrong Host")]


def test_a_server_can_have_a_rule_of_its_own(serve):
    server = serve(is_ours="printshop.example".__eq__)

    for host, status in (("printshop.example", 200), ("127.0.0.1", 421)):
        answer = requests.get(url(server), headers={"Host": host}, timeout=WAIT)
        assert answer.status_code == status


def test_many_at_once_each_get_their_own_answer(serve):
    server = serve()

    def ask(number: int) -> bool:
        return f"|{number}|" in requests.get(url(server, f"/?{number}"), timeout=WAIT).text

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(100)))


def test_a_server_may_ask_another_one(serve):
    """As PrintShop asks PhotoBox while somebody waits for its page."""
    behind = serve()

    def app(environ: Any, start_response: Any) -> list[bytes]:
        text = requests.get(url(behind, "/behind"), timeout=WAIT).text.encode()
        start_response("200 OK", [("Content-Length", str(len(text)))])
        return [text]

    assert requests.get(url(serve(app)), timeout=WAIT).text == "GET|/behind|||-|-"


def test_any_free_port_does_not_follow_the_learners_dice(serve):
    """A lesson may seed ``random``: two servers still have two ports."""
    random.seed(1)
    first = serve()
    random.seed(1)

    assert serve().port != first.port
