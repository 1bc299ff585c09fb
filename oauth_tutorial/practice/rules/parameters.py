"""The parameters of a request, as they came: a name may come twice."""

from collections import Counter
from collections.abc import Sequence

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule

PARAMETERS_ONCE = Rule(
    "parameters_once", "RFC 6749 §3.1", "no parameter is given more than once", causes=NO_CAUSE
)

Pairs = Sequence[tuple[str, str]]


def once(pairs: Pairs, checks: Checklist) -> None:
    """Check that no parameter is doubled (RFC 6749 §3.1), but ``resource`` (RFC 8707 §2)."""
    names = [name for name, _ in pairs if name != "resource"]
    twice = next((name for name, times in Counter(names).items() if times > 1), "")
    checks.require(PARAMETERS_ONCE, not twice, received=repr(twice[:40]) if twice else "")


def all_of(name: str, pairs: Pairs) -> list[str]:
    """Return every value of a parameter that may be repeated."""
    return [value for key, value in pairs if key == name and value]
