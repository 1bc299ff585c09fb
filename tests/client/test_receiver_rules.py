"""The ten rules of a loopback receiver, each with the tests that hold it.

Rules that nine public receivers break, one or the other, stand here by number;
``test_receiver.py`` has what a learner sees.
"""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.errors import CallbackTimeout, ReceiverClosed
from tests.client.conftest import STATE

GOOD = f"/callback?code=abc&state={STATE}"


def ask(receiver, target: str, method: str = "GET", body: str | None = None, **headers: str):
    """Send one request as a browser would, and return its answer."""
    url = f"http://127.0.0.1:{receiver.port}{target}"
    return requests.request(
        method, url, data=body, headers=headers, timeout=5, allow_redirects=False
    )


# 1. Bound to loopback before the URL is built; a connection is closed after its answer.


def test_rule_1_it_listens_as_soon_as_it_exists(receiver):
    assert receiver.redirect_uri == f"http://127.0.0.1:{receiver.port}/callback"
    assert ask(receiver, GOOD).status_code == 200


@pytest.mark.sockets
def test_rule_1_it_listens_on_loopback_and_on_no_other_address(receiver):
    """127.0.0.2 is this machine as well, and would be reached by a socket bound to all."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", receiver.port), timeout=5)


@pytest.mark.sockets
def test_rule_1_no_connection_is_kept_for_the_next_sign_in(receiver):
    """A pooled connection would bring the next redirect to the older receiver."""
    assert ask(receiver, "/callback").headers["Connection"] == "close"


# 2. One path, one method.


def test_rule_2_a_form_post_is_no_answer(receiver):
    """``response_mode=form_post`` does not come through a Jupyter proxy."""
    body = GOOD.partition("?")[2]
    answer = ask(receiver, "/callback", "POST", body)

    assert (answer.status_code, answer.headers["Allow"], receiver.status) == (405, "GET", "Waiting")


@pytest.mark.parametrize("path", ["/favicon.ico", "/", "/callback/x", "/Callback", "/callback/"])
def test_rule_2_another_path_is_not_found(receiver, path):
    assert ask(receiver, f"{path}?{GOOD.partition('?')[2]}").status_code == 404
    assert receiver.status == "Waiting"


# 3. One pure function judges, for the server and for a pasted address; state comes first.


@pytest.mark.parametrize(
    "query",
    ["error=access_denied&state=wrong", f"code=a&code=b&state={STATE}", "code=a", "code=a&state="],
)
def test_rule_3_served_or_pasted_the_judgement_is_the_same(receiver, query):
    answer = ask(receiver, f"/callback?{query}")
    pasted = receiver.paste(f"{receiver.redirect_uri}?{query}")

    assert answer.status_code == 400
    assert pasted.splitlines()[-1] in answer.text
    assert receiver.status == "Waiting"


@pytest.mark.parametrize(
    ("written", "place"),
    [("a%00b", "2 of 3"), ("a%0d%0aX:y", "2 of 6"), ("%ff%fe", "1 of 2"), ("ab%C3%BC", "3 of 3")],
)
def test_rule_3_a_code_that_no_server_can_have_made_is_not_used(receiver, written, place):
    """RFC 6749 Appendix A.11."""
    answer = ask(receiver, f"/callback?code={written}&state={STATE}")

    assert answer.status_code == 400
    assert f"Character {place} in the code" in answer.text
    assert "Sign in again" in answer.text
    assert receiver.status == "Waiting"
    ask(receiver, GOOD)
    assert receiver.wait(timeout=5).code == "abc"


def test_rule_3_what_comes_twice_says_what_to_do(receiver):
    answer = ask(receiver, f"/callback?code=a&code=a&state={STATE}")

    assert "Sign in again from a fresh link" in answer.text


def test_rule_3_an_answer_of_another_server_is_not_used():
    """RFC 9207: mix-up."""
    with LoopbackReceiver(state=STATE, issuer="https://photobox.example") as receiver:
        assert ask(receiver, f"{GOOD}&iss=https://mallory.example").status_code == 400
        assert ask(receiver, f"{GOOD}&iss=https://photobox.example").status_code == 200
        assert receiver.wait(timeout=5).iss == "https://photobox.example"


# 4. The first valid answer wins, however many come at once.


def test_rule_4_of_many_answers_at_once_one_wins(receiver):
    def send(number: int) -> tuple[int, str]:
        code = f"code-{number}"
        return ask(receiver, f"/callback?code={code}&state={STATE}").status_code, code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(16)))

    [winner] = [code for status, code in answers if status == 200]
    assert {status for status, _ in answers} == {200, 400}
    assert receiver.wait(timeout=5).code == winner


# 5. The page is harmless, and is written before the wait ends.


def test_rule_5_the_page_says_so_in_its_headers(receiver):
    headers = ask(receiver, GOOD).headers

    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= {
        part.strip() for part in headers["Content-Security-Policy"].split(";")
    }
    assert "ETag" not in headers


@pytest.mark.sockets
def test_rule_5_the_answer_counts_when_its_page_is_written(receiver):
    """A close right after the wait must not cut the page off."""
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=5) as browser:
        host = f"Host: 127.0.0.1:{receiver.port}"
        browser.sendall(f"GET {GOOD} HTTP/1.1\r\n{host}\r\n\r\n".encode())
        assert receiver.wait(timeout=5).code == "abc"
        receiver.close()
        with browser.makefile("rb") as answer:
            page = answer.read()

    assert page.startswith(b"HTTP/1.1 200 OK\r\n")
    assert page.rstrip().endswith(b"</html>")


# 6. Only its own names.


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_rule_6_the_names_of_loopback_are_its_own(receiver, host):
    assert ask(receiver, GOOD, Host=f"{host}:{receiver.port}").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "127.0.0.1:"]
)
def test_rule_6_a_rebound_name_is_refused(receiver, host):
    assert ask(receiver, GOOD, Host=host).status_code == 421
    assert receiver.status == "Waiting"


# 7. It can be waited for in both ways, and stopped in every way.


def run_elsewhere(waiting: Coroutine[Any, Any, Any]) -> Any:
    """Run it in an event loop of a thread of its own: this one may have Playwright's."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, waiting).result()


