"""What registering an app requires, before anybody begins."""

from collections.abc import Iterator

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding

_TAKES = {
    "subscription": "a subscription",
    "paid": "a payment",
    "approval": "somebody's approval, which can take weeks",
}


def cost(asked: Asked) -> Iterator[Finding]:
    """Registering an app is free, or the person hears about the cost before they begin."""
    preset = asked.preset
    if preset.cost == "free":
        return
    note = f" {preset.cost_note}" if preset.cost_note else ""
    if preset.cost == "closed":
        yield Finding(
            level="will fail",
            rule="cost",
            sentence=f"{preset.name} no longer registers apps.{note}",
            facts=("cost",),
        )
        return
    yield Finding(
        level="costs",
        rule="cost",
        sentence=f"Registering an app at {preset.name} requires {_TAKES[preset.cost]}.{note} "
        "Practising with its personality is free.",
        facts=("cost",),
    )
