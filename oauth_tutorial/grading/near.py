"""How a value misses the right one, in words that do not give the right one away."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from urllib.parse import SplitResult, unquote

from oauth_tutorial.text.readers import split_url

_MOST = 2_000  # characters that are compared
_SLIP = 3  # characters: who differs by more wrote something else
_QUOTES = " \t\r\n\"'`“”‘’"


def near_miss(expected: object, received: object) -> str:
    """Say how a text differs from the one that was expected; nothing where they have little alike.

    Args:
        expected: What the task asks for.
        received: What came.

    Example:
        >>> near_miss("http://127.0.0.1:8000/callback", "http://127.0.0.1:5000/callback")
        'the port differs'
        >>> near_miss("photos.read", "Photos.Read")
        'upper and lower case differ'
    """
    if not isinstance(expected, str) or not isinstance(received, str) or expected == received:
        return ""
    if not received:
        return "it is empty"
    ours, theirs = expected[:_MOST], received[:_MOST]
    return _spelling(ours, theirs) or _url(ours, theirs) or _piece(ours, theirs)


def _spelling(expected: str, received: str) -> str:
    """The same text, but for how it is written."""
    if received.strip() == expected:
        return "a space or a line end is at its beginning or end"
    if received.strip(_QUOTES) == expected:
        return "quotes came along with it"
    if "".join(received.split()) == "".join(expected.split()):
        return "the spaces differ"
    if received.casefold() == expected.casefold():
        return "upper and lower case differ"
    if unquote(received) == expected:
        return "it is encoded, and should be plain"
    if received.rstrip("/") == expected.rstrip("/"):
        return "the slash at the end makes it another text"
    if _letters(received) == _letters(expected) != "":
        return "the letters are right, and the signs between them are not"
    return ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _url(expected: str, received: str) -> str:
    if "://" not in expected or "://" not in received:
        return ""
    ours, theirs = split_url(expected), split_url(received)
    names = [name for name in ("scheme", "host", "port", "path", "query", "fragment")]
    differ = [name for name in names if _part(ours, name) != _part(theirs, name)]
    if "path" in differ and ours.path.casefold() == theirs.path.casefold():
        differ[differ.index("path")] = "case of the path"
    if not differ:
        return ""
    return f"the {' and the '.join(differ)} differ{'s' if len(differ) == 1 else ''}"


def _part(url: SplitResult, name: str) -> object:
    if name == "host":
        return url.hostname
    try:
        return getattr(url, name)
    except ValueError:  # of a port that is no number
        return url.netloc


def _piece(expected: str, received: str) -> str:
    """One is a piece of the other; or, of a single word, a slip of the finger away from it."""
    if expected.startswith(received):
        return "its end is missing"
    if expected.endswith(received):
        return "its beginning is missing"
    if received.startswith(expected):
        return "something follows it that does not belong to it"
    if received.endswith(expected):
        return "something stands before it that does not belong to it"
    if received == expected[::-1]:
        return "it is written backwards"
    changes = [
        (kind, max(end - start, to - at), at + 1)
        for kind, start, end, at, to in _opcodes(expected, received)
        if kind != "equal"
    ]
    count = sum(many for _, many, _ in changes)
    if not changes or count > _SLIP or 2 * count >= len(expected) or " " in expected:
        return ""
    kind, many, place = changes[0]
    if len(changes) == 1 and kind != "replace":
        what = "character is" if many == 1 else "characters are"
        return f"{many} {what} {'missing' if kind == 'delete' else 'too many'} at place {place}"
    return f"it differs from place {place} on"


def _opcodes(expected: str, received: str) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, expected, received, autojunk=False).get_opcodes()
