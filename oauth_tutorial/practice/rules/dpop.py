"""DPoP: the client proves with each request that it has the key (RFC 9449).

A proof is a small JWT, signed with a key that stands in its own header. Whoever
steals a token that is bound to that key cannot sign the next proof.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.lifetimes import PROOF_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.text.readers import read_json, split_url

DPOP_PRESENT = Rule(
    "dpop_present",
    "RFC 9449 §5",
    "the request has a DPoP proof",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_ONCE = Rule(
    "dpop_once",
    "RFC 9449 §4.3",
    "there is only one DPoP header",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_IS_JWT = Rule(
    "dpop_is_jwt",
    "RFC 9449 §4.3",
    "the proof is one JWT",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_CLAIMS_PRESENT = Rule(
    "dpop_claims_present",
    "RFC 9449 §4.2",
    "the proof has jti, htm, htu and iat",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_CLAIMS_READABLE = Rule(
    "dpop_claims_readable",
    "RFC 9449 §4.2",
    "jti is a string and iat a number",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_TYP = Rule(
    "dpop_typ",
    "RFC 9449 §4.2",
    "the proof's typ is dpop+jwt",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_ALG = Rule(
    "dpop_alg",
    "RFC 9449 §4.2",
    "the proof's alg is asymmetric and supported here",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_JWK_PUBLIC = Rule(
    "dpop_jwk_public",
    "RFC 9449 §4.2",
    "the proof's jwk is a public key, with no private part",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_SIGNATURE = Rule(
    "dpop_signature",
    "RFC 9449 §4.3",
    "the proof is signed with the key in its jwk",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_HTM = Rule(
    "dpop_htm",
    "RFC 9449 §4.3",
    "htm is the method of this request",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_HTU = Rule(
    "dpop_htu",
    "RFC 9449 §4.3",
    "htu is the address of this request",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_NONCE = Rule(
    "dpop_nonce",
    "RFC 9449 §8",
    "the proof carries the nonce of the DPoP-Nonce header",
    error="use_dpop_nonce",
    causes=("token_rejected",),
)
DPOP_ATH = Rule(
    "dpop_ath",
    "RFC 9449 §4.3",
    "ath is the hash of the access token",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_IAT = Rule(
    "dpop_iat",
    "RFC 9449 §4.3",
    "the proof was made within the last 60 seconds",
    error="invalid_dpop_proof",
    causes=("clock_skew", "token_rejected"),
)
DPOP_JTI_UNUSED = Rule(
    "dpop_jti_unused",
    "RFC 9449 §11.1",
    "the proof is used for the first time",
    error="invalid_dpop_proof",
    causes=("token_rejected",),
)
DPOP_KEY_OF_THE_CODE = Rule(
    "dpop_key_of_the_code",
    "RFC 9449 §10",
    "the proof's key is the one that dpop_jkt names",
    error="invalid_grant",
    causes=("token_rejected",),
)
DPOP_KEY_OF_THE_TOKEN = Rule(
    "dpop_key_of_the_token",
    "RFC 9449 §7.1",
    "the proof's key is the one that the token is bound to",
    error="invalid_grant",
    causes=("token_rejected",),
)

ALGORITHMS = ("ES256", "ES384", "RS256", "PS256", "Ed25519")
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}  # members of a JWK, RFC 7518 §6
_CLAIMS = ("jti", "htm", "htu", "iat")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOST_SECONDS = 2**53  # of iat: what every JSON parser keeps exactly (RFC 8259 §6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What arrived in the ``DPoP`` header, and with which request."""

    header: str
    method: str
    url: str


@dataclass(frozen=True, slots=True)
class _Jwt:
    compact: str
    header: dict[str, Any]
    claims: dict[str, Any]


def check_proof(
    photobox: ServiceState,
    proof: Proof,
    checks: Checklist,
    *,
    access_token: str | None = None,
    status: int = 400,
) -> str:
    """Check a proof by the list of RFC 9449 §4.3.

    Args:
        photobox: Whose clock, nonces and memory of proofs are used.
        proof: What arrived.
        checks: Where the results go.
        access_token: The token that was sent with it, at the API.
        status: Of a refusal: 400 at the token endpoint, 401 at the API.

    Returns:
        The thumbprint of the key (RFC 7638), which is what tokens are bound to.

    Raises:
        Refused: ``invalid_dpop_proof``, or ``use_dpop_nonce``.
    """
    judge = _Judge(checks, status)
    jwt = judge.read(proof.header)
    thumbprint = judge.check_signature(jwt)
    judge.check_request(jwt.claims, proof)
    with_nonce = photobox.options.require_dpop_nonce
    if with_nonce:
        judge.check_nonce(jwt.claims, photobox)
    if access_token is not None:
        judge.check_token_hash(jwt.claims, access_token)
    # §4.3 item 11: the nonce tells the age as well
    judge.check_age(0.0 if with_nonce else photobox.clock.now() - jwt.claims["iat"])
    judge.check_first_use(jwt.claims["jti"], proof.url, photobox)
    return thumbprint


