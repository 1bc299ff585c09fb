"""The receiver under attack: floods, rivals and races, and the right answer still arrives.

``test_receiver_rules.py`` has the rules one by one; ``tests/network`` what the server does with
any application.
"""

import socket
import threading

import pytest
import requests
from bs4 import BeautifulSoup

from oauth_tutorial import LoopbackReceiver, network
from oauth_tutorial.client.receiver import current
from oauth_tutorial.errors import CallbackTimeout, PortInUse
from tests.client.conftest import STATE
from tests.flood import FLOOD, WAIT, at_once, half_open


def answer(port: int, code: str = "abc", state: str = STATE, **more: str) -> requests.Response:
    """Come back as the browser does."""
    query = {"code": code, "state": state} | more
    return requests.get(f"http://127.0.0.1:{port}/callback", query, timeout=WAIT)


# Floods


@pytest.mark.sockets
@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /callback?code=stolen&state=" + STATE.encode(), b"POST /callback HTTP/1.1\r\nHos"],
    ids=["silent", "half a line", "half a head"],
)
def test_the_right_answer_arrives_beside_1000_half_requests(receiver, sent):
    with half_open(receiver.port, sent) as connections:
        assert answer(receiver.port).status_code == 200
        assert receiver.wait(WAIT).code == "abc"
        assert len(connections) == FLOOD


@pytest.mark.sockets
def test_it_closes_and_is_made_again_beside_1000_half_requests(receiver):
    with half_open(receiver.port, b"GET /callback?code"), LoopbackReceiver(state="t" * 43) as newer:
        assert newer.port == receiver.port
        assert answer(newer.port, state="t" * 43).status_code == 200
        assert newer.wait(WAIT).code == "abc"

    assert not [one for one in threading.enumerate() if one.name == "loopback-receiver"]


@pytest.mark.sockets
def test_what_is_half_sent_when_the_answer_comes_changes_nothing(receiver):
    """The other half is a rival answer, with the right state."""
    rival = f"GET /callback?code=stolen&state={STATE} HTTP/1.1\r\nHost: 127.0.0.1:{receiver.port}"
    with half_open(receiver.port, rival.encode(), count=50) as connections:
        assert answer(receiver.port).status_code == 200
        for one in connections:
            one.sendall(b"\r\n\r\n")
            with one.makefile("rb") as page:
                assert page.readline() == b"HTTP/1.1 400 Bad Request\r\n"

    assert receiver.wait(WAIT).code == "abc"


@pytest.mark.sockets
def test_two_offers_to_upgrade_in_one_packet_end_nothing(receiver):
    host = f"Host: 127.0.0.1:{receiver.port}\r\n"
    offer = f"GET /x HTTP/1.1\r\n{host}Connection: Upgrade\r\nUpgrade: foo\r\n\r\n".encode()
    with half_open(receiver.port, offer * 2, count=20) as connections:
        for one in connections:
            with one.makefile("rb") as page:
                assert page.readline() == b"HTTP/1.1 404 Not Found\r\n"
        assert answer(receiver.port).status_code == 200

    assert receiver.wait(WAIT).code == "abc"


@pytest.mark.sockets
def test_as_many_parameters_as_a_url_can_have_are_not_used(receiver):
    """A web page can make the browser send them; each was once compared with all."""
    for number, says in ((1_000, "carries 1,002 parameters"), (11_000, "")):
        refused = answer(receiver.port, **{f"x{n}": "" for n in range(number)})
        assert (refused.status_code in {400, 431}, says in refused.text) == (True, True)

    assert answer(receiver.port).status_code == 200
    assert receiver.wait(WAIT).code == "abc"


# Rivals


def test_of_100_rival_answers_at_once_one_wins(receiver):
    answers = at_once(100, lambda number: answer(receiver.port, f"code-{number}"))

    [winner] = [number for number, page in enumerate(answers) if page.status_code == 200]
    assert {page.status_code for page in answers} == {200, 400}
    assert receiver.wait(WAIT).code == f"code-{winner}"


def test_100_guesses_at_once_end_no_wait(receiver):
    answers = at_once(100, lambda number: answer(receiver.port, state=f"{STATE[:-1]}{number}"))

    assert {page.status_code for page in answers} == {400}
    with pytest.raises(CallbackTimeout):
        receiver.wait(0)
    assert answer(receiver.port).status_code == 200
    assert receiver.wait(WAIT).code == "abc"


# Races


def test_of_200_takeovers_each_has_its_own_answer():
    """The answer to the one before comes late each time, to the same port."""
    port = 0
    for number in range(200):
        receiver = LoopbackReceiver(state=f"state-{number}")
        assert port in (0, receiver.port)
        port = receiver.port
        assert answer(port, "late", f"state-{number - 1}").status_code == 400
        assert answer(port, f"code-{number}", f"state-{number}").status_code == 200
        assert receiver.wait(WAIT).code == f"code-{number}"
    receiver.close()

    network.bind(port).stop()


def test_of_100_receivers_made_at_once_the_last_one_listens():
    made = at_once(100, lambda number: LoopbackReceiver(state=f"state-{number}"))

    [(number, receiver)] = [(n, one) for n, one in enumerate(made) if one.is_open]
    assert current() is receiver
    assert answer(receiver.port, state=f"state-{number}").status_code == 200
    assert receiver.wait(WAIT).code == "abc"
    receiver.close()


def test_of_100_races_for_a_port_one_program_has_it_and_nothing_is_stolen():
    """Another program wants the port at the moment when a new receiver takes it over."""
    for number in range(100):
        older = LoopbackReceiver(state=STATE)
        server, newer = at_once(2, lambda racer, port=older.port: _race(racer, port))
        if newer is None:  # it lost the port, said so, and the cell is run again
            newer = LoopbackReceiver(state=STATE)
        assert (server is None) or server.port != newer.port
        assert answer(newer.port, f"code-{number}").status_code == 200
        assert newer.wait(WAIT).code == f"code-{number}"
        assert not older.done
        newer.close()
        if server is not None:
            server.stop()


def _race(racer: int, port: int) -> network.Server | LoopbackReceiver | None:
    try:
        return network.bind(port) if racer == 0 else LoopbackReceiver(port, state=STATE)
    except (network.PortTaken, PortInUse):
        return None


# What comes in a value


PAYLOADS = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</p></main></body><svg/onload=alert(1)>",
    "{{ 7*191 }}",
    "{title} {0.__class__} %s $text",
    "\r\nSet-Cookie: a=b\r\n\r\n<script>",
]


def shape(page: requests.Response) -> list[tuple[str, list[str]]]:
    """Return the elements of a page, and which attributes each one has."""
    return [(one.name, sorted(one.attrs)) for one in BeautifulSoup(page.text, "html.parser")(True)]


@pytest.mark.parametrize("name", ["error", "error_description", "error_uri", "iss", "state", "x"])
def test_no_value_changes_the_page(name):
    def page(value: str) -> requests.Response:
        query = {"error": "server_error", "state": STATE} | {name: value}
        with LoopbackReceiver(state=STATE) as receiver:
            return requests.get(receiver.redirect_uri, query, timeout=WAIT)

    known = page("harmless")
    for payload in PAYLOADS:
        answered = page(payload)
        assert (answered.status_code, shape(answered)) == (known.status_code, shape(known))
        assert "1337" not in answered.text
        assert "Set-Cookie" not in answered.headers


@pytest.mark.sockets
def test_it_is_nowhere_but_on_loopback(receiver):
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in addresses - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((address, receiver.port), timeout=WAIT)
