"""Each page of PrintShop asks for what it needs, when it needs it."""

import re
from typing import Any

from oauth_tutorial.exercises.attacks import scope_creep
from oauth_tutorial.exercises.nb07.judging import RETURNS_NONE, attacked
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, wrong

_PHOTOS, _ORDERS = "photos.read", "orders.write"
_SPACED = re.compile(r"(?:[^\s,;+|]+(?: [^\s,;+|]+)*)?")
_KNOWN = {_PHOTOS, _ORDERS, "openid", "profile", "email"}


@wants_function("scope_for")
def judge_scope_for(answer: Any) -> Verdict:
    """Ask for both pages; then Alice opens her album, and Mallory has its token."""
    came = {page: call(answer, page) for page in ("album", "order")}
    album, order = came.values()
    if album is None and order is None:
        return wrong("returns_nothing", expected="a text", received=None)
    for page, text in came.items():
        if not isinstance(text, str):
            return wrong("no_text", part=page, expected="a text", received=type(text).__name__)
    words = {page: set(str(text).split()) for page, text in came.items()}
    for page, text in came.items():
        if not _SPACED.fullmatch(str(text)):
            return wrong("separator", part=page, expected="one space between words", received=text)
    for page, asked in words.items():
        if odd := sorted(asked - _KNOWN):
            return wrong("unknown_word", part=page, expected=[_PHOTOS, _ORDERS], received=odd)
    return _judge_words(answer, words)


def _judge_words(answer: Any, words: dict[str, set[str]]) -> Verdict:
    album, order = words["album"], words["order"]
    if _PHOTOS not in album:
        return wrong("album_blind", part="album", expected="to see photos", received=sorted(album))
    if _ORDERS in album:
        mistake = "as_before" if album == order else "album_orders"
        wanted = "only what an album does"
        return wrong(mistake, part="album", expected=wanted, received=sorted(album))
    if _ORDERS not in order:
        return wrong("order_powerless", part="order", expected="to order", received=sorted(order))
    if _PHOTOS not in order:
        return wrong("order_blind", part="order", expected="to see photos", received=sorted(order))
    for page, asked in words.items():
        if extra := sorted(asked - {_PHOTOS, _ORDERS}):
            text = f"the {page} page asks for something that it does not need."
            return wrong(text=text, part=page, expected="nothing more", received=extra)
    return attacked(scope_creep, answer)


scope_fix = Exercise(
    name="07.scope_fix",
    answer="scope_for",
    judge=judge_scope_for,
    correct="a token from the album page orders nothing; Alice is asked for more when she orders "
    "(RFC 9700 §2.3).",
    mistakes=(
        not_a_function("photos.read"),
        Mistake("returns_nothing", RETURNS_NONE, lambda page: None),
        Mistake(
            "no_text",
            "scope is one text: its words with a space between them (RFC 6749 §3.3).",
            lambda page: ["photos.read"],
        ),
        Mistake(
            "separator",
            "the words of scope have one space between them, and nothing else (RFC 6749 §3.3).",
            lambda page: "photos.read" if page == "album" else "photos.read,orders.write",
        ),
        Mistake(
            "unknown_word",
            "PhotoBox does not know that scope. Its scopes are in PrintShop's code above.",
            lambda page: "photos" if page == "album" else "orders",
        ),
        Mistake(
            "as_before",
            "both pages ask for everything, as before: anyone who finds the album page's token "
            "can order prints.",
            lambda page: "photos.read orders.write",
        ),
        Mistake(
            "album_orders",
            "the album page asks for orders.write, and only shows photos.",
            lambda page: "orders.write photos.read" if page == "album" else "orders.write",
        ),
        Mistake(
            "album_blind",
            "the album page does not ask for the photos: Alice sees none.",
            lambda page: "orders.write",
        ),
        Mistake(
            "order_powerless",
            "the order page does not ask for orders.write: Alice cannot order any more.",
            lambda page: "photos.read",
        ),
        Mistake(
            "order_blind",
            "the order page shows the photos too, and does not ask for them.",
            lambda page: "photos.read" if page == "album" else "orders.write",
        ),
    ),
    hints=(
        "where to look: notebook 04, where a scope is missing.",
        "the rule (RFC 9700 §2.3): the minimum that is needed, for each page.",
        'almost the code: if page == "order": …',
    ),
    solution_code="""\
def scope_for(page):
    scope = "photos.read"
    if page == "order":
        scope += " orders.write"
    return scope""",
    unlisted=lambda page: "photos.read email" + " orders.write" * (page == "order"),
)
