"""Somebody else's text as plain text: for a repr, a log line, a terminal, a message."""

import unicodedata

# Control characters, bidi and other invisible ones, halves of characters, lines and paragraphs.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def plain(text: str, most: int = 200) -> str:
    """Return a text in which nothing acts on what shows it, and what was cut is said.

    Args:
        text: What a server, a browser, a file or a person sent.
        most: Characters that are kept.

    Example:
        >>> plain("no\\x1b[2J way\\nout")
        'no\\\\x1b[2J way\\\\nout'
    """
    shown = "".join(_shown(character) for character in text[:most])
    return shown if len(text) <= most else f"{shown}…"


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs":  # a space of another width
        return " "
    if kind in _UNSEEN:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character
