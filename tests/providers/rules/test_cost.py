"""What it takes to register."""

import pytest

from ..conftest import Invent
from ..found import first, levels


@pytest.mark.parametrize(
    ("cost", "level"),
    [
        ("free", []),
        ("subscription", ["costs"]),
        ("paid", ["costs"]),
        ("approval", ["costs"]),
        ("closed", ["will fail"]),
    ],
)
def test_what_it_takes_is_said(invent: Invent, cost: str, level: list[str]) -> None:
    assert levels("cost", invent(cost=cost)) == level


def test_the_note_is_part_of_it(invent: Invent) -> None:
    name = invent(cost="subscription", cost_note="The owner of the app needs Premium.")

    assert "needs Premium" in first("cost", name).sentence
