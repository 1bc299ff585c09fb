"""The ways in which an address is encoded in what people copy: HTML, JSON, shells, mail."""

import base64
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|#[0-9]{1,5}|#x[0-9a-f]{1,4});", re.I)
_BACKSLASH = re.compile(
    r"\\(?:u00(?P<u>[2-7][0-9a-f])|x(?P<x>[2-7][0-9a-f])|(?P<line>[nrt]|\r?\n)"
    r"|(?P<own>[^\w\s]|_))",  # Markdown writes \_
    re.I,
)
_ENCODED = re.compile("%(?:25)*(?:3[dDfF]|26)")  # =, ? and &, once or more often
# RFC 2045 §6.7: quoted-printable has =3D for =, and breaks a line after a =
_QUOTED_PRINTABLE = re.compile(r"=(?:(?P<hex>[0-9A-F]{2})|[ \t]*\r?\n)")
# What Proofpoint turns a link in a mail into: each * stands for a character of the base64 text.
_GUARDED = re.compile(
    r"https://urldefense(?:\.proofpoint)?\.com/v3/__([^\s<>]{1,65536}?)__;([\w-]*)!![\w!-]*\$?"
)


def layers(text: str) -> Iterator[str]:
    """Return a text as it was copied, and without what mails and link checkers added.

    Link checkers put an address inside another one, percent-encoded as a whole, once or twice.

    Example:
        >>> list(layers("http://a/?u=http%3A%2F%2Fb%2F%3Fc%3Dd"))[-1]
        'http://a/?u=http://b/?c=d'
    """
    text = _without_escapes(text).strip()
    yield text
    if "=3D" in text:
        yield _QUOTED_PRINTABLE.sub(_unquoted, text)
    for _ in range(2):
        if not _ENCODED.search(text):
            return
        text = unquote(text)
        yield text


def _without_escapes(text: str) -> str:
    """Undo what HTML, JSON, shells and mail filters do to an address."""
    if not text.isascii():
        # pages and chats insert invisible characters, such as a soft hyphen
        text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    for _ in range(2):
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    text = _BACKSLASH.sub(_unescaped, text)
    return _GUARDED.sub(_unguarded, text) if "urldefense" in text else text


def _unescaped(found: re.Match[str]) -> str:
    if found["line"]:
        return "\n"
    number = found["u"] or found["x"]
    return chr(int(number, 16)) if number else str(found["own"])


def _unquoted(found: re.Match[str]) -> str:
    return chr(int(found["hex"], 16)) if found["hex"] else ""


def _unguarded(found: re.Match[str]) -> str:
    """Return the address inside, in angle brackets, because its end is known."""
    address, encoded = found.groups()
    try:
        taken = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode("latin-1")
    except ValueError:
        return found.group()
    if address.count("*") != len(taken) or "**" in address:  # ** stands for several
        return found.group()
    pieces = address.split("*")
    return "<" + "".join(map("".join, zip(pieces, [*taken, ""], strict=True))) + ">"
