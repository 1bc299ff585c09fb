"""A function that verifies ID tokens."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

from oauth_tutorial import practice
from oauth_tutorial.exercises.forgery import FORGERIES, LACKING, NEAR_FORGERIES, Issuer
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.near import near_miss
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.readers import read_object

_SETUP = "from joserfc import jwt\nfrom joserfc.jwk import KeySet"


# A second sign-in, at another server and for another app: nothing can be written down.
_SECOND = Issuer(
    issuer="http://127.0.0.1:49152", client_id="album-of-alice", nonce="8Lk-second_sign-in"
)
# forgeries that have near misses → the claim, and what such a token is
_COMPARED = {
    "other_issuer": ("iss", "a token of another issuer"),
    "other_audience": ("aud", "a token that was made for another app"),
    "other_nonce": ("nonce", "a token of another sign-in"),
}


@wants_function("verify")
def _judge_verify(verify: Any) -> Verdict:
    with _one_time():
        first = Issuer()
        for issuer, more in ((first, ""), (_second(), " of a second issuer")):
            if verdict := _judge_genuine(verify, issuer, f"a genuine token{more}"):
                return verdict
        forged = (_judge_forged(verify, first, name) for name in (*FORGERIES, *LACKING))
        return next((verdict for verdict in forged if verdict is not None), right())


@contextmanager
def _one_time() -> Iterator[None]:
    """Let PhotoBox's clock, which the notebook stopped, show the time: either may be read."""
    service = practice.running()
    with service.clock.borrowed() if service else nullcontext() as clock:
        if clock is not None:
            clock.rewind()
        yield


def _second() -> Issuer:
    return replace(_SECOND, made_at=time.time())


def _judge_genuine(verify: Any, issuer: Issuer, part: str) -> Verdict | None:
    try:
        with case(part):
            claims = call(verify, issuer.genuine(), *issuer.expected().values())
    except LearnersError as learners:
        if isinstance(learners.error, ValueError) and str(learners.error) == "Invalid key":
            return wrong("no_key_set", part="jwks", expected="a KeySet", received="a dictionary")
        raise
    if claims is None:
        return wrong("returns_nothing", part=part, expected="its claims")
    if hasattr(claims, "claims") and not isinstance(claims, Mapping):
        return wrong("whole_token", part=part, expected="claims", received=type(claims).__name__)
    if isinstance(claims, Mapping) and any(isinstance(one, bool) for one in claims.values()):
        return wrong("comparisons", part=part, expected="its claims", received="True and False")
    if not isinstance(claims, Mapping) or claims.get("sub") != "alice":
        text = f"verify returns {kind_of(claims)} for {part}. Return the claims, a dictionary."
        return wrong(text=text, part=part, expected="its claims", received=type(claims).__name__)
    return None


def _judge_forged(verify: Any, issuer: Issuer, name: str) -> Verdict | None:
    near = NEAR_FORGERIES.get(name, ())
    for forge in LACKING.get(name) or (FORGERIES[name], *near):
        token = forge(issuer)
        try:
            came = call(verify, token, *issuer.expected().values())
        except LearnersError:
            continue  # refused, as it should be
        if not came:  # it was found out, and nobody hears of it
            return wrong("says_no", part=name, expected="an exception", received=str(came))
        # both are signatures that nobody looked at
        mistake = "altered_payload" if name == "other_key" else name
        text = _how_near(token, issuer, name) if forge in near else ""
        return wrong(mistake, text=text, part=name, expected="an exception", received="accepted")
    return None


def _how_near(token: str, issuer: Issuer, name: str) -> str:
    """Say of a token that passed how its claim differs: it was compared, and not the whole."""
    if name not in _COMPARED:
        return ""
    claim, what = _COMPARED[name]
    value, wanted = _unverified(token, "alg")[claim], issuer.claims()[claim]
    return (
        f"{what} passed. Its {claim} is {value}, and you expect {wanted}: "
        f"{near_miss(wanted, value)}. The whole value must be the same."
    )


def _careless(*skipped: str, algorithms: tuple[str, ...] = ("RS256",)) -> Any:
    """A verifier that leaves rules out: the claims of that name, or the signature."""

    def verify(
        id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str
    ) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.jwk import KeySet

        if "signature" in skipped:
            claims = _unverified(id_token, *skipped)
        else:
            keys = KeySet.import_key_set(jwks)
            claims = jwt.decode(id_token, keys, algorithms=list(algorithms)).claims
        rules: dict[str, Any] = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        wanted = {name: rule for name, rule in rules.items() if name not in skipped}
        now = 0 if "exp" in skipped else None
        registry = jwt.JWTClaimsRegistry(now=now, leeway=2**40 if now == 0 else 0, **wanted)
        registry.validate(claims)
        return claims

    return verify


def _with_defaults(name: str) -> Any:
    """A verifier that takes what it expects for the claim where the token has none."""

    def verify(
        id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str
    ) -> Mapping[str, Any]:
        claims = dict(_decoded(id_token, jwks).claims)
        expected = {"iss": issuer, "aud": client_id, "nonce": nonce}
        known = {name: expected[name]} | claims
        if any(known[one] != value for one, value in expected.items()):
            raise ValueError
        if claims["exp"] < time.time():
            raise ValueError
        return claims

    return verify


def _unverified(id_token: str, *skipped: str) -> dict[str, Any]:
    """Read the claims, and believe whatever kind of signature is named."""
    import base64

    header, payload, signature = id_token.split(".")
    parts = [read_object(base64.urlsafe_b64decode(part + "==")) for part in (header, payload)]
    if "alg" not in skipped and (parts[0]["alg"] == "none" or not signature):
        raise ValueError("unsigned")
    return dict(parts[1])