class _Judge:
    """The single rules, each of which refuses in the same way."""

    def __init__(self, checks: Checklist, status: int) -> None:
        self._checks, self._status = checks, status

    def _require(self, rule: Rule, passed: object, **shown: str) -> None:
        self._checks.require(rule.sent_as(status=self._status), passed, **shown)

    def read(self, header: str) -> _Jwt:
        self._require(DPOP_ONCE, "," not in header)
        jwt = _decode(header)
        self._require(DPOP_IS_JWT, jwt)
        assert jwt is not None  # noqa: S101 - for the type checker; required above
        missing = [name for name in _CLAIMS if name not in jwt.claims]
        self._require(DPOP_CLAIMS_PRESENT, not missing, received=f"no {', '.join(missing)}")
        iat, jti = jwt.claims["iat"], jwt.claims["jti"]
        readable = type(iat) in (int, float) and abs(iat) < _MOST_SECONDS and type(jti) is str
        self._require(DPOP_CLAIMS_READABLE, readable)
        return jwt

    def check_signature(self, jwt: _Jwt) -> str:
        typ, alg, jwk = (jwt.header.get(name) for name in ("typ", "alg", "jwk"))
        self._require(DPOP_TYP, typ == "dpop+jwt", expected="'dpop+jwt'", received=_shown(typ))
        self._require(
            DPOP_ALG,
            alg in ALGORITHMS,
            expected="one of " + ", ".join(ALGORITHMS),
            received=_shown(alg),
        )
        public = isinstance(jwk, dict) and jwk.get("kty") != "oct" and not _PRIVATE & jwk.keys()
        self._require(DPOP_JWK_PUBLIC, public)
        thumbprint = _verify(jwt, str(alg))
        self._require(DPOP_SIGNATURE, thumbprint)
        return thumbprint

    def check_request(self, claims: dict[str, Any], proof: Proof) -> None:
        htm, htu = claims["htm"], str(claims["htu"])
        self._require(
            DPOP_HTM, htm == proof.method, expected=repr(proof.method), received=_shown(htm)
        )
        self._require(
            DPOP_HTU,
            _normal(htu) == _normal(proof.url),
            expected=repr(proof.url),
            received=_shown(htu),
        )

    def check_nonce(self, claims: dict[str, Any], photobox: ServiceState) -> None:
        good = photobox.nonces.is_good(claims.get("nonce"))
        self._require(DPOP_NONCE, good)

    def check_token_hash(self, claims: dict[str, Any], access_token: str) -> None:
        digest = _base64url(hashlib.sha256(access_token.encode()).digest())
        self._require(DPOP_ATH, hmac.compare_digest(str(claims.get("ath")).encode(), digest))

    def check_age(self, age: float) -> None:
        side = "old" if age > 0 else "in the future"
        self._require(
            DPOP_IAT, abs(age) <= PROOF_SECONDS, received=f"{abs(age):.0f} seconds {side}"
        )

    def check_first_use(self, jti: str, url: str, photobox: ServiceState) -> None:
        key = hashlib.sha256(
            f"{url} {jti}".encode(errors="surrogatepass")
        ).hexdigest()  # §11.1: a jti may be long
        with photobox.lock:
            self._require(DPOP_JTI_UNUSED, key not in photobox.store.proofs)
            photobox.store.proofs[key] = True


def _decode(compact: str) -> _Jwt | None:
    parts = compact.split(".")
    if len(parts) != 3:
        return None
    try:
        header, claims = (read_json(_from_base64url(part)) for part in parts[:2])
    except ValueError:
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return None
    return _Jwt(compact, header, claims)


def _verify(jwt: _Jwt, algorithm: str) -> str:
    """Return the thumbprint of the key that signed, or nothing."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    try:
        key = import_key(jwt.header["jwk"])
        jws.deserialize_compact(jwt.compact, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, KeyError):  # whatever a made-up key provokes
        return ""
    return key.thumbprint()


def _normal(uri: str) -> tuple[str, ...]:
    # §4.3 item 9: without query and fragment, and in one spelling (RFC 3986 §6.2.2, §6.2.3)
    try:
        parts = split_url(uri)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return ()
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=-._~", errors="surrogatepass") or "/"
    return parts.scheme, parts.hostname or "", str(port), path


def _base64url(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _shown(value: object) -> str:
    return repr(str(value)[:200]) if value is not None else "none"
