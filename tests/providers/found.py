"""What a test asks of a preflight."""

from oauth_tutorial.providers import Finding, Preflight, preflight


def of(rule: str, found: Preflight) -> list[Finding]:
    """The findings of one rule."""
    return [one for one in found if one.rule == rule]


def levels(rule: str, name: str, **asked: object) -> list[str]:
    """What one rule says of a provider, by its levels."""
    return [one.level for one in of(rule, preflight(name, **asked))]  # type: ignore[arg-type]


def first(rule: str, name: str, **asked: object) -> Finding:
    """The first thing that one rule says."""
    return of(rule, preflight(name, **asked))[0]  # type: ignore[arg-type]
