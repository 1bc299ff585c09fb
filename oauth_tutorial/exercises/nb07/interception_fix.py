"""PrintShop's app sends PKCE, so that a code is of no use to the other app that catches it."""

import re
from collections.abc import Mapping
from typing import Any

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.exercises.attacks import code_interception
from oauth_tutorial.exercises.nb07.judging import (
    RETURNS_NONE,
    attacked,
    default_mistake,
    guessed,
    guessed_mistakes,
    of_a_default,
)
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.text.listing import kind_of

_CHALLENGE, _METHOD = "code_challenge", "code_challenge_method"
FIT = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 §4.1
_KNOWN = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, Appendix B


@wants_function("begin")
def judge_begin(answer: Any) -> Verdict:
    """Look at three beginnings; then Alice signs in with more of them, and Mallory attacks."""
    begun = [call(answer) for _ in range(3)]
    if all(one is None for one in begun):
        return wrong("returns_nothing", expected="two values", received=None)
    if not all(isinstance(one, tuple | list) and len(one) == 2 for one in begun):
        return wrong("one_value", expected="two values", received=type(begun[0]).__name__)
    pairs: Any = begun
    (kept, added), (other, _), _ = pairs
    if not isinstance(added, Mapping):
        text = f"the second value is {kind_of(added)}, not a dictionary of what the link gets."
        return wrong(
            text=text, part="the second value", expected="dict", received=type(added).__name__
        )
    if not isinstance(kept, str) or not kept:
        return wrong("nothing_kept", part="the first value", expected="a text", received=kept)
    if not FIT.fullmatch(kept):
        text = "a verifier has 43 to 128 characters, and only A-Z a-z 0-9 - . _ ~."
        return wrong(text=text, part="length", expected="43 to 128", received=len(kept))
    if not added.get(_CHALLENGE):
        return wrong(
            "no_challenge", expected=[_CHALLENGE, _METHOD], received=sorted(map(str, added))
        )
    if kept == added[_CHALLENGE] and str(added.get(_METHOD)).lower() == "plain":
        return wrong("plain", part=_METHOD, expected="S256", received=added[_METHOD])
    if kept in added.values():
        return wrong("verifier_in_link", expected="its hash", received="the code_verifier itself")
    if kept == other:
        mistake = "of_a_default" if of_a_default(answer, [kept]) else "always_the_same"
        return wrong(mistake, expected="another one each time", received="the same")
    verdict = _wrong_parameters(kept, added)
    verdict = verdict or guessed(answer, [kept for kept, _ in pairs], part=lambda came: came[0])
    return verdict or attacked(code_interception, answer)


def _wrong_parameters(kept: str, added: Mapping[str, Any]) -> Verdict | None:
    if added[_CHALLENGE] != code_challenge(kept):
        return wrong("other_challenge", expected="the hash of what is kept", received="another one")
    if _METHOD not in added:
        return wrong("method_missing", part=_METHOD, expected="S256", received="nothing")
    if str(added[_METHOD]).lower() == "plain":
        return wrong("hash_as_plain", part=_METHOD, expected="S256", received=added[_METHOD])
    if added[_METHOD] != "S256":
        return wrong(part=_METHOD, expected="S256", received=added[_METHOD])
    return None


def _with(verifier: str, challenge: str, **more: str) -> tuple[str, dict[str, str]]:
    return verifier, {_CHALLENGE: challenge, _METHOD: "S256", **more}


def _in_the_link() -> tuple[str, dict[str, str]]:
    verifier = new_code_verifier()
    return _with(verifier, code_challenge(verifier), code_verifier=verifier)


def _without_method() -> tuple[str, dict[str, str]]:
    verifier = new_code_verifier()
    return verifier, {_CHALLENGE: code_challenge(verifier)}


def _plainly() -> tuple[str, dict[str, str]]:
    verifier = new_code_verifier()
    return verifier, {_CHALLENGE: verifier, _METHOD: "plain"}


def _hashed_and_plain() -> tuple[str, dict[str, str]]:
    verifier = new_code_verifier()
    return verifier, {_CHALLENGE: code_challenge(verifier), _METHOD: "plain"}


def _in_small_letters() -> tuple[str, dict[str, str]]:
    verifier = new_code_verifier()
    return verifier, {_CHALLENGE: code_challenge(verifier), _METHOD: "s256"}


def _by_default(verifier: str = _KNOWN) -> tuple[str, dict[str, str]]:
    return _with(verifier, code_challenge(verifier))


interception_fix = Exercise(
    name="07.interception_fix",
    answer="begin",
    judge=judge_begin,
    correct="Mallory has the code and the secret, but not the code_verifier: it never left "
    "PrintShop before the exchange (RFC 7636 §1).",
    mistakes=(
        not_a_function("S256"),
        Mistake("returns_nothing", RETURNS_NONE, lambda: None),
        Mistake(
            "one_value",
            "begin returns two values: what PrintShop keeps, and a dictionary of what it adds to "
            "the link.",
            new_code_verifier,
        ),
        Mistake(
            "nothing_kept",
            "nothing is kept, so PrintShop itself cannot prove later that it asked.",
            lambda: ("", {_CHALLENGE: code_challenge(_KNOWN), _METHOD: "S256"}),
        ),
        Mistake(
            "no_challenge",
            "the link carries no code_challenge, so PhotoBox has nothing to compare a verifier "
            "with, and gives Mallory the tokens.",
            lambda: (new_code_verifier(), {}),
        ),
        Mistake(
            "verifier_in_link",
            "the code_verifier travels in the link, through the phone's browser. Mallory reads it "
            "there.",
            _in_the_link,
        ),
        Mistake(
            "plain",
            "you wrote plain: then code_challenge is the code_verifier itself. It travels in the "
            "link, through the phone's browser, and Mallory reads it there.",
            _plainly,
        ),
        Mistake(
            "always_the_same",
            "it is the same each time: one verifier for all sign-ins. Mallory has the app, and who "
            "learns it once has it for each of Alice's codes. Make it anew at each call.",
            lambda: _with(_KNOWN, code_challenge(_KNOWN)),
        ),
        Mistake(
            "other_challenge",
            "the code_challenge does not belong to what is kept: PhotoBox would refuse PrintShop, "
            "too. It is BASE64URL(SHA256(code_verifier)), without = at the end.",
            lambda: _with(new_code_verifier(), code_challenge(new_code_verifier())),
        ),
        Mistake(
            "method_missing",
            "without code_challenge_method the challenge counts as plain (RFC 7636 §4.3), and "
            "PhotoBox does not accept plain.",
            _without_method,
        ),
        Mistake(
            "hash_as_plain",
            "you wrote plain, which says that code_challenge is the code_verifier itself (RFC 7636 "
            "§4.2). What you send is its hash: name that hash.",
            _hashed_and_plain,
        ),
        default_mistake("begin", _by_default),
        *guessed_mistakes(lambda verifier: _with(verifier, code_challenge(verifier))),
    ),
    hints=(
        "where to look: notebook 05, “Verifier and challenge” and “With protection”.",
        "the rule (RFC 7636 §4.1 to §4.3): keep a fresh verifier, send its S256 hash and the "
        "method.",
        "almost the code: verifier = new_code_verifier(), then return verifier and a dictionary "
        "with two names.",
    ),
    setup="from oauth_tutorial import code_challenge, new_code_verifier",
    solution_code="""\
def begin():
    verifier = new_code_verifier()
    challenge = code_challenge(verifier)
    return verifier, {"code_challenge": challenge, "code_challenge_method": "S256"}""",
    unlisted=_in_small_letters,
)
