"""What an attacker has: many threads at the same moment, and many connections that say nothing."""

import resource
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TypeVar

FLOOD = 1000  # connections
WAIT = 30  # seconds, for what comes at once on a quiet machine
Result = TypeVar("Result")


def at_once(count: int, call: Callable[[int], Result]) -> list[Result]:
    """Make a call in that many threads at the same moment, and return what each one got.

    Threads take turns a hundred times as often meanwhile: what two of them can both do is
    then seen in most runs.
    """
    together, interval = threading.Barrier(count), sys.getswitchinterval()

    def one(number: int) -> Result:
        together.wait(WAIT)
        return call(number)

    sys.setswitchinterval(interval / 100)
    try:
        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))
    finally:
        sys.setswitchinterval(interval)


@contextmanager
def half_open(port: int, sent: bytes, count: int = FLOOD) -> Iterator[list[socket.socket]]:
    """Keep connections on which nothing more comes, as long as the block lasts."""
    with _many_files(), ExitStack() as stack:
        connections = []
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
            connections.append(stack.enter_context(one))
            one.sendall(sent)
        yield connections


@contextmanager
def _many_files() -> Iterator[None]:
    """Both ends of a flood are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
