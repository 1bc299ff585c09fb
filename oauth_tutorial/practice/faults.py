"""Faults on demand: the service misbehaves as some real provider does.

The rules know nothing of this. A fault acts in one of two places, around the
endpoints: on the answer that the browser carries back (``on_redirect``), or on a
request to the token endpoint and its answer (``around_token``).
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, g

from oauth_tutorial.practice import fault_effects as effects

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

SLOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave.

    Args:
        place: ``redirect``, or on the token endpoint ``before`` the rules, ``instead``
            of them, or on their ``answer``.
        effect: What is done there; False when this request gives it nothing to do.
        sentence: What it does, and who does that in the real world.
    """

    place: str
    effect: Callable[..., object]
    sentence: str


FAULTS: dict[str, Fault] = {
    "wrong_state": Fault(
        "redirect",
        effects.wrong_state,
        "The redirect carries another state, as when an old tab or an attacker answers.",
    ),
    "missing_state": Fault(
        "redirect",
        effects.missing_state,
        "The redirect carries no state, as from a proxy that drops parameters.",
    ),
    "denied": Fault(
        "redirect",
        effects.denied,
        "The answer is access_denied, as when a company's policy forbids the app.",
    ),
    "wrong_issuer": Fault(
        "redirect",
        effects.wrong_issuer,
        "iss names another server, as in a mix-up attack (RFC 9207).",
    ),
    "code_reused": Fault(
        "before",
        effects.code_reused,
        "The code was spent before, as when a link scanner or a re-run cell was faster.",
    ),
    "expired_code": Fault(
        "before",
        effects.expired_code,
        "The code is too old, as at providers that give it 30 seconds.",
    ),
    "scope_narrowed": Fault(
        "before",
        effects.scope_narrowed,
        "The token carries less than was asked, as when a person unticks a line at Strava.",
    ),
    "key_rotated": Fault(
        "before",
        effects.key_rotated,
        "The ID token is signed with a new key, as every provider does from time to time.",
    ),
    "slow_answer": Fault(
        "before",
        effects.slow_answer,
        "The answer takes seconds, as from a service that was asleep.",
    ),
    "html_500": Fault(
        "instead",
        effects.html_500,
        "The answer is an HTML page with status 500, as from a gateway in trouble.",
    ),
    "rate_limited": Fault(
        "instead",
        effects.rate_limited,
        "The answer is 429 with Retry-After, as when a whole class asks at once.",
    ),
    "error_with_200": Fault(
        "instead",
        effects.error_with_200,
        "An error comes with status 200, as from GitHub and Slack.",
    ),
    "dropped_connection": Fault(
        "instead",
        effects.dropped_connection,
        "The connection closes without an answer, as behind an impatient load balancer.",
    ),
    "empty_body": Fault(
        "answer",
        effects.empty_body,
        "The answer is 200 with nothing in it, as from a proxy that lost the body.",
    ),
    "no_token_type": Fault(
        "answer",
        effects.no_token_type,
        "token_type is missing, as at Weibo and Douban.",
    ),
    "expires_in_text": Fault(
        "answer",
        effects.expires_in_text,
        'expires_in is text, "3600", as at older Microsoft endpoints.',
    ),
    "no_refresh_token": Fault(
        "answer",
        effects.no_refresh_token,
        "There is no refresh token, as at Google without access_type=offline.",
    ),
    "clock_skewed": Fault(
        "answer",
        effects.clock_skewed,
        "The ID token is from five minutes in the future, as from a server with a wrong clock.",
    ),
    "form_encoded": Fault(
        "answer",
        effects.form_encoded,
        "The answer is form-encoded and no JSON, as from GitHub without an Accept header.",
    ),
}


class Faults:
    """The faults that are switched on, in the order in which they were added.

    Example:
        >>> photobox.faults.add("html_500")
        html_500, once: The answer is an HTML page with status 500, …
    """

    def __init__(self, photobox: "PhotoBox") -> None:
        self._photobox = photobox
        self._left: dict[str, int | None] = {}
        self._lock = threading.Lock()
        self.seconds = SLOW_SECONDS
        self.wake = threading.Event()

    def add(self, name: str, times: int | None = 1, *, seconds: float = SLOW_SECONDS) -> "Faults":
        """Switch a fault on.

        Args:
            name: A key of ``FAULTS``.
            times: How often it acts. None: until it is removed. Default: once.
            seconds: How long ``slow_answer`` waits; 30 at most. Default: 5.

        Raises:
            ValueError: When there is no such fault, or ``times`` is below 1.
        """
        _check(name, times)
        with self._lock:
            self._left[name] = times
        if name == "slow_answer":
            self.seconds = min(seconds, 30.0)
            self.wake.clear()
        return self

    def remove(self, name: str) -> "Faults":
        """Switch a fault off; harmless when it is off already."""
        _check(name)
        with self._lock:
            self._left.pop(name, None)
        if name == "slow_answer":
            self.wake.set()
        return self

    def clear(self) -> "Faults":
        """Switch every fault off, and wake what waits."""
        with self._lock:
            self._left.clear()
        self.wake.set()
        return self

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
            if response := self._act(name):
                return response  # type: ignore[return-value]
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
            g.fault = f"{g.get('fault', '')} {name}".strip()
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


def _often(left: int | None) -> str:
    if left is None:
        return "until it is removed"
    return "once" if left == 1 else f"{left} times"


def _check(name: str, times: int | None = 1) -> None:
    if name not in FAULTS:
        raise ValueError(f"There is no fault {name!r}. There are: {', '.join(FAULTS)}.")
    if times is not None and times < 1:
        raise ValueError(f"Expected times of 1 or more, or None; got {times}.")
