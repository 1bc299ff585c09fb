"""Finding a secret in what an app shows: as it is, or wrapped as cookies and headers wrap it."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

MOST_DEPTH = 3  # of one wrapping in another
MOST_BYTES = 64 * 1024  # of what is unpacked
SHORTEST = 6  # characters: a shorter value occurs in any text
# The alphabets of base64 and base64url (RFC 4648 §4, §5). A signed cookie is such words with a
# dot between them; Flask puts a dot in front of what it compressed.
_WORDS = re.compile(r"[A-Za-z0-9_+/-]{8,}")


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Whether a text shows one of the secrets to whoever unpacks it.

    Args:
        text: Of a cookie, a header, a page.
        secrets: What must not be in it.

    Example:
        >>> holds("eyJ0b2tlbiI6ImNvZmZlZS1iZWFuIn0.aBc", ["coffee-bean"])
        True
    """
    wanted = [secret for secret in secrets if len(secret) >= SHORTEST]
    return any(secret in layer for layer in _layers(text, MOST_DEPTH) for secret in wanted)


def _layers(text: str, depth: int) -> Iterator[str]:
    """The text, and what it is a wrapping of."""
    yield text
    plain = unquote(text)
    if plain != text:
        yield plain
    if depth == 0:
        return
    for word in _WORDS.findall(plain):
        for inside in _unpacked(word):
            yield from _layers(inside, depth - 1)


def _unpacked(word: str) -> Iterator[str]:
    standard = word.translate(str.maketrans("-_", "+/"))
    try:
        raw = base64.b64decode(standard + "=" * (-len(standard) % 4))
    except (binascii.Error, ValueError):
        return
    if raw.isascii():
        yield raw.decode("ascii")
        return
    try:
        yield zlib.decompressobj().decompress(raw, MOST_BYTES).decode("latin-1")
    except zlib.error:
        if sum(32 <= byte < 127 for byte in raw) > len(raw) * 3 // 4:  # a text of any language
            yield raw.decode("latin-1")
