"""Waiting for another part of this process.

With sockets, that part has a thread of its own. Without them (``virtual``) it may need this very
thread, so a wait yields at short intervals, and a slow answer checks how long the client would
wait.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from queue import Empty, SimpleQueue

from oauth_tutorial.network.server import is_virtual

SLICE = 0.02  # seconds between two looks

# A context variable, because in a web page several cells take turns in one thread.
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class Bell:
    """An event that an interrupt at any moment cannot break.

    ``threading.Event`` is written in Python, around a lock. An interrupt right after the lock was
    taken leaves it taken, and then setting the event, or waiting for it again, hangs for ever.
    Learners interrupt exactly the cells that wait for this.
    """

    def __init__(self) -> None:
        self._rung = False
        self._woken: SimpleQueue[None] = SimpleQueue()

    def is_set(self) -> bool:
        """Whether it has rung."""
        return self._rung

    def set(self) -> None:
        """Ring: all that wait go on, now or when they next look."""
        self._rung = True
        self._woken.put(None)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it rings, and return whether it has."""
        if not self._rung:
            with suppress(Empty):
                self._woken.get(timeout=timeout)
                self._woken.put(None)  # for the next one that waits
        return self._rung


def wait(event: threading.Event | Bell, seconds: float) -> bool:
    """Wait for an event as ``Event.wait`` does, and let the rest of the process go on.

    Returns:
        Whether the event is set.
    """
    if not is_virtual():
        return event.wait(seconds)
    end = time.monotonic() + seconds
    while not event.is_set() and (left := end - time.monotonic()) > 0:
        time.sleep(min(SLICE, left))  # Pyodide runs other tasks in the meantime
    return event.is_set()


def linger(event: threading.Event, seconds: float) -> None:
    """Wait that long before answering a request, or until the event is set.

    If client and server share a thread, it ends when the client gives up: the server then does
    at once what it would have done later, and the client gets its timeout.
    """
    left = max(_deadline.get() - time.monotonic(), 0)
    wait(event, min(seconds, left))


@contextmanager
def patience(seconds: float | None) -> Iterator[Callable[[], bool]]:
    """Say how long the client waits for the answer made inside the block; None means for ever.

    Yields:
        A function that says whether the client has given up.
    """
    token = _deadline.set(float("inf") if seconds is None else time.monotonic() + seconds)
    try:
        yield lambda: time.monotonic() >= _deadline.get()
    finally:
        _deadline.reset(token)
