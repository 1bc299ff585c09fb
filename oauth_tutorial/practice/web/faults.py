"""Faults on demand: the service misbehaves as some real provider does.

The rules know nothing of this. A fault acts around the endpoints: on a request
before anything looks at it (``on_request``), on the answer that the browser carries
back (``on_redirect``), or on a request to the token endpoint and its answer
(``around_token``).
"""

import threading
from collections.abc import Callable, Iterator, Mapping

from flask import Response

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.web import id_token_faults  # noqa: F401 - they enter the table
from oauth_tutorial.practice.web.fault_effects import FAULTS
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.text.nearest import did_you_mean

SLOW_SECONDS = 5.0
TOKEN = "/token"  # noqa: S105 - a path


class Faults:
    """The faults that are switched on, in the order in which they were added.

    Example:
        >>> photobox.faults.add("html_500")
        html_500, once: The answer is an HTML page with status 500, as from a gateway in trouble.
    """

    def __init__(self, photobox: ServiceState) -> None:
        self._photobox = photobox
        self._left: dict[str, int | None] = {}
        self._at: dict[str, str] = {}
        self._lock = threading.Lock()

    def add(
        self,
        name: str,
        times: int | None = 1,
        *,
        at: str = TOKEN,
        seconds: float = SLOW_SECONDS,
    ) -> "Faults":
        """Switch a fault on.

        Args:
            name: One of those that ``catalogue()`` lists.
            times: How often it acts. None: until it is removed. Default: once.
            at: The path where it acts, such as ``"/api"``, for the faults that can act
                anywhere. Default: the token endpoint.
            seconds: How long ``slow_answer`` waits; 30 at most. Default: 5.

        Raises:
            ValueError: When there is no such fault, it cannot act there, or ``times`` is below 1.
        """
        _check(name, times, at)
        with self._lock:
            self._left[name], self._at[name] = times, at
        if name == "slow_answer":
            self._photobox.pause.seconds = min(seconds, 30.0)
            self._photobox.pause.wake.clear()
        return self

    def remove(self, name: str) -> "Faults":
        """Switch a fault off; harmless when it is off already."""
        _check(name)
        with self._lock:
            self._left.pop(name, None)
        if name == "slow_answer":
            self._photobox.pause.wake.set()
        return self

    def clear(self) -> "Faults":
        """Switch every fault off, and wake what waits."""
        with self._lock:
            self._left.clear()
        self._photobox.pause.wake.set()
        return self

    def catalogue(self) -> str:
        """List every fault there is, with a sentence each, to be printed."""
        return catalogue()

    def on_request(self, path: str) -> Response | None:
        """Delay a request, or answer it before any rule looks at it."""
        for name in self._ready("anywhere"):
            at = self._at[name]
            if path == at or path.startswith(at + "/"):
                answer = self._act(name)
                if isinstance(answer, Response):
                    return answer
        return None

    def on_redirect(self, answer: dict[str, str | None]) -> dict[str, str | None]:
        """Change the answer that the browser carries back to the client."""
        for name in self._ready("redirect"):
            self._act(name, answer)
        return answer

    def around_token(
        self, parameters: Mapping[str, str], answer: Callable[[], Response]
    ) -> Response:
        """Answer a token request, with whatever faults are on."""
        for name in self._ready("before"):
            self._act(name, parameters)
        for name in self._ready("instead"):
            refusal = self._act(name)
            if isinstance(refusal, Response):
                return refusal
        response = answer()
        for name in self._ready("answer"):
            if response.status_code == 200:
                self._act(name, response)
        return response

    def _ready(self, place: str) -> list[str]:
        if not self._left:  # the usual case costs nothing
            return []
        return [name for name in list(self._left) if FAULTS[name].place == place]

    def _act(self, name: str, *arguments: object) -> object:
        """Let one fault act, and note that; an effect with nothing to do is not counted."""
        if not self._count(name, -1):
            return False
        done = FAULTS[name].effect(self._photobox, *arguments)
        if done:
            notes.fault = f"{notes.fault} {name}".strip()
        else:
            self._count(name, +1)
        return done

    def _count(self, name: str, step: int) -> bool:
        """Change how often a fault will act; False when it is used up."""
        with self._lock:
            left = self._left.get(name, 0)
            if left is None:
                return True
            if left + step < 0:
                return False
            self._left[name] = left + step
            if not self._left[name]:
                del self._left[name]
            return True

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._left))

    def __contains__(self, name: object) -> bool:
        return name in self._left

    def __len__(self) -> int:
        return len(self._left)

    def __repr__(self) -> str:
        if not self._left:
            return "No fault is switched on."
        return "\n".join(
            f"{name}, {_often(left)}: {FAULTS[name].sentence}" for name, left in self._left.items()
        )


def catalogue() -> str:
    """List every fault there is, with a sentence each."""
    return "\n".join(f"{name}: {fault.sentence}" for name, fault in FAULTS.items())


def _often(left: int | None) -> str:
    if left is None:
        return "until it is removed"
    return "once" if left == 1 else f"{left} times"


def _check(name: str, times: int | None = 1, at: str = TOKEN) -> None:
    if name not in FAULTS:
        nearest = did_you_mean(name, FAULTS)
        raise ValueError(
            f"There is no fault {name!r:.80}.{nearest} There are: {', '.join(FAULTS)}."
        )
    if times is not None and times < 1:
        raise ValueError(f"Expected times of 1 or more, or None; got {times}.")
    if at != TOKEN and FAULTS[name].place != "anywhere":
        anywhere = ", ".join(slug for slug, fault in FAULTS.items() if fault.place == "anywhere")
        raise ValueError(f"{name} cannot act at {at!r}. Those that can: {anywhere}.")
