"""The challenge of a verifier, made by hand."""

import base64
import hashlib
import re
from typing import Any

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.listing import kind_of

# RFC 7636 Appendix B
_LENGTH = 43  # of a challenge
_VECTOR = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def _digest(verifier: str) -> bytes:
    return hashlib.sha256(verifier.encode()).digest()


_SWAPPED = str.maketrans("-_", "_-")
# A typical wrong way to make a challenge, by the name of its mistake.
_WRONG_WAYS: dict[str, Any] = {
    "hex_digest": lambda verifier: _digest(verifier).hex(),
    "hex_encoded": lambda verifier: (
        base64.urlsafe_b64encode(_digest(verifier).hex().encode()).rstrip(b"=").decode()
    ),
    "padding": lambda verifier: base64.urlsafe_b64encode(_digest(verifier)).decode(),
    "standard_alphabet": lambda verifier: base64.b64encode(_digest(verifier)).decode().rstrip("="),
    "letters_mixed": lambda verifier: code_challenge(verifier).translate(_SWAPPED),
    "plain": lambda verifier: verifier,
    "verifier_encoded": lambda verifier: (
        base64.urlsafe_b64encode(verifier.encode()).rstrip(b"=").decode()
    ),
    "digest_bytes": _digest,
    "text_of_bytes": lambda verifier: str(base64.urlsafe_b64encode(_digest(verifier)).rstrip(b"=")),
    "bytes": lambda verifier: base64.urlsafe_b64encode(_digest(verifier)).rstrip(b"="),
}


@wants_function("challenge_of")
def _judge_challenge(challenge_of: Any) -> Verdict:
    # standard and url-safe base64 agree on some digests: look at more than one verifier
    verifiers = [_VECTOR, *(new_code_verifier() for _ in range(20))]
    answers = {verifier: call(challenge_of, verifier) for verifier in verifiers}
    if all(answers[verifier] == code_challenge(verifier) for verifier in verifiers):
        return right()
    for name, way in _WRONG_WAYS.items():
        if all(answers[verifier] == way(verifier) for verifier in verifiers):
            return wrong(name, evidence=answers[_VECTOR])
    if isinstance(answers[_VECTOR], str) and len(set(map(repr, answers.values()))) == 1:
        return wrong(
            "always_the_same",
            part="for 21 verifiers",
            expected="21 challenges",
            received="one and the same",
        )
    bad = next(one for one in verifiers if answers[one] != code_challenge(one))
    same_but_letters = all(
        _without_two_letters(answers[one]) == _without_two_letters(code_challenge(one))
        for one in verifiers
    )
    of = "RFC 7636's example" if bad == _VECTOR else "another verifier"
    return wrong(
        "letters_mixed" if same_but_letters else None,
        text="" if same_but_letters else _differs(answers[bad], bad),
        part=f"the challenge of {of}",
        expected=code_challenge(bad),
        received=answers[bad],
    )


def _without_two_letters(came: object) -> object:
    """Return a challenge with one sign in place of those that are no letter and no digit."""
    return re.sub("[^A-Za-z0-9]", "-", came) if isinstance(came, str) else came


def _differs(came: object, verifier: str) -> str:
    """Say what is not like a challenge: its kind, its length, its characters, or its hash."""
    if not isinstance(came, str):
        return f"a challenge is text, and this is {kind_of(came)}."
    if came.strip() == code_challenge(verifier):
        return "there is a space or a line end around the challenge: .strip() takes it away."
    if came[:2] in {"b'", 'b"'}:
        return (
            "str(…) wrote the bytes with a b and quotes around them. .decode() makes text of them."
        )
    text = came.strip().rstrip("=")
    if len(text) != _LENGTH:
        return f"32 bytes in base64url have {_LENGTH} characters, and this has {len(text)}."
    if came != text:
        return "spaces, line ends or = stand around the 43 characters."
    if set(text) & {"+", "/"}:
        return "+ and / are of another alphabet, and the hash is not that of the verifier alone."
    return "the length is right, and the hash is not that of the verifier's ASCII text alone."


challenge_by_hand = Exercise(
    name="05.challenge_by_hand",
    answer="challenge_of",
    judge=_judge_challenge,
    correct="BASE64URL-ENCODE(SHA256(ASCII(code_verifier))), without padding (RFC 7636 §4.2).",
    mistakes=(
        not_a_function("E9Melhoa2Ow"),
        Mistake(
            "hex_digest",
            "this is the hash in hex. S256 takes the 32 raw bytes, digest(), and base64url.",
            _WRONG_WAYS["hex_digest"],
        ),
        Mistake(
            "hex_encoded",
            "you encoded the *hex text* of the hash. Encode its raw bytes: digest(), not "
            "hexdigest(). This is the most common mistake of all.",
            _WRONG_WAYS["hex_encoded"],
        ),
        Mistake(
            "padding",
            "the = at the end must go: base64url without padding (RFC 7636 Appendix A).",
            _WRONG_WAYS["padding"],
        ),
        Mistake(
            "standard_alphabet",
            "this is plain base64, with + and /. In a URL it is base64url, with - and _: "
            "urlsafe_b64encode().",
            _WRONG_WAYS["standard_alphabet"],
        ),
        Mistake(
            "letters_mixed",
            "the hash is right, and two letters of the alphabet are not: base64url writes - where "
            "base64 has +, and _ where it has / (RFC 4648 §5).",
            _WRONG_WAYS["letters_mixed"],
        ),
        Mistake(
            "plain",
            "this is the verifier itself, the method plain: whoever reads the URL has your secret.",
            _WRONG_WAYS["plain"],
        ),
        Mistake(
            "verifier_encoded",
            "this is the verifier in another spelling: it was encoded and not hashed.",
            _WRONG_WAYS["verifier_encoded"],
        ),
        Mistake(
            "text_of_bytes",
            "str(…) wrote the bytes with a b and quotes around them. .decode() makes text of them.",
            _WRONG_WAYS["text_of_bytes"],
        ),
        Mistake(
            "always_the_same",
            "it returns the same for every verifier: make it of the one that is passed in.",
            lambda verifier: code_challenge(_VECTOR),
        ),
        Mistake(
            "digest_bytes",
            "these are the raw bytes of the hash: they must be encoded to travel in a URL.",
            _WRONG_WAYS["digest_bytes"],
        ),
        Mistake(
            "bytes",
            "this is right, but it is bytes. A URL wants text: add .decode().",
            _WRONG_WAYS["bytes"],
        ),
    ),
    hints=(
        "where to look: “Verifier and challenge”, where one is made step by step.",
        "the rule (RFC 7636 §4.2): SHA-256 of the ASCII text, base64url of the raw bytes, no "
        "padding.",
        "almost the code: base64.urlsafe_b64encode(hashlib.sha256(…).digest()), without the = at "
        "its end, and as text.",
    ),
    setup="import base64, hashlib",
    solution_code="""def challenge_of(verifier):
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")""",
    unlisted=lambda verifier: verifier[::-1],
)