def test_rule_7_it_can_be_awaited(receiver):
    async def main() -> str:
        asyncio.get_running_loop().call_soon(lambda: ask(receiver, GOOD))
        return (await receiver).code

    assert run_elsewhere(main()) == "abc"


def test_rule_7_closing_ends_an_await(receiver):
    async def main() -> None:
        asyncio.get_running_loop().call_soon(receiver.close)
        await receiver

    with pytest.raises(ReceiverClosed):
        run_elsewhere(main())


def test_rule_7_closing_frees_the_port_and_can_be_repeated(receiver):
    receiver.close()
    receiver.close()
    with socket.create_server(("127.0.0.1", receiver.port)) as other:
        assert other.getsockname()[1] == receiver.port


# 8. Nothing of a request is printed, logged or kept.


@pytest.mark.sockets
def test_rule_8_no_request_leaves_a_trace(receiver, capfd, caplog):
    secrets = {"Cookie": "session=very-secret", "Authorization": "token very-secret"}
    long = "Very-secret-4711-Very-secret-4711"  # as long and as mixed as a code
    for target in (
        "/callback?code=very-secret&state=wrong",
        "/callback&code=very-secret",
        "/callback%3Fcode=very-secret",
        f"/{long}",
        "/callback",
    ):
        ask(receiver, target, **secrets)
    with socket.create_connection(("127.0.0.1", receiver.port)) as rude:
        rude.sendall(b"very-secret\r\n\r\n")
        rude.recv(1000)
    printed = capfd.readouterr()

    assert printed.out + printed.err + caplog.text == ""
    kept = f"{receiver!r}{list(receiver.events)!r}{vars(receiver)!r}"
    assert "very-secret" not in kept.lower()


# 9. The deadline is total.


def test_rule_9_wrong_answers_do_not_prolong_the_wait(receiver):
    over = threading.Event()

    def knock() -> bool:
        for _ in range(5000):  # goes on for much longer than the wait
            ask(receiver, "/callback?code=abc&state=wrong")
            if over.is_set():
                return True
        return False

    with ThreadPoolExecutor(1) as threads:
        knocking = threads.submit(knock)
        try:
            with pytest.raises(CallbackTimeout, match="last: redirect"):
                receiver.wait(timeout=0.3)
        finally:
            over.set()

    assert knocking.result(), "the wait went on until nobody knocked any more"


# 10. One live receiver in a kernel: every cell can be run again, in any order.


def test_rule_10_building_again_keeps_the_port_and_forgets_the_answer(receiver):
    ask(receiver, GOOD)
    with LoopbackReceiver(state="t" * 43) as newer:
        assert (newer.port, newer.status) == (receiver.port, "Waiting")
        # the old tab is reloaded, or its page comes late
        assert ask(newer, GOOD).status_code == 400
        assert newer.status == "Waiting"

    assert receiver.wait(timeout=5).code == "abc"


def test_rule_10_waiting_before_building_again_ends_at_once(receiver):
    """The cells were run in the wrong order: the wait says what to run."""
    with LoopbackReceiver(state="t" * 43), pytest.raises(ReceiverClosed, match="Run the cell"):
        receiver.wait(timeout=60)


def test_rule_10_a_cell_that_names_its_port_can_be_run_many_times(receiver):
    port = receiver.port
    for number in range(5):
        newer = LoopbackReceiver(port, state=f"state-{number}")
        assert newer.port == port
    answer = requests.get(newer.redirect_uri, {"code": "x", "state": "state-4"}, timeout=5)
    newer.close()

    assert answer.status_code == 200
    assert newer.wait(timeout=5).code == "x"
