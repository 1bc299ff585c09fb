"""What a preflight cannot be sure of: facts that nobody could check, and old facts."""

from collections.abc import Iterator

from oauth_tutorial.presets import Preset
from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding

DAYS = 365  # what a provider required a year ago may have changed


def unverified(asked: Asked) -> Iterator[Finding]:
    """Every fact that the answer rests on was checked, or the answer says so."""
    paths = unchecked(asked.preset, asked.rests_on)
    if paths:
        yield Finding(
            level="fine",
            rule="unverified",
            sentence=f"This could not be checked in {asked.preset.name}'s documentation: "
            f"{', '.join(paths)}. What depends on it is a guess.",
            field=asked.preset.source,
        )


def age(asked: Asked) -> Iterator[Finding]:
    """The facts were read within the last year."""
    days = (asked.today - asked.preset.checked).days
    if days > DAYS:
        yield Finding(
            level="may fail",
            rule="age",
            sentence=f"What we know about {asked.preset.name} was read on "
            f"{asked.preset.checked.isoformat()}, {days} days ago. Check whether it is still true.",
            field=asked.preset.source,
            facts=("checked",),
        )


def unchecked(preset: Preset, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return those facts of a preset that nobody could check and that these paths lead to.

    Args:
        preset: The provider.
        paths: As ``"redirect.hosts"``. Each leads to what is below it, and to what it is part of.
    """
    return tuple(
        one
        for one in preset.unverified
        if any(
            f"{one}.".startswith(f"{path}.") or f"{path}.".startswith(f"{one}.") for path in paths
        )
    )
