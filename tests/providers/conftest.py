"""Providers that are made up, so that each rule is tried on facts that no file has to hold."""

from collections.abc import Callable, Mapping

import pytest

from oauth_tutorial import presets
from oauth_tutorial.presets import loading

Invent = Callable[..., str]


@pytest.fixture
def invent(monkeypatch: pytest.MonkeyPatch) -> Invent:
    """Make a provider that differs from a real one, and return its name."""
    made: dict[str, presets.Preset] = {}
    load = loading.load

    def find(name: str) -> presets.Preset:
        return made[name] if name in made else load(name)

    monkeypatch.setattr(presets, "load", find)

    def invented(like: str = "github", without: tuple[str, ...] = (), **facts: object) -> str:
        document = {
            key: value for key, value in loading.document_of(like).items() if key not in without
        }
        tables = {key: value for key, value in facts.items() if isinstance(value, Mapping)}
        whole = loading.merged(document, tables) | {
            key: value for key, value in facts.items() if key not in tables
        }
        name = f"made{len(made)}"
        # what is left out may be what a quirk points to
        own = {"quirks": [], "unverified": facts.get("unverified", [])}
        made[name] = loading.parse(name, {**whole, **own})
        return name

    return invented
