"""The nonces of DPoP proofs (RFC 9449 §8)."""

import re

import pytest

from oauth_tutorial import practice
from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.practice.model.lifetimes import NONCE_SECONDS
from oauth_tutorial.practice.model.nonces import Nonces


def test_nonces_cannot_be_guessed_and_are_written_in_nqchar(photobox):
    """RFC 9449 §8, §8.1."""
    nonce = photobox.nonces.current()

    assert re.fullmatch(r"[\x21\x23-\x5B\x5D-\x7E]{20,}", nonce)
    assert nonce != practice.PhotoBox().nonces.current()


def test_a_nonce_is_good_for_its_time_and_the_one_after():
    """So that one that was just given out does not die at once."""
    clock = Clock().stop()
    nonces = Nonces(clock)
    nonce = nonces.current()
    good = []
    for _ in range(3):
        good.append(nonces.is_good(nonce))
        clock.advance(seconds=NONCE_SECONDS)

    assert good == [True, True, False]
    assert nonces.current() != nonce


@pytest.mark.parametrize("nonce", [None, "", 7, "guess", "é"])
def test_what_is_no_nonce_is_not_good(nonce):
    assert not Nonces(Clock()).is_good(nonce)