def _believes_hs256(
    id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str
) -> Mapping[str, Any]:
    """Let the token choose the algorithm: with HS256 the public key becomes a secret."""
    import base64
    import hashlib
    import hmac

    from joserfc.jwk import RSAKey

    signed, _, signature = id_token.rpartition(".")
    if b"HS256" in base64.urlsafe_b64decode(signed.split(".")[0] + "=="):
        secret = RSAKey.import_key(jwks["keys"][0]).as_pem(private=False)
        digest = hmac.digest(secret, signed.encode(), hashlib.sha256)
        if base64.urlsafe_b64decode(signature + "==") == digest:
            return _unverified(id_token)
    return dict(_careless()(id_token, jwks, issuer, client_id, nonce))


def _says_no(
    id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str
) -> Mapping[str, Any] | None:
    try:
        return dict(_careless()(id_token, jwks, issuer, client_id, nonce))
    except Exception:
        return None


def _compared(
    id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str
) -> Mapping[str, Any]:
    claims = _decoded(id_token, jwks).claims
    return {"iss": claims["iss"] == issuer, "aud": claims["aud"] == client_id}


def _with_dictionary(id_token: str, jwks: Any, issuer: str, client_id: str, nonce: str) -> Any:
    from joserfc import jwt

    return jwt.decode(id_token, jwks, algorithms=["RS256"]).claims


def _decoded(id_token: str, jwks: Any) -> Any:
    from joserfc import jwt
    from joserfc.jwk import KeySet

    return jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"])


verify_id_token = Exercise(
    name="06.verify_id_token",
    answer="verify",
    judge=_judge_verify,
    correct="a genuine token passed; eight forged ones, and four that lack a claim, did not "
    "(OpenID Connect Core §2, §3.1.3.7).",
    mistakes=(
        not_a_function("eyJhbGciOiJub25lIn0"),
        Mistake(
            "returns_nothing",
            "a genuine token was not refused, but the function returned None: return the claims.",
            lambda id_token, jwks, issuer, client_id, nonce: None,
        ),
        Mistake(
            "whole_token",
            "it returns the whole token. The claims are its attribute .claims.",
            lambda id_token, jwks, issuer, client_id, nonce: _decoded(id_token, jwks),
        ),
        Mistake(
            "no_key_set",
            "the library cannot use jwks as it is, a dictionary. The cell below “Verify the "
            "signature” shows what it wants.",
            _with_dictionary,
        ),
        Mistake(
            "comparisons",
            "it returns what was compared. Return the claims, and raise an exception where a "
            "comparison is False.",
            _compared,
        ),
        Mistake(
            "says_no",
            "a forged token is found out, but no exception is raised. A result can be overlooked; "
            "an error stops the sign-in.",
            _says_no,
        ),
        Mistake(
            "alg_none",
            "a token with alg=none passed. It has no signature at all: allow RS256 and nothing "
            "else (RFC 8725 §3.1).",
            _careless("signature", "alg"),
        ),
        Mistake(
            "altered_payload",
            "somebody changed alice to bob, and the token passed: the signature was not verified.",
            _careless("signature"),
        ),
        Mistake(
            "key_confusion",
            "a token that was signed with HS256 and the *public* key passed. The token must not "
            "choose the algorithm: you do (RFC 8725 §2.1, §3.1).",
            _believes_hs256,
        ),
        Mistake(
            "other_issuer",
            "a token of another issuer passed: compare iss.",
            _careless("iss"),
        ),
        Mistake(
            "other_audience",
            "a token that was made for another app passed: compare aud with your client_id.",
            _careless("aud"),
        ),
        Mistake(
            "expired",
            "a token that expired an hour ago passed: look at exp.",
            _careless("exp"),
        ),
        Mistake(
            "other_nonce",
            "a token of another sign-in passed: compare nonce with the one that you sent.",
            _careless("nonce"),
        ),
        Mistake(
            "iss_missing",
            "a token without iss passed, and nothing says who wrote it. iss is required (Core §2).",
            _with_defaults("iss"),
        ),
        Mistake(
            "aud_missing",
            "a token without aud passed, and nothing says for which app it was made. aud is "
            "required (Core §2).",
            _with_defaults("aud"),
        ),
        Mistake(
            "exp_missing",
            "a token without exp passed: it would be good for ever. exp is required (Core §2).",
            _careless(),
        ),
        Mistake(
            "nonce_missing",
            "a token without nonce passed. You sent one, so it must be in the token (Core "
            "§3.1.3.7): without it, the token may be of any sign-in.",
            _with_defaults("nonce"),
        ),
    ),
    hints=(
        "Two cells have what you need: below “Verify the signature”, and below “What each claim "
        "says”.",
        "Core §3.1.3.7: the signature with RS256 only, then iss, aud, exp and nonce.",
        "jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=[…]), then "
        "jwt.JWTClaimsRegistry(iss=…, aud=…, nonce=…, exp=…).validate(claims)",
    ),
    setup=_SETUP,
    solution_code="""def verify(id_token, jwks, issuer, client_id, nonce):
    keys = KeySet.import_key_set(jwks)
    claims = jwt.decode(id_token, keys, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
    ).validate(claims)
    return claims""",
    unlisted=lambda id_token, jwks, issuer, client_id, nonce: "alice",
)
