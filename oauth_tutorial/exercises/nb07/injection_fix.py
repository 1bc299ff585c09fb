"""Each sign-in has a code_verifier of its own, so that a code fits no other sign-in."""

import re
import secrets
from typing import Any

from oauth_tutorial.exercises.attacks import code_injection
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

_CALLS = 5
_FEWEST, _MOST = 43, 128
_ALLOWED = re.compile(r"[A-Za-z0-9._~-]*")  # RFC 7636 §4.1: unreserved characters


@wants_function("new_verifier")
def judge_new_verifier(answer: Any) -> Verdict:
    """Look at several; then Alice and Mallory sign in with more of them."""
    made = [call(answer) for _ in range(_CALLS)]
    first = made[0]
    if all(one is None for one in made):
        return wrong("returns_nothing", expected="a text", received=None)
    if not all(isinstance(one, str) for one in made):
        return wrong("no_text", expected="a text", received=type(first).__name__)
    texts = [str(one) for one in made]
    if len(set(texts)) < _CALLS:
        mistake = "of_a_default" if of_a_default(answer, texts) else "same_again"
        return wrong(mistake, expected="another one each time", received="the same")
    if not all(_ALLOWED.fullmatch(one) for one in texts):
        odd = sorted({one for text in texts for one in text if not _ALLOWED.fullmatch(one)})
        return wrong("other_characters", part="characters", expected="unreserved", received=odd)
    lengths = sorted({len(one) for one in texts})
    if lengths[0] < _FEWEST:
        return wrong("too_short", part="length", expected="43 to 128", received=lengths[0])
    if lengths[-1] > _MOST:
        text = "a verifier has at most 128 characters (RFC 7636 §4.1)."
        return wrong(text=text, part="length", expected="43 to 128", received=lengths[-1])
    return guessed(answer, texts) or attacked(code_injection, answer)


def _by_default(verifier: str = "printshop-" * 6) -> str:
    return verifier


injection_fix = Exercise(
    name="07.injection_fix",
    answer="new_verifier",
    judge=judge_new_verifier,
    correct="Alice's code belongs to Alice's verifier; PrintShop sends Mallory's with it, and "
    "PhotoBox refuses (RFC 9700 §4.5.3.1).",
    mistakes=(
        not_a_function("printshop"),
        Mistake("returns_nothing", RETURNS_NONE, lambda: None),
        Mistake(
            "no_text",
            "that is not text. PrintShop hashes the verifier's characters, and sends them in a "
            "form.",
            lambda: secrets.token_bytes(32),
        ),
        Mistake(
            "same_again",
            "two sign-ins get the same verifier, so PrintShop has the right one for Alice's code "
            "in Mallory's session as well.",
            lambda: "printshop-" * 6,
        ),
        Mistake(
            "other_characters",
            "a verifier is made of A-Z, a-z, 0-9 and - . _ ~ (RFC 7636 §4.1); PhotoBox refuses "
            "any other character, and Alice with it.",
            lambda: secrets.token_urlsafe(32) + "==",
        ),
        Mistake(
            "too_short",
            "a verifier has at least 43 characters (RFC 7636 §4.1); PhotoBox refuses a shorter "
            "one, and Alice with it.",
            lambda: secrets.token_urlsafe(16),
        ),
        default_mistake("new_verifier", _by_default),
        *guessed_mistakes(str),
    ),
    hints=(
        "where to look: notebook 05, “Proof Key for Code Exchange”, and Python's own module for "
        "secrets.",
        "the rule (RFC 7636 §4.1, §7.1): 32 random bytes in base64url, new for each sign-in.",
        "almost the code: import secrets, and one of its functions whose name begins with token_.",
    ),
    setup="import secrets",
    solution_code="""\
import secrets


def new_verifier():
    return secrets.token_urlsafe(32)""",
    unlisted=lambda: secrets.token_urlsafe(100),
)
