"""Whether what a learner's function makes can be guessed: what it is made of is held still.

Values that look random may be made of things that others know: of the module ``random``, whose
numbers follow from those before them, or of the time. Held still, both give the same again.
"""

import datetime
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import ModuleType
from typing import Any, Literal
from unittest.mock import patch

from oauth_tutorial.grading.calling import call

_CLOCKS: tuple[tuple[ModuleType, str], ...] = (
    *((time, name) for name in ("time", "monotonic", "perf_counter", "process_time")),
    *((time, name) for name in ("time_ns", "monotonic_ns", "perf_counter_ns", "process_time_ns")),
    *((time, name) for name in ("asctime", "ctime", "gmtime", "localtime", "strftime")),
    (uuid, "uuid1"),  # the time, and the machine's address
)


def guessable(
    function: Callable[..., object], *arguments: object, part: Callable[[Any], object] | None = None
) -> Literal["", "clock", "random"]:
    """Call a learner's function again under the same clock and the same state of ``random``.

    A function that returns the same whatever happens is for the judge to find first: here it
    counts as made of the clock.

    Args:
        function: What the learner wrote.
        *arguments: What it is given, each time.
        part: Takes out of what it returned the part that nobody may guess. Default: all of it.

    Returns:
        ``"random"`` or ``"clock"``, whichever gave the same value twice, or an empty text.

    Raises:
        LearnersError: When the function raises.

    Example:
        >>> import secrets
        >>> guessable(lambda: f"{random.getrandbits(256):064x}")
        'random'
        >>> guessable(secrets.token_urlsafe)
        ''
    """

    def make() -> object:
        came = call(function, *arguments)
        return came if part is None else part(came)

    before = random.getstate()
    try:
        with _held_clock(function):
            first = make()
            random.setstate(before)
            if make() != first:
                return ""
            return "clock" if make() == first else "random"
    finally:
        random.setstate(before)


class _AnyDatetime(type):
    """Lets the stand-in below take the times that others made for its own."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime.date) and hasattr(instance, "hour")


@contextmanager
def _held_clock(function: object) -> Iterator[None]:
    """Let every clock say the same again, under the names of its module and of the function's."""
    real = datetime.datetime
    held: dict[str, Any] = {name: staticmethod(cache(getattr(real, name))) for name in _NOW}
    stand_ins: dict[int, Any] = {id(real): _AnyDatetime("datetime", (real,), held)}
    with ExitStack() as stack:
        stack.enter_context(patch.object(datetime, "datetime", stand_ins[id(real)]))
        for module, name in _CLOCKS:
            clock = getattr(module, name)
            stand_ins[id(clock)] = cache(clock)
            stack.enter_context(patch.object(module, name, stand_ins[id(clock)]))
        names = getattr(function, "__globals__", {})
        own = {name: stand_ins[id(it)] for name, it in names.items() if id(it) in stand_ins}
        stack.enter_context(patch.dict(names, own))
        yield


_NOW = ("now", "today", "utcnow")
