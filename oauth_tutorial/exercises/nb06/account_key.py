"""What a person is known by."""

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from oauth_tutorial.grading.calling import call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong

_ALICE = {
    "iss": "https://photobox.example",
    "sub": "aB3-248289761001",
    "aud": "printshop",
    "email": "alice@example.com",
    "name": "Alice Liddell",
    "nonce": "n-0S6_WzA2Mj",
    "iat": 1_800_000_000,
    "exp": 1_800_000_600,
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


@dataclass(frozen=True)
class _Other:
    """Claims that are not those of Alice's first sign-in.

    Attributes:
        part: Whose they are, in words.
        changes: What differs.
        mistake: Of who gets it wrong.
    """

    part: str
    changes: Mapping[str, object]
    mistake: str | None = None


# Alice herself, later: the same key.
_LATER = (
    _Other("Alice at her next sign-in", {"nonce": "n-of-the-next", "iat": 1_800_090_000}, "nonce"),
    _Other("Alice next year", {"iat": 1_831_536_000, "exp": 1_831_536_600}, "time"),
    _Other("Alice in PrintShop's second app", {"aud": "printshop-mobile"}, "audience"),
    _Other(
        "Alice with a new name and a new address",
        {"email": "alice@hatter.example", "name": "Alice Hatter"},
        "new_name",
    ),
)
# Somebody else: another key.
_STRANGERS = (
    _Other("the same sub at another issuer", {"iss": "https://mallory.example"}, "sub_alone"),
    _Other("another person at the same issuer", {"sub": "xY9-100"}, "issuer_alone"),
    _Other("a person whose sub begins alike", {"sub": "aB3-248289761002"}, "sub_cut"),
    _Other("a sub that differs in case", {"sub": "Ab3-248289761001"}, "case_ignored"),
    _Other("an issuer of a sub-domain", {"iss": "https://eu.photobox.example"}, "issuer_cut"),
    _Other("an issuer on another port", {"iss": "https://photobox.example:8443"}, "issuer_cut"),
    _Other("an issuer with a path", {"iss": "https://photobox.example/eu"}, "issuer_cut"),
    _Other("a longer sub", {"sub": "aB3-248289761001-2"}),
)
# Two people of two issuers: written one behind the other, their claims are the same text.
_ONE_TEXT = tuple(
    _Other(f"sub {sub} of {iss}", {"iss": iss, "sub": sub})
    for iss, sub in (
        ("https://photobox.example/shop1", "23-100"),
        ("https://photobox.example/shop12", "3-100"),
    )
)


@wants_function("account_of")
def _judge_account(account_of: Any) -> Verdict:
    key = _key(account_of, "Alice", {})
    if key is None:
        return wrong("returns_nothing", part="Alice", expected="a key", received=None)
    if _is_of_this_process(account_of, key):
        part = "Alice, after a restart of PrintShop"
        return wrong("of_this_process", part=part, expected="the same key", received="another")
    for claim, mistake in _NOT_A_KEY.items():
        if key == _ALICE[claim]:
            return wrong(mistake, expected="a key that is hers alone", received=claim)
    for one in _LATER:
        if _key(account_of, one.part, one.changes) != key:
            return wrong(one.mistake, part=one.part, expected="the same key", received="another")
    for one in _STRANGERS:
        if _key(account_of, one.part, one.changes) == key:
            return wrong(one.mistake, part=one.part, expected="another key", received="the same")
    keys = [_key(account_of, pair.part, pair.changes) for pair in _ONE_TEXT]
    if keys[0] == keys[1]:
        part = " and ".join(pair.part for pair in _ONE_TEXT)
        return wrong("not_apart", part=part, expected="two keys", received="one")
    return right()


def _is_of_this_process(account_of: Any, key: object) -> bool:
    """Whether the key comes of ``hash()`` or ``id()``, whose numbers no other process has."""
    called = False

    def elsewhere(function: Callable[[object], int]) -> Callable[[object], int]:
        def number(value: object) -> int:
            nonlocal called
            called = True
            return function(value) ^ 0x5EED

        return number

    names = getattr(account_of, "__globals__", {})
    others = {"hash": elsewhere(hash), "id": elsewhere(id)}
    own = {name for name in others if name in names and names[name] is not vars(builtins)[name]}
    with patch.dict(names, {name: one for name, one in others.items() if name not in own}):
        came = _key(account_of, "Alice", {})
    return called and came != key


def _key(account_of: Any, part: str, changes: Mapping[str, object]) -> object:
    with case(part):
        return call(account_of, {**_ALICE, **changes})


account_key = Exercise(
    name="06.account_key",
    answer="account_of",
    judge=_judge_account,
    correct="iss and sub together never change, and nobody else has both (Core §5.7).",
    mistakes=(
        not_a_function("alice"),
        Mistake(
            "returns_nothing",
            "the function returns None. It needs a return with the key.",
            lambda claims: None,
        ),
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
            "the nonce is different at each sign-in.",
            lambda claims: claims["nonce"],
        ),
        Mistake(
            "new_name",
            "the key contains something that Alice can change, and then she is a stranger.",
            lambda claims: (claims["iss"], claims["sub"], claims["email"]),
        ),
        Mistake(
            "time",
            "iat and exp are different at each sign-in.",
            lambda claims: (claims["iss"], claims["sub"], claims["exp"]),
        ),
        Mistake(
            "case_ignored",
            "sub is case-sensitive (Core §2): two people may differ in nothing else.",
            lambda claims: (claims["iss"], claims["sub"].lower()),
        ),
        Mistake(
            "issuer_cut",
            "it looks at a part of the issuer. It is the whole URL, with its port and path.",
            lambda claims: (claims["iss"].split("/")[2].split(":")[0], claims["sub"]),
        ),
        Mistake(
            "sub_cut",
            "it looks at a part of sub. Only the whole of it is hers alone.",
            lambda claims: (claims["iss"], claims["sub"][:8]),
        ),
        Mistake(
            "not_apart",
            "two people of two issuers get one key: the key does not show where iss ends and sub "
            "begins. Keep them apart in it.",
            lambda claims: claims["iss"] + claims["sub"],
        ),
        Mistake(
            "of_this_process",
            "it is made by hash() or id(). They give other numbers each time that Python starts, "
            "so after a restart of PrintShop Alice is a stranger.",
            lambda claims: hash((claims["iss"], claims["sub"])),
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
    unlisted=lambda claims: (claims["iss"], claims["sub"][:16]),
)
