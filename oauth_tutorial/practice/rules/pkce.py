"""The proof of possession of a code (RFC 7636): who sends one, and how it is verified."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import replace

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.options import Options
from oauth_tutorial.text.redaction import shape

CODE_CHALLENGE_PRESENT = Rule(
    "code_challenge_present",
    "RFC 7636 §4.4.1",
    "a public client sends code_challenge",
    causes=("pkce_missing",),
)
CODE_CHALLENGE_ABSENT = Rule(
    "code_challenge_absent",
    "RFC 7636 §4.3",
    "no code_challenge is sent, because this provider refuses it from this kind of app",
    causes=("pkce_mismatch",),
)
CODE_CHALLENGE_METHOD_S256 = Rule(
    "code_challenge_method_s256",
    "RFC 7636 §4.3",
    "code_challenge_method is S256",
    causes=("pkce_mismatch",),
)
CODE_CHALLENGE_SHAPE = Rule(
    "code_challenge_shape",
    "RFC 7636 §4.2",
    "code_challenge is 43 base64url characters",
    causes=("pkce_mismatch",),
)
CODE_VERIFIER_PRESENT = Rule(
    "code_verifier_present",
    "RFC 7636 §4.5",
    "code_verifier is present",
    error="invalid_grant",
    causes=("pkce_missing",),
)
CODE_VERIFIER_EXPECTED = Rule(
    "code_verifier_expected",
    "RFC 9700 §4.8.2",
    "code_verifier is sent only when there was a code_challenge",
    error="invalid_grant",
    causes=("pkce_missing",),
)
CODE_VERIFIER_SHAPE = Rule(
    "code_verifier_shape",
    "RFC 7636 §4.1",
    "code_verifier is 43 to 128 letters, digits or one of - . _ ~",
    error="invalid_grant",
    causes=("pkce_mismatch",),
)
CODE_VERIFIER_RIGHT = Rule(
    "code_verifier_right",
    "RFC 7636 §4.6",
    "code_verifier hashes to the code_challenge",
    error="invalid_grant",
    causes=("pkce_mismatch",),
)

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 §4.1: unreserved characters
_SHAPES = {  # of a challenge, by how it is made
    "S256": (re.compile(r"[A-Za-z0-9_-]{43}"), "43 base64url characters"),
    "hex": (re.compile(r"[0-9a-f]{64}"), "64 hexadecimal digits, in small letters"),
    "plain": (_VERIFIER, "43 to 128 letters, digits or one of - . _ ~"),
}


def read_challenge(
    parameters: Mapping[str, str], client: Client, options: Options, checks: Checklist
) -> tuple[str | None, str]:
    """Return the challenge of an authorization request, and how it is made (RFC 7636 §4.3).

    Returns:
        None and ``"S256"`` where there is none, or nobody here looks at it.

    Raises:
        Refused: When it is missing where it has to be there, or cannot be used.
    """
    challenge = parameters.get("code_challenge")
    if options.pkce == "ignored":
        return None, "S256"
    if options.pkce == "refused":
        checks.require(CODE_CHALLENGE_ABSENT, challenge is None)
    if options.pkce == "required":
        everybody = replace(CODE_CHALLENGE_PRESENT, sentence="every client sends code_challenge")
        checks.require(CODE_CHALLENGE_PRESENT if client.is_public else everybody, challenge)
    elif options.pkce == "default" and client.is_public:
        checks.require(CODE_CHALLENGE_PRESENT, challenge)
    if challenge is None:
        return None, "S256"
    # RFC 7636 §4.3: plain is the default
    method = _method(parameters.get("code_challenge_method", "plain"), options, checks)
    pattern, wanted = _SHAPES[method]
    rule = replace(CODE_CHALLENGE_SHAPE, sentence=f"code_challenge is {wanted}")
    checks.require(rule, pattern.fullmatch(challenge))
    return challenge, method


def _method(sent: str, options: Options, checks: Checklist) -> str:
    """Return the method; who makes hexadecimal digits calls them S256."""
    known: dict[str, str] = {("S256" if one == "hex" else one): one for one in options.pkce_methods}
    rule = replace(
        CODE_CHALLENGE_METHOD_S256, sentence=f"code_challenge_method is {' or '.join(known)}"
    )
    checks.require(
        rule,
        sent in known,
        expected=" or ".join(map(repr, known)),
        received=repr(sent[:40]),
    )
    return known[sent]


def check_verifier(
    challenge: str | None, method: str, verifier: str | None, options: Options, checks: Checklist
) -> None:
    """Check the verifier of a token request (RFC 7636 §4.6).

    Args:
        challenge: Of the authorization request.
        method: How that was made.
        verifier: What was sent.
        options: Whether anybody looks.
        checks: Where the results go.

    Raises:
        Refused: ``invalid_grant``.
    """
    if challenge is None:
        if options.pkce != "ignored":
            checks.require(CODE_VERIFIER_EXPECTED, verifier is None)
        return
    checks.require(CODE_VERIFIER_PRESENT, verifier)
    assert verifier is not None  # noqa: S101 - for the type checker; required above
    checks.require(
        CODE_VERIFIER_SHAPE,
        _VERIFIER.fullmatch(verifier),
        expected="43 to 128 of them",
        received=_what_is_wrong(verifier),
    )
    checks.require(CODE_VERIFIER_RIGHT, hmac.compare_digest(_made(verifier, method), challenge))


def _made(verifier: str, method: str) -> str:
    digest = hashlib.sha256(verifier.encode())
    if method == "plain":
        return verifier
    if method == "hex":
        return digest.hexdigest()
    return base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def _what_is_wrong(verifier: str) -> str:
    """Say it without a character of the verifier, which is a secret."""
    if re.fullmatch(r"[A-Za-z0-9._~-]*", verifier):
        return shape(verifier)
    return "another character among them"
