"""The members of what somebody's JSON says, wherever they stand in it.

Servers write ``error_message``, ``errorMessage`` or ``ErrorMessage``, put an object into a list
into an object, and JSON or a form into a text. Here all of it is walked over, within bounds.
"""

import re
from collections.abc import Iterator
from itertools import islice

from oauth_tutorial.text.readers import read_json, read_pairs

MOST_LEVELS = 6  # of objects in lists in objects, that are looked into
MOST_MEMBERS = 5000  # that are looked at
_LONGEST_STEP = 60  # characters of a name on the way to a member
_FORM = re.compile(r"[\w.-]{1,40}=[^\s=]{0,2000}(?:&[\w.-]{1,40}=[^\s=]{0,2000}){0,50}")


def normal(name: str) -> str:
    """Return a member's name without what differs from server to server.

    Example:
        >>> normal("errorMessage") == normal("error_message") == normal("ErrorMessage")
        True
    """
    return re.sub("[^a-z]", "", name.lower())


def opened(text: str) -> object:
    """Return what a text says that is JSON itself, or a form with an error; else None.

    Example:
        >>> opened('{"a": 1}'), opened("error=invalid_grant&hint=old"), opened("plain words")
        ({'a': 1}, {'error': 'invalid_grant', 'hint': 'old'}, None)
    """
    if text.lstrip()[:1] in {"{", "["}:
        return read_json(text)
    is_form = text.startswith("error") and _FORM.fullmatch(text.strip())
    return dict(read_pairs(text.strip())) if is_form else None


def members(value: object, levels: int = MOST_LEVELS) -> Iterator[tuple[str, str, object]]:
    """Walk over what JSON says: where each member is, its name, and its value.

    Objects and lists come before what they hold; JSON inside a text is walked over, too. What is
    deep, or comes after thousands of others, is no member to look for.

    Args:
        value: As ``read_json`` returns it.
        levels: How many objects and lists, one inside the other, are looked into.

    Example:
        >>> [(path, value) for path, _, value in members({"errors": [{"message": "no"}]})][-1]
        ('errors[0].message', 'no')
    """
    return islice(_members(value, "", levels), MOST_MEMBERS)


def _members(value: object, path: str, depth: int) -> Iterator[tuple[str, str, object]]:
    if depth == 0:
        return
    if isinstance(value, str):
        value = opened(value)
    if isinstance(value, dict):
        for name, inner in value.items():
            short = str(name)[:_LONGEST_STEP]  # or a long one is copied for each that it holds
            where = f"{path}.{short}" if path else short
            yield where, str(name), inner
            yield from _members(inner, where, depth - 1)
    elif isinstance(value, list):
        name = re.sub(r"\[\d+\]$", "", path.rpartition(".")[2])
        for number, inner in enumerate(value):
            yield f"{path}[{number}]", name, inner
            yield from _members(inner, f"{path}[{number}]", depth - 1)
