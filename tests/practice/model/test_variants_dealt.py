"""What each seed was dealt stays: a class that has begun keeps its values.

A new fault, scope or exercise must re-deal nobody. ``variants_dealt.json`` holds what the seeds
0 to 199 got on 26 November 2026; it is compared, and never written again.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from oauth_tutorial.practice.model import variants

DEALT: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("variants_dealt.json").read_text(encoding="utf-8")
)


def deal(seed: int) -> dict[str, Any]:
    """Return what a seed gets now, as the file has it."""
    one = variants.variant(seed)
    return {
        "seed": seed,
        "client_id": one.client_id,
        "scope": " ".join(one.scope),
        "hidden_faults": list(one.hidden_faults),
    }


def dealt_anew() -> list[int]:
    """The seeds that get something else than they had."""
    return [was["seed"] for was in DEALT if deal(was["seed"]) != was]


def test_nobody_is_dealt_anew() -> None:
    assert [was["seed"] for was in DEALT] == list(range(200))
    assert dealt_anew() == []


def test_a_fault_that_is_added_to_a_group_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    redirect, *others = variants._FAULT_GROUPS
    monkeypatch.setattr(variants, "_FAULT_GROUPS", ((*redirect, "form_encoded"), *others))

    assert len(dealt_anew()) > 100
