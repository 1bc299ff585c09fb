"""The one clock that everything in the practice service reads, and that you can move."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class Clock:
    """Seconds since 1970, plus whatever it was moved by.

    Codes, tokens, sessions, keys and device codes all follow it: you see them
    expire without waiting.

    Example:
        >>> photobox.clock.advance(minutes=10)
        PhotoBox's clock is 10 minutes ahead.
        >>> photobox.clock.rewind()
        PhotoBox's clock is right.
    """

    def __init__(self) -> None:
        self._offset = 0.0
        self._stopped_at: float | None = None  # real time, in seconds since 1970

    def now(self) -> float:
        """Return the service's time, in seconds since 1970."""
        real = time.time() if self._stopped_at is None else self._stopped_at
        return real + self._offset

    def stop(self) -> "Clock":
        """Let it stand still, so that nothing expires while you read; ``rewind`` starts it."""
        if self._stopped_at is None:
            self._stopped_at = time.time()
        return self

    def advance(self, **duration: float) -> "Clock":
        """Move the clock forward, on top of what it was moved before.

        Args:
            duration: The words of ``datetime.timedelta``: seconds, minutes, hours, days, weeks.

        Raises:
            ValueError: When that is no step forward.
        """
        step = timedelta(**duration).total_seconds()
        if step <= 0:
            raise ValueError(
                f"Expected a step forward, such as minutes=10; got {step:g} seconds. "
                "To go back to the real time, call rewind()."
            )
        self._offset += step
        return self

    def rewind(self) -> "Clock":
        """Go back to the real time, and run."""
        self._offset, self._stopped_at = 0.0, None
        return self

    @contextmanager
    def borrowed(self) -> Iterator["Clock"]:
        """Move it as you like inside the block; afterwards it is as it was before."""
        before = self._offset, self._stopped_at
        try:
            yield self
        finally:
            self._offset, self._stopped_at = before

    @property
    def moved(self) -> str:
        """How far ahead it is, in words; empty when it is right."""
        return in_words(self._offset) if self._offset else ""

    def __str__(self) -> str:
        return f"{datetime.fromtimestamp(self.now(), UTC):%H:%M} UTC"

    def __repr__(self) -> str:
        ahead = f"{self.moved} ahead" if self.moved else ""
        stopped = "stopped" if self._stopped_at is not None else ""
        return f"PhotoBox's clock is {' and '.join(filter(None, (ahead, stopped))) or 'right'}."


def in_words(seconds: float) -> str:
    """Say a duration as people do.

    Example:
        >>> in_words(5400)
        '1 hour 30 minutes'
    """
    left, words = round(seconds), []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " ".join(words) or "less than a second"
