"""Waiting for something that another part of this process does.

With sockets that other part has a thread of its own. Without them (``virtual``) it may need
this very thread, so a wait gives way at short intervals, and whoever answers slowly looks at
how long the client would wait.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from oauth_tutorial.network.serving import is_virtual

SLICE = 0.02  # seconds between two looks

# A context variable: in a web page the stacks of several cells take turns in one thread.
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


def wait(event: threading.Event, seconds: float) -> bool:
    """Wait for an event as ``Event.wait`` does, and let the rest of the process go on.

    Returns:
        Whether the event is set.
    """
    if not is_virtual():
        return event.wait(seconds)
    end = time.monotonic() + seconds
    while not event.is_set() and (left := end - time.monotonic()) > 0:
        time.sleep(min(SLICE, left))  # Pyodide runs what else there is to do meanwhile
    return event.is_set()


def linger(event: threading.Event, seconds: float) -> None:
    """Take that long to answer a request, or until the event is set.

    Raises:
        TimeoutError: When the client inside this process has given up by then.
    """
    left = _deadline.get() - time.monotonic()
    if not wait(event, min(seconds, max(left, 0))) and left < seconds:
        raise TimeoutError


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Say how long the client waits for what is answered inside the block; None: for ever."""
    token = _deadline.set(float("inf") if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)
