"""ID tokens, genuine and forged: what a verifier of notebook 06 is tried with.

The keys are made here; the practice service knows nothing of them. Each forgery
breaks one rule of OpenID Connect Core §3.1.3.7, and keeps all others.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

LIFETIME = 600  # seconds


@dataclass(frozen=True)
class Issuer:
    """An authorization server for one client, with a key of its own.

    Attributes:
        issuer: What ``iss`` must say.
        client_id: What ``aud`` must say.
        nonce: What the client sent.
    """

    issuer: str = "https://photobox.example"
    client_id: str = "printshop"
    nonce: str = "n-0S6_WzA2Mj"
    made_at: float = field(default_factory=time.time)

    @property
    def key(self) -> Any:
        """The one that it signs with."""
        return _key("the issuer's")

    @property
    def jwks(self) -> dict[str, Any]:
        """The public key, as the server publishes it (RFC 7517 §5)."""
        return {"keys": [self.key.as_dict(private=False)]}

    def claims(self, **changes: object) -> dict[str, object]:
        """Return the claims of a genuine token, but for *changes*."""
        now = int(self.made_at)
        return {
            "iss": self.issuer,
            "sub": "alice",
            "aud": self.client_id,
            "iat": now,
            "exp": now + LIFETIME,
            "nonce": self.nonce,
        } | changes

    def genuine(self, **changes: object) -> str:
        """Return a token with a right signature."""
        return self.signed(self.claims(**changes))

    def signed(self, claims: Mapping[str, object]) -> str:
        """Sign those claims and no others."""
        return _sign(claims, self.key)

    def expected(self) -> dict[str, Any]:
        """Return what a verifier is told besides the token."""
        return {
            "jwks": self.jwks,
            "issuer": self.issuer,
            "client_id": self.client_id,
            "nonce": self.nonce,
        }


def _none(issuer: Issuer) -> str:
    header = {"alg": "none", "kid": issuer.key.kid}
    return f"{_encode(header)}.{_encode(issuer.claims(sub='bob'))}."


def _other_key(issuer: Issuer) -> str:
    return _sign(issuer.claims(sub="bob"), _key("Mallory's"), kid=issuer.key.kid)


def _altered(issuer: Issuer) -> str:
    header, _, signature = issuer.genuine().split(".")
    return f"{header}.{_encode(issuer.claims(sub='bob'))}.{signature}"


def _key_confusion(issuer: Issuer) -> str:
    """Use the public key, which everybody has, as the secret of HS256 (RFC 8725 §2.1).

    A verifier that lets the token choose the algorithm hands the PEM of its RSA key to HMAC.
    """
    import hashlib
    import hmac

    secret = issuer.key.as_pem(private=False)
    signed = f"{_encode({'alg': 'HS256', 'kid': issuer.key.kid})}."
    signed += _encode(issuer.claims(sub="bob"))
    return f"{signed}.{_base64(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


FORGERIES: Mapping[str, Callable[[Issuer], str]] = {
    "alg_none": _none,
    "altered_payload": _altered,
    "other_key": _other_key,
    "key_confusion": _key_confusion,
    "other_issuer": lambda issuer: issuer.genuine(iss="https://mallory.example"),
    "other_audience": lambda issuer: issuer.genuine(aud="mallorys-app"),
    "expired": lambda issuer: issuer.genuine(exp=int(issuer.made_at) - 3600),
    "other_nonce": lambda issuer: issuer.genuine(nonce="of-another-sign-in"),
}
"""One way to get each rule wrong, by name."""


def _claim(name: str, change: Callable[[str], object]) -> Callable[[Issuer], str]:
    """Forge one claim, of what it should be."""
    return lambda issuer: issuer.genuine(**{name: change(str(issuer.claims()[name]))})


NEAR_FORGERIES: Mapping[str, tuple[Callable[[Issuer], str], ...]] = {
    "other_issuer": (
        _claim("iss", lambda iss: f"{iss}.mallory.example"),
        _claim("iss", lambda iss: f"{iss}/"),
        _claim("iss", lambda iss: f"{iss}:8443"),
        _claim("iss", lambda iss: iss[:-3]),
        _claim("iss", str.upper),
    ),
    "other_audience": (
        _claim("aud", lambda aud: f"{aud}-of-mallory"),
        _claim("aud", lambda aud: aud[:5]),
        _claim("aud", str.upper),
    ),
    "expired": (
        lambda issuer: issuer.genuine(exp=int(issuer.made_at) - 86_400),
        lambda issuer: issuer.genuine(exp=int(issuer.made_at) - 365 * 86_400 + 7_200),
    ),
    "other_nonce": (
        _claim("nonce", lambda nonce: nonce[:6]),
        _claim("nonce", lambda nonce: f"{nonce}-more"),
        _claim("nonce", str.swapcase),
    ),
}
"""Near misses of the same rules: what begins alike, ends alike, or differs in case."""


def _without(name: str) -> Callable[[Issuer], str]:
    """Leave one claim out, and sign the others."""
    return lambda issuer: issuer.signed(
        {claim: value for claim, value in issuer.claims().items() if claim != name}
    )


LACKING: Mapping[str, tuple[Callable[[Issuer], str], ...]] = {
    "iss_missing": (_without("iss"),),
    "aud_missing": (_without("aud"), lambda issuer: issuer.genuine(aud=[])),
    "exp_missing": (_without("exp"),),
    "nonce_missing": (_without("nonce"),),
}
"""Tokens with a right signature that lack a claim: ``iss``, ``aud`` and ``exp`` are required
(OpenID Connect Core §2), and ``nonce`` where the client sent one (§3.1.3.7)."""


@cache  # an RSA key takes a tenth of a second to make
def _key(of: str) -> Any:
    from joserfc.jwk import RSAKey

    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


def _sign(claims: Mapping[str, object], key: Any, kid: str | None = None) -> str:
    from joserfc import jwt

    return jwt.encode({"alg": "RS256", "kid": kid or key.kid}, dict(claims), key)


def _encode(value: Mapping[str, object]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
