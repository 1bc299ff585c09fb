"""The one clock that everything in the practice service reads."""

import time


class Clock:
    """Seconds since 1970, plus whatever it was moved by."""

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """Return the service's time, in seconds since 1970."""
        return time.time() + self._offset
