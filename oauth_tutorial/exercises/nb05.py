"""Notebook 05: the challenge of a verifier, and a token request that carries the verifier."""

import base64
import hashlib
from typing import Any

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import (
    PUBLIC_NEIGHBOUR,
    RightForm,
    copied,
    grant_type_missing,
    no_request,
    not_a_function,
    refused,
    wants_function,
)
from oauth_tutorial.grading.photobox import photobox, watch
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.received import REDIRECT_URI
from oauth_tutorial.grading.verdict import Verdict, right, wrong

# RFC 7636 Appendix B
_VECTOR = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def _digest(verifier: str) -> bytes:
    return hashlib.sha256(verifier.encode()).digest()


# A typical wrong way to make a challenge, by the name of its mistake.
_WRONG_WAYS: dict[str, Any] = {
    "hex_digest": lambda verifier: _digest(verifier).hex(),
    "hex_encoded": lambda verifier: (
        base64.urlsafe_b64encode(_digest(verifier).hex().encode()).rstrip(b"=").decode()
    ),
    "padding": lambda verifier: base64.urlsafe_b64encode(_digest(verifier)).decode(),
    "standard_alphabet": lambda verifier: base64.b64encode(_digest(verifier)).decode().rstrip("="),
    "plain": lambda verifier: verifier,
    "verifier_encoded": lambda verifier: (
        base64.urlsafe_b64encode(verifier.encode()).rstrip(b"=").decode()
    ),
    "digest_bytes": _digest,
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
    return wrong(
        part="the challenge of RFC 7636's example",
        expected=code_challenge(_VECTOR),
        received=answers[_VECTOR],
    )


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
        "The cell *Verifier and challenge* makes one step by step.",
        "RFC 7636 §4.2: SHA-256 of the ASCII text, base64url of the raw bytes, no padding.",
        'base64.urlsafe_b64encode(hashlib.sha256(____).digest()).rstrip(b"=").decode()',
    ),
    setup="import base64, hashlib",
    solution_code="""def challenge_of(verifier):
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")""",
    unlisted=lambda verifier: verifier[::-1],
)


# a broken rule of the token endpoint → the mistake that it is
_RULE_MISTAKE = {
    "body_is_form": "json",
    "client_authenticated": "secret_of_the_other",
    "code_verifier_present": "verifier_missing",
    "redirect_uri_same": "redirect_uri_missing",
    "grant_type_present": "grant_type_missing",
    "code_of_this_client": "other_client",
}


@wants_function("redeem")
def _judge_exchange(redeem: Any) -> Verdict:
    verifier = new_code_verifier()
    challenge = code_challenge(verifier)
    client_id = assignment.public_client_id
    code = issue_code(REDIRECT_URI, client_id=client_id, code_challenge=challenge)
    with watch() as entries:
        call(redeem, photobox().token_endpoint, code, REDIRECT_URI, verifier)
    if not entries:
        return no_request("POST /token")
    return _grade(entries[-1], challenge)


def _grade(entry: Any, challenge: str) -> Verdict:
    if verdict := assignment.copied(entry, assignment.public_client_id):
        return verdict
    if verdict := refused(entry, _RULE_MISTAKE, _by_values(entry, challenge)):
        return verdict
    return right() if entry.path == "/token" else wrong("nothing_sent", received=entry.path)


def _by_values(entry: Any, challenge: str) -> str | None:
    """The rules that can be broken in several typical ways."""
    broken = entry.checks.failed.name if entry.checks.failed else ""
    if broken == "code_verifier_right" and entry.parameters["code_verifier"] == challenge:
        return "challenge_sent"
    if broken == "client_known" and not entry.parameters.get("client_id"):
        return "client_id_missing"
    return None


def _right(endpoint: str, code: str, redirect_uri: str, verifier: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": assignment.public_client_id,
        "code_verifier": verifier,
    }


_FORM = RightForm(_right)

redeem_with_verifier = Exercise(
    name="05.redeem_with_verifier",
    answer="redeem",
    judge=_judge_exchange,
    correct="PhotoBox hashed your verifier and found the challenge (RFC 7636 §4.6).",
    mistakes=(
        not_a_function("Response [200]"),
        Mistake(
            "nothing_sent",
            "PhotoBox received no token request. The function must send it: requests.post(…).",
            lambda endpoint, code, redirect_uri, verifier: None,
        ),
        Mistake(
            "json",
            "the body was no form. The token endpoint wants data=…, not json=….",
            _FORM.sent_but(send="json"),
        ),
        Mistake(
            "verifier_missing",
            "code_verifier is missing: without it you are no better than the thief.",
            _FORM.sent_but(without="code_verifier"),
        ),
        Mistake(
            "challenge_sent",
            "you sent the challenge again. Now show what it was made of: the verifier.",
            _FORM.sent_but(code_verifier=lambda *given: code_challenge(given[-1])),
        ),
        Mistake(
            "secret_of_the_other",
            "a public client has no secret, and so it sends none.",
            _FORM.sent_but(client_secret=lambda *_: assignment.client_secret),
        ),
        Mistake(
            "other_client",
            "the code was issued to another client: the app that has no secret.",
            _FORM.sent_but(
                client_id=lambda *_: assignment.client_id,
                client_secret=lambda *_: assignment.client_secret,
            ),
        ),
        copied(_FORM.sent_but(**PUBLIC_NEIGHBOUR)),
        Mistake(
            "client_id_missing",
            "client_id is missing. A public client has no other way to say who asks.",
            _FORM.sent_but(without="client_id"),
        ),
        Mistake(
            "redirect_uri_missing",
            "redirect_uri is missing, or is not the one that the code was sent to.",
            _FORM.sent_but(without="redirect_uri"),
        ),
        grant_type_missing(_FORM.sent_but(without="grant_type")),
    ),
    hints=(
        "Your token request of notebook 03, with two changes.",
        "RFC 7636 §4.5: the request carries code_verifier; a public client sends no secret.",
        'data={"grant_type": …, "code": code, "redirect_uri": redirect_uri, '
        '"client_id": "printshop-public", ____: verifier}',
    ),
    setup="import requests",
    solution_code="""def redeem(token_endpoint, code, redirect_uri, verifier):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": "printshop-public",
        "code_verifier": verifier,
    }
    return requests.post(token_endpoint, data=form, timeout=10)""",
    assigned=("public_client_id",),
    unlisted=_FORM.sent_but(code_verifier="v" * 43),
)

predict_interception = Predict(
    "Mallory has the code, and the secret out of the app. What does PhotoBox answer her?",
    choices=("401, invalid_client", "400, invalid_grant", "200, with a token"),
    answer=2,
    reveals="Nothing in the request tells her from PrintShop. The next cell shows it.",
)

predict_late_verifier = Predict(
    "Mallory saw the whole authorization URL, the code_challenge too. What does she lack?",
    choices=("The code", "The code_verifier", "The client_id"),
    answer=1,
    reveals="The challenge is a hash. Nobody can compute the verifier from it, and it travels "
    "only in the back channel.",
)
