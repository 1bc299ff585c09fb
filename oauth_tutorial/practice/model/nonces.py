"""The nonces that DPoP proofs must carry, when the service asks for them (RFC 9449 §8)."""

import base64
import hmac
import secrets

from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.practice.model.lifetimes import NONCE_SECONDS


class Nonces:
    """One nonce for everybody, which changes with the clock.

    It is computed and not remembered: nothing to store, nothing to forget.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def current(self) -> str:
        """Return the nonce that new proofs should carry."""
        return self._of(self._step())

    def is_good(self, nonce: object) -> bool:
        """Whether it is the current one or the one before."""
        step, sent = self._step(), str(nonce).encode()
        return any(
            hmac.compare_digest(self._of(number).encode(), sent) for number in (step, step - 1)
        )

    def _step(self) -> int:
        return int(self._clock.now() // NONCE_SECONDS)

    def _of(self, step: int) -> str:
        digest = hmac.digest(self._key, str(step).encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:18]).decode()
