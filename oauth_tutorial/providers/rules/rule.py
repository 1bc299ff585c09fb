"""What a rule of a preflight is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightRule:
    """One rule: what it looks at, by which facts, and the function that judges.

    Attributes:
        name: Never changes.
        looks_at: What it looks at, as the sentence says it that nothing is wrong.
        facts: Paths in the preset that it judges by, ``{kind}`` for the kind of app; empty if
            only an RFC decides.
        applies: Whether there is something to look at.
        judge: Returns what is wrong; nothing if all is well.
    """

    name: str
    looks_at: str
    facts: tuple[str, ...] = ()
    applies: Callable[[Asked], bool]
    judge: Callable[[Asked], Iterable[Finding]]


def always(_: Asked) -> bool:
    """Whether or not anything was given."""
    return True


def has_redirect(asked: Asked) -> bool:
    """Whether there is a redirect URI, and a flow that uses one (RFC 8628 has none)."""
    return asked.address is not None and asked.kind != "device"


def has_readable_redirect(asked: Asked) -> bool:
    """Whether there is a redirect URI that leads somewhere."""
    return has_redirect(asked) and asked.address is not None and asked.address.leads is not None
