"""What a page of somebody else's says to a person, without parsing it."""

import re
from html import unescape

_UNSEEN = re.compile(r"(?is)<(script|style)\b.*?(?:</\1>|$)|<!--.*?(?:-->|$)|<[^>]*(?:>|$)")
_TITLE = re.compile(r"(?is)<(title|h1)\b[^>]*>(.*?)</\1>")


def text_of(page: str) -> str:
    """Return the text of a page, without tags, scripts, styles and comments.

    Example:
        >>> text_of("<style>p{}</style><p>Ann &amp; Bob</p>")
        'Ann & Bob'
    """
    return " ".join(unescape(_UNSEEN.sub(" ", page)).split())


def title_or_text(page: str) -> str:
    """Return the title of a page, or its first heading, or all of its text."""
    title = _TITLE.search(page)
    return text_of(title.group(2) if title else page)
