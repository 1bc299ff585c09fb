"""PrintShop keeps the access token out of every address."""

import base64
import re
import secrets
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from oauth_tutorial.exercises.attacks import token_leak
from oauth_tutorial.exercises.nb07.judging import RETURNS_NONE, attacked
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.redaction import shape

_SHOP = "http://127.0.0.1:50080"
_ALBUM = f"{_SHOP}/album"
_LEAST = 12  # characters of a token that are worth something
_FEW = 6  # characters that two texts do not have in common by chance
_LONGEST_NAME = 16  # characters of a parameter's name that is shown
_SIGNS = {"", *"/;?#&"}


@wants_function("album_address")
def judge_album_address(answer: Any) -> Verdict:
    """Look for a token in what is returned; then Mallory looks for Alice's."""
    token = secrets.token_urlsafe(32)
    came = call(answer, _ALBUM, token)
    if came is None:
        return wrong("returns_nothing", expected="an address", received=None)
    if not isinstance(came, str):
        text = f"album_address returns {kind_of(came)}. It must return one address, a text."
        return wrong(text=text, expected="a text", received=type(came).__name__)
    mistake = _leak(came, token)
    if not mistake and _depends(*_made(answer, token)):
        in_it = any(piece in unquote(came) for piece in _pieces(token, _FEW))
        mistake = "in_part" if in_it else "made_of_it"
    if mistake:
        return wrong(mistake, expected=_ALBUM, received=_shaped(came))
    if came.partition("?")[0].partition("#")[0] != _ALBUM:
        return wrong("not_the_album", expected=_ALBUM, received=came)
    return attacked(token_leak, answer)


def _made(answer: Any, token: str) -> Iterator[tuple[object, ...]]:
    """Return what comes of this token, of another one, and of a longer one: three times each."""
    tokens = token, secrets.token_urlsafe(32), secrets.token_urlsafe(120)
    # in turns, so that a clock which goes on is no difference between two tokens
    return zip(*[[call(answer, _ALBUM, one) for one in tokens] for _ in range(3)], strict=True)


def _depends(*by_token: Sequence[object]) -> bool:
    """Whether what was returned hangs on the token: of an equal one equal, of another another.

    What is drawn at random says nothing, but what grows with the token has it inside.

    Args:
        *by_token: What came of one token, of another one, and of a longer one; each several times.
    """
    one, other, longer = [[str(came) for came in made] for made in by_token]
    if min(map(len, longer)) > max(map(len, one)) + _FEW:
        return True
    mine, others = _steady(one), _steady(other)
    return any(mine[place] != others[place] for place in mine.keys() & others.keys())


def _steady(made: Sequence[str]) -> dict[int, object]:
    """Return what is the same each time, by its place; and, before the first, how many there are.

    The places are those between the signs of an address.
    """
    split = [re.split(r"[/?#&=;:.,]", one) for one in made]
    found: list[dict[int, object]] = [{-1: len(one), **dict(enumerate(one))} for one in split]
    return {
        place: value
        for place, value in found[0].items()
        if all(one.get(place) == value for one in found)
    }


def _pieces(token: str, length: int) -> Iterator[str]:
    return (token[i : i + length] for i in range(len(token) - length + 1))


def _shaped(address: str) -> str:
    """Return an address with nothing of a token in it: names as they are, values by their shape."""
    kept = next(one for one in (_ALBUM, _SHOP, "") if address.startswith(one))
    rest = re.split("([/;?#&])", address[len(kept) :])
    return kept + "".join(one if one in _SIGNS else _shaped_pair(one) for one in rest)


def _shaped_pair(text: str) -> str:
    name, equals, value = text.partition("=")
    if not name.strip("=") or not value.strip("=") or len(name) > _LONGEST_NAME:
        return shape(text)
    return f"{name}{equals}{shape(value)}"


def _leak(address: str, token: str) -> str:
    """Name where in an address the token is, in whatever form; empty where it is not."""
    parts = urlsplit(address)
    if token in parts.fragment:
        return "in_fragment"
    if token in parts.path:
        return "in_path"
    if f"access_token={token}" in parts.query:
        return "as_before"
    if token in parts.query:
        return "other_name"
    plain = unquote(address)
    if any(form in plain for form in _forms(token)):
        return "encoded"
    return "in_part" if any(half in plain for half in _pieces(token, _LEAST)) else ""


def _forms(token: str) -> tuple[str, ...]:
    raw = token.encode()
    based = (base64.b64encode(raw), base64.urlsafe_b64encode(raw), base64.b32encode(raw))
    # without what the end of a longer text would change
    return (token, token[::-1], raw.hex(), *(re.sub(r".{2}=*$", "", b.decode()) for b in based))


leak_fix = Exercise(
    name="07.leak_fix",
    answer="album_address",
    judge=judge_album_address,
    correct="no address holds the token; it stays in PrintShop's session, and travels in the "
    "Authorization header alone (RFC 9700 §4.3.2).",
    mistakes=(
        not_a_function("/album"),
        Mistake("returns_nothing", RETURNS_NONE, lambda album, token: None),
        Mistake(
            "as_before",
            "the token is still in the query: history, access log and Referer keep it.",
            lambda album, token: f"{album}?access_token={token}",
        ),
        Mistake(
            "other_name",
            "the token is still in the query, under another name. Mallory reads values, too.",
            lambda album, token: f"{album}?session={token}",
        ),
        Mistake(
            "in_fragment",
            "the token is in the fragment. No server sees it, but the browser's history keeps it.",
            lambda album, token: f"{album}#access_token={token}",
        ),
        Mistake(
            "in_path",
            "the token is in the path, which every log keeps.",
            lambda album, token: f"{album}/{token}",
        ),
        Mistake(
            "encoded",
            "the token is there in another form, and anyone who finds it can decode it: that is "
            "not encryption.",
            lambda album, token: f"{album}?t={base64.b64encode(token.encode()).decode()}",
        ),
        Mistake(
            "in_part",
            "a part of the token is in the address. None of it belongs there.",
            lambda album, token: f"{album}?t={token[:20]}",
        ),
        Mistake(
            "made_of_it",
            "another token gives another address, so something that is made of the token is in it. "
            "Packed, encoded or hashed: whoever reads the address has that, too. The address says "
            "which page it is, and nothing of the token.",
            lambda album, token: f"{album}?z={zlib.compress(token.encode()).hex()}",
        ),
        Mistake(
            "not_the_album",
            "the address leads somewhere else, and Alice does not see her album.",
            lambda album, token: "/login",
        ),
    ),
    hints=(
        "where to look: notebook 04, “Where tokens live”.",
        "the rule (RFC 9700 §4.3.2): no access token in a URI. PrintShop's session has it already.",
        "almost the code: which of the two arguments does the browser need?",
    ),
    solution_code="""\
def album_address(album, token):
    return album""",
    unlisted=lambda album, token: album.encode(),
)
