"""Readers of what somebody else wrote: a URL, a form, JSON.

They never raise. What cannot be read is empty, or None; what has no measure is bounded in size
and depth. Everything that takes foreign text takes it through here, and lint refuses the raw calls
elsewhere.
"""

import codecs
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

MOST_CHARACTERS = 1024 * 1024  # of a body
MOST_PARAMETERS = 200  # of one message: the longest of OAuth has two dozen
MOST_DEPTH = 100  # of lists in objects in lists
NO_URL = SplitResult("", "", "", "", "")
_TOO_DEEP = f"JSON nested more than {MOST_DEPTH} levels deep"
_MARKS = (  # that of UTF-32 begins as that of UTF-16 does
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def split_url(url: str) -> SplitResult:
    """Take a URL apart; ``NO_URL`` where it cannot be read (RFC 3986 §3).

    Args:
        url: Of any kind and spelling.

    Returns:
        Its parts. Of them ``port`` alone can still raise a ValueError, where it is no number.

    Example:
        >>> split_url("http://127.0.0.1:8000/callback").netloc, split_url("http://[").netloc
        ('127.0.0.1:8000', '')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return NO_URL


def read_pairs(text: str, *, blank: bool = True) -> list[tuple[str, str]]:
    """Return names and values of a query or a form, in order; a name may come twice.

    Args:
        text: Without a ``?`` in front. What is longer than ``MOST_CHARACTERS`` has none: a part of
            it could say something else than the whole.
        blank: Whether values that are empty count. Default: yes.

    Example:
        >>> read_pairs("code=a%20b&state=")
        [('code', 'a b'), ('state', '')]
    """
    return parse_qsl(text, keep_blank_values=blank) if len(text) <= MOST_CHARACTERS else []


def first_of_each(text: str) -> dict[str, str]:
    """Return the first value of each name of a query or a form that is not empty."""
    return dict(reversed(read_pairs(text, blank=False)))


def read_text(raw: bytes, encoding: str | None = None) -> str:
    """Return bytes as text; what cannot be read is ``\ufffd``.

    Args:
        raw: Whose byte order mark, where there is one, says more than a name.
        encoding: Its name. Default, and where nobody knows it: UTF-8.

    Example:
        >>> read_text(b"caf\\xe9", "iso-8859-1"), read_text(b"\\xef\\xbb\\xbfno", "no such")
        ('café', 'no')
    """
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    try:
        return str(raw, marked or encoding or "utf-8", "replace")
    except (LookupError, ValueError, Warning):  # no name, no encoding of text, or one with rules
        return str(raw, "utf-8", "replace")


def read_json(text: str | bytes, most: int = MOST_CHARACTERS) -> object:
    """Return what a JSON text says (RFC 8259), or None where it is none.

    Args:
        text: As text, or in UTF-8, UTF-16 or UTF-32. A byte order mark in front is passed over.
            What is deeper than ``MOST_DEPTH`` is none.
        most: How long it may be, in characters or bytes.

    Example:
        >>> read_json('{"error": "invalid_grant"}'), read_json("<html>"), read_json("[" * 100_000)
        ({'error': 'invalid_grant'}, None, None)
    """
    return _read_json(text, most)[0]


def why_no_json(text: str | bytes, most: int = MOST_CHARACTERS) -> str:
    """Say why ``read_json`` reads nothing, as ``"JSON that …"``; ``""`` where it does.

    Example:
        >>> why_no_json('{"a": 1,}'), why_no_json("[" * 100_000)
        ('JSON that is broken at character 9', 'JSON nested more than 100 levels deep')
    """
    return _read_json(text, most)[1]


def _read_json(text: str | bytes, most: int) -> tuple[object, str]:
    if len(text) > most:
        return None, f"JSON that is longer than {most:,} characters"
    try:
        document: object = json.loads(
            text.removeprefix("\ufeff") if isinstance(text, str) else text
        )
    except json.JSONDecodeError as error:
        return None, f"JSON that is broken at character {error.pos + 1}"
    except UnicodeDecodeError:
        return None, "JSON that is not in a Unicode encoding"
    except ValueError:  # RFC 8259 §6 lets a reader set limits
        return None, "JSON with a number that has too many digits"
    except RecursionError:
        return None, _TOO_DEEP
    return (document, "") if _is_flat_enough(document) else (None, _TOO_DEEP)


def read_object(text: str | bytes) -> dict[str, Any]:
    """Return what a JSON object says; an empty one where the text is none."""
    document = read_json(text)
    return document if isinstance(document, dict) else {}


def named_values(body: str) -> list[tuple[str, str]]:
    """Return the names and values of a JSON object or a form; of broken JSON none."""
    if body.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        document = read_json(body)
        return list(_walk(document)) if document is not None else []
    is_form = "=" in body and not body.lstrip().startswith("<")
    return read_pairs(body) if is_form else []


def _is_flat_enough(document: object) -> bool:
    level: list[object] = [document]
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def _walk(document: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield from _walk(value, str(key))
    elif isinstance(document, list):
        for value in document:
            yield from _walk(value, name)
    elif name:
        yield name, document if isinstance(document, str) else json.dumps(document)
