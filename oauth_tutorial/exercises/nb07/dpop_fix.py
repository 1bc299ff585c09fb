"""PrintShop proves with each request that the token is its own."""

import json
from collections.abc import Mapping
from typing import Any

from oauth_tutorial.client.pkce import code_challenge
from oauth_tutorial.exercises.attacks import dpop_proof, stolen_access_token
from oauth_tutorial.exercises.nb07.judging import RETURNS_NONE, attacked
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.text.readers import read_object
from oauth_tutorial.wire.exchange import header

_TOKEN = "a-token-of-alice-" * 3
_ENDPOINT, _API = "http://127.0.0.1:50090/token", "http://127.0.0.1:50090/api/photos"


@wants_function("call_headers")
def judge_call_headers(answer: Any) -> Verdict:
    """Look at both requests' headers; then Alice and PrintShop use them, and Mallory comes."""
    from joserfc.jwk import ECKey

    key = ECKey.generate_key("P-256")
    first = call(answer, key, "POST", _ENDPOINT, "")
    then, again = (call(answer, key, "GET", _API, _TOKEN) for _ in "12")
    if first is None and then is None:
        return wrong("returns_nothing", expected="a dictionary", received=None)
    for part, came in (("token request", first), ("API call", then), ("API call", again)):
        if not isinstance(came, Mapping):
            return wrong(
                "no_headers", part=part, expected="a dictionary", received=type(came).__name__
            )
    return _judge_headers(first, then, again) or attacked(stolen_access_token, answer)


def _judge_headers(first: Any, then: Any, again: Any) -> Verdict | None:
    credentials, proof = header(then, "authorization"), header(then, "dpop")
    if not proof and not header(first, "dpop"):
        return wrong("as_before", expected="a proof", received=sorted(then))
    if not header(first, "dpop"):
        return wrong("unbound", part="token request", expected="a proof", received=sorted(first))
    if not proof:
        return wrong("proof_once", part="API call", expected="a proof", received=sorted(then))
    if header(first, "authorization"):
        return wrong(
            "empty_token", part="token request", expected="no token", received=sorted(first)
        )
    if not credentials:
        return wrong("no_token", part="API call", expected="a token", received=sorted(then))
    scheme, _, token = credentials.partition(" ")
    if scheme.lower() == "bearer":
        return wrong("bearer", part="Authorization", expected="DPoP …", received="Bearer …")
    if scheme.lower() != "dpop" or token != _TOKEN:
        return wrong(part="Authorization", expected="DPoP, one space, the token", received=scheme)
    return _judge_claims(header(first, "dpop"), proof, header(again, "dpop"))


def _judge_claims(first: str, proof: str, again: str) -> Verdict | None:
    wanted = [("POST", _ENDPOINT, None), ("GET", _API, _hash_of(_TOKEN))]
    for (method, address, ath), claims in zip(wanted, map(_claims, (first, proof)), strict=True):
        received = f"{claims.get('htm')} {claims.get('htu')}"
        if received != f"{method} {address}":
            return wrong("other_request", expected=f"{method} {address}", received=received)
        if claims.get("ath") != ath:
            return wrong(
                "other_ath", part="ath", expected=str(ath), received=str(claims.get("ath"))
            )
    if _claims(proof).get("jti") == _claims(again).get("jti"):
        return wrong("proof_kept", expected="a new proof each time", received="the same again")
    return None


def _claims(proof: str) -> dict[str, Any]:
    import base64

    payload = proof.split(".")[1] if proof.count(".") == 2 else ""
    try:
        return read_object(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode())
    except ValueError:
        return {}


def _hash_of(token: str) -> str:
    return code_challenge(token)  # the same formula: base64url of SHA-256


def _made(
    key: Any,
    method: str,
    address: str,
    token: str,
    *,
    hashed: str | None = None,
    scheme: str = "DPoP",
) -> dict[str, str]:
    """Headers that are right but for the scheme, or for the token that the proof names."""
    proof = dpop_proof(key, method, address, token if hashed is None else hashed)
    return {"DPoP": proof} | ({"Authorization": f"{scheme} {token}"} if token else {})


_kept: dict[str, dict[str, str]] = {}


def _keeps(key: Any, method: str, address: str, token: str) -> dict[str, str]:
    name = json.dumps([id(key), address])
    return _kept.setdefault(name, _made(key, method, address, token))


def _once(key: Any, method: str, address: str, token: str) -> dict[str, str]:
    made = _made(key, method, address, token)
    return {"Authorization": f"DPoP {token}"} if token else made


def _bearer(key: Any, method: str, address: str, token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


dpop_fix = Exercise(
    name="07.dpop_fix",
    answer="call_headers",
    judge=judge_call_headers,
    correct="the token is bound to a key that Mallory does not have, so she cannot make a proof "
    "(RFC 9449 §7.1).",
    mistakes=(
        not_a_function("DPoP"),
        Mistake("returns_nothing", RETURNS_NONE, lambda *given: None),
        Mistake(
            "no_headers",
            "the headers must be a dictionary: each name with its text.",
            lambda *given: dpop_proof(*given),
        ),
        Mistake("as_before", "neither request carries a proof, as before.", _bearer),
        Mistake(
            "unbound",
            "the token request carries no proof, so PhotoBox binds the token to no key.",
            lambda key, method, address, token: _made(key, method, address, token) if token else {},
        ),
        Mistake(
            "proof_once",
            "the API call carries no proof. Each request needs one of its own.",
            _once,
        ),
        Mistake(
            "empty_token",
            "the token request has an Authorization header with an empty token. There is no token "
            "yet: leave that header out.",
            lambda key, method, address, token: (
                _made(key, method, address, token) | {"Authorization": f"DPoP {token}"}
            ),
        ),
        Mistake(
            "no_token",
            "the API call carries a proof and no token: the token goes into Authorization.",
            lambda key, method, address, token: {"DPoP": dpop_proof(key, method, address, token)},
        ),
        Mistake(
            "bearer",
            "the scheme is still Bearer. A token that is bound to a key comes as DPoP.",
            lambda *given: _made(*given, scheme="Bearer"),
        ),
        Mistake(
            "other_request",
            "a proof is made for one method and one address, and this is for another request.",
            lambda key, method, address, token: _made(key, "POST", address, token),
        ),
        Mistake(
            "other_ath",
            "the proof does not name the token of its request. That is what the claim ath is for: "
            "it is the token's hash (RFC 9449 §4.2).",
            lambda *given: _made(*given, hashed=""),
        ),
        Mistake(
            "proof_kept",
            "the same proof is sent twice, so anyone who sees it could send it too: make one for "
            "each call.",
            _keeps,
        ),
    ),
    hints=(
        "where to look: notebook 08, where a token is bound to a key, or RFC 9449 §7.1, which has "
        "an example.",
        "the rule (RFC 9449 §5, §7.1): a proof with both requests; the token has the scheme DPoP.",
        'almost the code: headers = {"DPoP": dpop_proof(key, method, address, token)}, and one '
        "more where there is a token.",
    ),
    setup="from oauth_tutorial.exercises.attacks import dpop_proof",
    solution_code="""\
def call_headers(key, method, address, token):
    headers = {"DPoP": dpop_proof(key, method, address, token)}
    if token:
        headers["Authorization"] = f"DPoP {token}"
    return headers""",
    unlisted=lambda *given: _made(*given, scheme="Token"),
)
