"""Texts, sorted by what they are."""

import re

import pytest

from oauth_tutorial.doctor import diagnose


@pytest.mark.parametrize(
    "piece", ["{", "{'error': ", "AError: x\n", "redirect_uri ", "a=b&", "<", "aB"]
)
def test_of_a_very_long_text_only_both_ends_are_read(piece: str) -> None:
    """Whatever it repeats: the whole of it took 14 seconds once."""
    diagnosis = diagnose(piece * (200_000 // len(piece)))

    assert re.match(r"I see a text of 200\d\d characters", diagnosis.evidence[0]), diagnosis


def test_the_end_of_a_long_text_is_read() -> None:
    """A traceback's last line says what was raised."""
    frames = "Traceback (most recent call last):\n" + '  File "a.py", line 1, in f\n' * 5000

    assert diagnose(f"{frames}MismatchingStateError").cause == "state_mismatch"
