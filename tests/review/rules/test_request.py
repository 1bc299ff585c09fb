"""How much a value can hold that nobody can guess."""

import secrets
import uuid

import pytest

from oauth_tutorial.review.rules.request import ENOUGH_BITS, bits_of


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        ("", 0),
        ("0", 3),
        ("1234567890", 33),
        ("20240131", 26),
        ("deadbeef", 32),
        ("DEADBEEF", 32),
        ("abcXYZ12", 47),
        ("abc_-XYZ", 48),
        ("ümlaut!!", 48),
        ("a\nb", 18),
    ],
)
def test_the_smallest_alphabet_that_fits_counts(value: str, bits: int) -> None:
    assert bits_of(value) == bits


@pytest.mark.parametrize(
    "make",
    [
        secrets.token_urlsafe,
        lambda: secrets.token_urlsafe(16),
        lambda: secrets.token_hex(16),
        lambda: str(uuid.uuid4()),
        lambda: uuid.uuid4().hex,
        lambda: str(secrets.randbits(160) | 1 << 159),
    ],
)
def test_what_libraries_draw_is_enough(make: object) -> None:
    assert callable(make)
    assert all(bits_of(make()) >= ENOUGH_BITS for _ in range(50))


@pytest.mark.parametrize("value", ["xyz", "1700000000000", secrets.token_hex(8), "alice@a"])
def test_what_can_be_guessed_is_not(value: str) -> None:
    assert bits_of(value) < ENOUGH_BITS
