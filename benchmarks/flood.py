"""What others feel while somebody floods: the service, the receiver, and six slow answers.

``python -m benchmarks.flood [ROUNDS]``

Each server runs in a process of its own, and a third one keeps the connections half open, so
that nobody else takes a turn of the interpreter that is measured.
"""

import multiprocessing
import resource
import secrets
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import requests

from benchmarks.measure import headline, milliseconds, table, verdict
from oauth_tutorial import LoopbackReceiver, practice

FLOOD = 1000  # connections
SLOW = 6  # answers at a time
SLOW_SECONDS = 3.0
FILES = 8192  # each connection is a file in two processes
SERVICE, RECEIVER = "a good request to the service", "the right answer at the receiver"
SLOW_RUNS = 5
LIMIT = 50  # milliseconds until the right answer is through, which the receiver promises
Work = Callable[[Connection], None]


def service(orders: Connection) -> None:
    """Run the practice service; switch slow answers on when that is ordered."""
    _allow_many_files()
    photobox = practice.start()
    orders.send(photobox.issuer)
    while True:
        photobox.faults.add("slow_answer", orders.recv(), seconds=SLOW_SECONDS)
        orders.send("on")


def receivers(orders: Connection) -> None:
    """Make a receiver, send its port and state, wait for the answer, and make the next one."""
    _allow_many_files()
    port = 0
    while True:
        state = secrets.token_urlsafe(16)
        with LoopbackReceiver(port, state=state) as receiver:
            port = receiver.port
            orders.send((port, state))
            receiver.wait(60)
            orders.send(time.perf_counter())
            orders.recv()


def flood(orders: Connection) -> None:
    """Keep half requests open at the port that is ordered, until the next order."""
    _allow_many_files()
    while True:
        port, sent, count = orders.recv()
        kept = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(count)]
        for one in kept:
            one.sendall(sent)
        orders.send("open")
        orders.recv()
        for one in kept:
            one.close()
        orders.send("closed")


@contextmanager
def running(work: Work) -> Iterator[Connection]:
    """Run work in a process of its own, as long as the block lasts."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=work, args=(there,), daemon=True)
    process.start()
    try:
        yield here
    finally:
        process.kill()
        process.join()


@contextmanager
def flooded(attacker: Connection, port: int, sent: bytes, count: int) -> Iterator[None]:
    """Have that many half requests open while the block lasts."""
    attacker.send((port, sent, count))
    attacker.recv()
    yield
    attacker.send("close")
    attacker.recv()


def good_request(issuer: str) -> float:
    """Ask for the metadata on a connection of its own; milliseconds."""
    url = f"{issuer}/.well-known/openid-configuration"
    return milliseconds(lambda: requests.get(url, timeout=60).raise_for_status())


def right_answer(receiver: Connection, attacker: Connection, count: int) -> float:
    """Milliseconds from the browser's first byte until ``wait`` has the code."""
    port, state = receiver.recv()
    with flooded(attacker, port, b"GET /callback?code=", count):
        begun = time.perf_counter()
        query = {"code": "abc", "state": state}
        requests.get(f"http://127.0.0.1:{port}/callback", query, timeout=60).raise_for_status()
        arrived: float = receiver.recv()
    receiver.send("next")
    return (arrived - begun) * 1000


def beside_slow_answers(orders: Connection, issuer: str) -> float:
    """Milliseconds of a good request while slow answers are being given."""
    orders.send(SLOW)
    orders.recv()
    ask = partial(requests.post, f"{issuer}/token", timeout=60)
    slow = [threading.Thread(target=ask) for _ in range(SLOW)]
    for one in slow:
        one.start()
    time.sleep(SLOW_SECONDS / 6)  # they are all being answered now
    taken = good_request(issuer)
    assert all(one.is_alive() for one in slow), "the slow answers were not slow"
    for one in slow:
        one.join()
    return taken


def measure(rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]], list[float]]:
    """Measure the service and the receiver, without a flood and with one, and slow answers."""
    at_service: dict[str, list[float]] = {}
    at_receiver: dict[str, list[float]] = {}
    with running(service) as ours, running(receivers) as receiver, running(flood) as attacker:
        issuer: Any = ours.recv()
        port = int(issuer.rpartition(":")[2])
        good_request(issuer)  # what is loaded once is loaded now
        right_answer(receiver, attacker, 0)
        for count in (0, FLOOD):
            with flooded(attacker, port, b"GET /half HTTP/1.1\r\nHost: loc", count):
                at_service[f"{count} half open"] = [good_request(issuer) for _ in range(rounds)]
            taken = [right_answer(receiver, attacker, count) for _ in range(rounds)]
            at_receiver[f"{count} half requests"] = taken
        beside_slow = [beside_slow_answers(ours, issuer) for _ in range(SLOW_RUNS)]
    return at_service, at_receiver, beside_slow


def main(rounds: int) -> None:
    """Print what a flood costs the others."""
    at_service, at_receiver, beside_slow = measure(rounds)
    for title, taken in ((SERVICE, at_service), (RECEIVER, at_receiver)):
        headline(f"{title[0].upper()}{title[1:]}")
        table(taken, unit="ms", ours=next(iter(taken)))
    quiet, flooded_service = (statistics.median(taken) for taken in at_service.values())
    alone, flooded_receiver = (statistics.median(taken) for taken in at_receiver.values())
    print(f"{SERVICE}, {FLOOD} half open / none: {flooded_service / quiet:.1f} ×")
    print(f"{RECEIVER}, {FLOOD} half requests / none: {flooded_receiver / alone:.1f} ×")
    verdict(f"{RECEIVER}, median", flooded_receiver, LIMIT, "ms")
    delay = statistics.median(beside_slow) - quiet
    print(f"{SLOW} slow answers delay {SERVICE} by {delay:.0f} ms (median of {SLOW_RUNS})")


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
