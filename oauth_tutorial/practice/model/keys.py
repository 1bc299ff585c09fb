"""The signing keys (OpenID Connect Core §10.1.1; RFC 7517).

joserfc is imported when the first key is needed, which keeps the start short.
"""

import base64
import threading
from collections.abc import Mapping
from typing import Any

from oauth_tutorial.practice.model.clock import Clock
from oauth_tutorial.text.readers import read_object

ALGORITHMS = ("RS256", "ES256")
"""What can be signed with, the default first (OpenID Connect Registration §2, Core §15.1)."""
KEY_OVERLAP_SECONDS = 3600  # at least: a key stays for as long as the last token that it signed


class Keys:
    """A key for each algorithm, made when it is first needed, and those before them.

    A key stays the object that it was made as: to read one from its text again
    costs more than to sign with it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._current: dict[str, Any] = {}  # by algorithm
        self._needed: dict[str, float] = {}  # by algorithm: until when what it signed is valid
        self._retired: list[tuple[float, Any]] = []  # (when it leaves the JWK Set, key)
        self._lock = threading.Lock()

    def rotate(self) -> None:
        """Sign with new keys from now on (OpenID Connect Core §10.1.1).

        The old public keys stay in the JWK Set for an hour by the service's clock, and for
        longer where a token is valid for longer: so that what they signed can be verified.
        """
        with self._lock:
            leaves = self._clock.now() + KEY_OVERLAP_SECONDS
            old = [name for name in reversed(ALGORITHMS) if name in self._current]
            self._retired += [
                (max(leaves, self._needed.get(name, 0)), self._current[name]) for name in old
            ]
            self._current, self._needed = {}, {}

    def reset(self) -> None:
        """Forget every key that signs no more."""
        with self._lock:
            self._retired.clear()

    def jwks(self) -> dict[str, object]:
        """Return the public keys as a JWK Set, those that sign first (RFC 7517 §5).

        Both kinds are always there: a client that keeps the set finds what it will need.
        """
        current = [self._signing_key(algorithm) for algorithm in ALGORITHMS]
        with self._lock:
            now = self._clock.now()
            old = [key for leaves, key in reversed(self._retired) if leaves > now]
        return {"keys": [key.as_dict(private=False) for key in (*current, *old)]}

    def sign(
        self, claims: Mapping[str, Any], typ: str = "JWT", algorithm: str = ALGORITHMS[0]
    ) -> str:
        """Sign claims as a JWT (RFC 7519), with ``kid`` in its header."""
        from joserfc import jwt

        key = self._signing_key(algorithm, claims.get("exp", 0))
        return jwt.encode({"typ": typ, "alg": algorithm, "kid": key.kid}, dict(claims), key)

    def sign_again(self, token: str, **changes: object) -> str:
        """Sign a JWT of our own once more, as it was but for some claims; None takes one away."""
        header, claims = _part(token, 0), _part(token, 1) | changes
        kept = {name: value for name, value in claims.items() if value is not None}
        return self.sign(kept, header["typ"], header["alg"])

    @staticmethod
    def claims_of(token: str) -> dict[str, Any]:
        """Read the claims of a JWT of our own, without verifying it."""
        return _part(token, 1)

    def _signing_key(self, algorithm: str, needed: float = 0) -> Any:
        with self._lock:  # two requests at a time must not make two keys
            if algorithm not in self._current:
                self._current[algorithm] = _new_key(algorithm)
            self._needed[algorithm] = max(needed, self._needed.get(algorithm, 0))
            return self._current[algorithm]


def _part(token: str, number: int) -> dict[str, Any]:
    part = token.split(".")[number]
    return read_object(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _new_key(algorithm: str) -> Any:
    from joserfc.jwk import ECKey, RSAKey

    if algorithm == "RS256":  # RFC 7518 §3.3: 2048 bits or more
        return RSAKey.generate_key(2048, {"use": "sig", "alg": algorithm}, auto_kid=True)
    return ECKey.generate_key("P-256", {"use": "sig", "alg": algorithm}, auto_kid=True)
