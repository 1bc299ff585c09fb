"""The nonces of DPoP proofs (RFC 9449 §8)."""

import re

from oauth_tutorial import practice


def test_nonces_cannot_be_guessed_and_are_written_in_nqchar(photobox):
    """RFC 9449 §8, §8.1."""
    nonce = photobox.nonces.current()

    assert re.fullmatch(r"[\x21\x23-\x5B\x5D-\x7E]{20,}", nonce)
    assert nonce != practice.PhotoBox().nonces.current()
