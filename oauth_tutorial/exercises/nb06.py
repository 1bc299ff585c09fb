"""Notebook 06: verify an ID token; what a person is known by."""

from collections.abc import Mapping
from typing import Any

from oauth_tutorial.exercises.forgery import FORGERIES, Issuer
from oauth_tutorial.grading.calling import LearnersError, call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.readers import read_object

_SETUP = "from joserfc import jwt\nfrom joserfc.jwk import KeySet"


@wants_function("verify")
def _judge_verify(verify: Any) -> Verdict:
    issuer = Issuer()
    claims = call(verify, issuer.genuine(), **issuer.expected())
    if claims is None:
        return wrong("returns_nothing", part="a genuine token", expected="its claims")
    if not isinstance(claims, Mapping) or claims.get("sub") != "alice":
        return wrong(part="a genuine token", expected="its claims", received=type(claims).__name__)
    for name, forge in FORGERIES.items():
        if not _refuses(verify, forge(issuer), issuer.expected()):
            # both are signatures that nobody looked at
            mistake = "altered_payload" if name == "other_key" else name
            return wrong(mistake, part=name, expected="an exception", received="accepted")
    return right()


def _refuses(verify: Any, token: str, expected: Mapping[str, Any]) -> bool:
    try:
        call(verify, token, **expected)
    except LearnersError:
        return True
    return False


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


verify_id_token = Exercise(
    name="06.verify_id_token",
    answer="verify",
    judge=_judge_verify,
    correct="a genuine token passed, and eight forged ones did not (OpenID Connect Core §3.1.3.7).",
    mistakes=(
        not_a_function("eyJhbGciOiJub25lIn0"),
        Mistake(
            "returns_nothing",
            "a genuine token was not refused, but nothing came back: return the claims.",
            lambda id_token, jwks, issuer, client_id, nonce: None,
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
            "a token that ended an hour ago passed: look at exp.",
            _careless("exp"),
        ),
        Mistake(
            "other_nonce",
            "a token of another sign-in passed: compare nonce with the one that you sent.",
            _careless("nonce"),
        ),
    ),
    hints=(
        "The cell *The same with a library* does all of it.",
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


_ALICE = {
    "iss": "https://photobox.example",
    "sub": "248289761001",
    "aud": "printshop",
    "email": "alice@example.com",
    "name": "Alice Liddell",
    "nonce": "n-0S6_WzA2Mj",
}
# what a person is not known by → the mistake
_NOT_A_KEY = {
    "email": "email",
    "name": "name",
    "sub": "sub_alone",
    "iss": "issuer_alone",
    "nonce": "nonce",
    "aud": "audience",
}


@wants_function("account_of")
def _judge_account(account_of: Any) -> Verdict:
    key = call(account_of, dict(_ALICE))
    for claim, mistake in _NOT_A_KEY.items():
        if key == _ALICE[claim]:
            return wrong(mistake, expected="a key that is hers alone", received=claim)
    married = call(account_of, _ALICE | {"email": "alice@hatter.example", "name": "Alice Hatter"})
    if key is None or key != married:
        return wrong(
            part="Alice with a new name and a new address",
            expected="the same key",
            received="another",
        )
    stranger = call(account_of, _ALICE | {"iss": "https://mallory.example"})
    if key == stranger:
        return wrong(part="the same sub at another issuer", expected="another", received="the same")
    return right()


account_key = Exercise(
    name="06.account_key",
    answer="account_of",
    judge=_judge_account,
    correct="iss and sub together never change, and nobody else has both (Core §5.7).",
    mistakes=(
        not_a_function("alice"),
        Mistake(
            "email",
            "an e-mail address changes, and may belong to somebody else tomorrow.",
            lambda claims: claims["email"],
        ),
        Mistake(
            "name",
            "there is more than one person with that name.",
            lambda claims: claims["name"],
        ),
        Mistake(
            "sub_alone",
            "sub is unique at *one* issuer. Another issuer can give the same one to Mallory.",
            lambda claims: claims["sub"],
        ),
        Mistake(
            "issuer_alone",
            "the issuer is the same for all people of PhotoBox.",
            lambda claims: claims["iss"],
        ),
        Mistake(
            "nonce",
            "the nonce is another one at each sign-in.",
            lambda claims: claims["nonce"],
        ),
        Mistake(
            "audience",
            "aud is your own client_id: the same for everybody who comes to you.",
            lambda claims: claims["aud"],
        ),
    ),
    hints=(
        "The table of claims, in *What each claim says*.",
        "OpenID Connect Core §5.7: only two claims *together* identify a person for ever.",
        'return claims["iss"], claims[____]',
    ),
    solution_code="""def account_of(claims):
    return claims["iss"], claims["sub"]""",
    unlisted=lambda claims: (claims["iss"], claims["email"]),
)

predict_proof = Predict(
    "the payload says that the person is alice. Is that proved now?",
    choices=("Yes, it came from PhotoBox", "Yes, it cannot be changed", "No"),
    answer=2,
    reveals="Anybody can write such a text. The signature is the proof, and it was not looked at.",
)

predict_silent = Predict(
    "a browser that is not signed in asks with prompt=none. What comes back?",
    choices=("The sign-in page", "error=login_required", "A code"),
    answer=1,
    reveals="prompt=none means: no page at all. Where one would be needed, the answer is an error.",
)
