"""The signing keys (OpenID Connect Core §10.1.1; RFC 7517).

joserfc is imported when the first key is needed, which keeps the start short.
"""

import base64
import threading
from collections.abc import Mapping
from typing import Any

from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.text.readers import read_object

ALGORITHM = "ES256"
KEY_OVERLAP_SECONDS = 3600  # no token that a key signed lives longer


class Keys:
    """The ES256 key that signs, made when it is first needed, and those before it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._current: Any = None
        self._retired: list[tuple[float, Any]] = []  # (when it leaves the JWK Set, key)
        self._lock = threading.Lock()

    def rotate(self) -> None:
        """Sign with a new key from now on (OpenID Connect Core §10.1.1).

        The old public key stays in the JWK Set for an hour by the service's clock,
        so that what it signed can be verified for as long as that is valid.
        """
        new = _new_key()
        with self._lock:
            if self._current is not None:
                leaves = self._clock.now() + KEY_OVERLAP_SECONDS
                self._retired.append((leaves, self._current))
            self._current = new

    def reset(self) -> None:
        """Forget every key that signs no more."""
        self._retired.clear()

    def jwks(self) -> dict[str, object]:
        """Return the public keys as a JWK Set, the signing one first (RFC 7517 §5)."""
        now = self._clock.now()
        valid = [key for leaves, key in reversed(self._retired) if leaves > now]
        return {"keys": [key.as_dict(private=False) for key in (self._signing_key(), *valid)]}

    def sign(self, claims: Mapping[str, Any], typ: str = "JWT") -> str:
        """Sign claims as a JWT (RFC 7519), with ``kid`` in its header."""
        from joserfc import jwt

        key = self._signing_key()
        header = {"typ": typ, "alg": ALGORITHM, "kid": key.kid}
        return jwt.encode(header, dict(claims), key)

    @staticmethod
    def claims_of(token: str) -> dict[str, Any]:
        """Read the claims of a JWT of our own, without verifying it."""
        payload = token.split(".")[1]
        return read_object(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))

    def _signing_key(self) -> Any:
        if self._current is None:
            with self._lock:
                if self._current is None:
                    self._current = _new_key()
        return self._current


def _new_key() -> Any:
    from joserfc.jwk import ECKey

    return ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
