"""What the service received, what it checked, what it answered."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_tutorial.practice.checks import Checklist

LIMIT = 500  # requests that are remembered
_OPEN = frozenset(
    {
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "decision",
        "error",
        "grant_type",
        "iss",
        "prompt",
        "redirect_uri",
        "response_type",
        "scope",
        "token_type_hint",
        "username",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request to the service.

    ``parameters`` holds query and form as they were received. They stay in
    memory; the repr shows the shape of every value that could open something.
    """

    method: str
    path: str
    status: int
    parameters: Mapping[str, str] = field(repr=False)
    checks: Checklist = field(repr=False)
    time: float = 0.0
    error: str = ""

    @property
    def outcome(self) -> str:
        """``"refused"`` when a rule was broken, else ``"ok"``."""
        return "refused" if self.checks.failed or self.status >= 400 else "ok"

    def __repr__(self) -> str:
        head = f"{self.method} {self.path} → {self.status}"
        given = [f"    {name} = {_shown(name, value)}" for name, value in self.parameters.items()]
        return "\n".join([head, *given, *(f"  {check}" for check in self.checks)])


class Log(deque[Entry]):
    """The newest requests, oldest first."""

    def __init__(self) -> None:
        super().__init__(maxlen=LIMIT)

    def __repr__(self) -> str:
        if not self:
            return "No request yet."
        return "\n".join(
            f"{number}. {entry.method} {entry.path} → {entry.status}"
            + (f"  ✗ {entry.checks.failed.sentence}" if entry.checks.failed else "")
            for number, entry in enumerate(self, 1)
        )

    def last(self, path: str) -> Entry | None:
        """Return the newest request to that path, or None."""
        return next((entry for entry in reversed(self) if entry.path == path), None)


def _shown(name: str, value: str) -> str:
    return value[:200] if name in _OPEN else f"<{len(value)} characters>"
