"""Where an address inside a text ends, and whether that is certain.

Quotes, brackets and Markdown that open before an address close after it. A character that ends a
sentence could also be the last character of a code; only a ``state`` after it proves otherwise.
"""

import re
from collections.abc import Iterator

ENDS = ".,;:?!'"  # characters that end a sentence, not an address
BEFORE = 200  # characters before an address that are searched for what opens there

_PAIRS = {*('""', "``", "{}", "<>", "<|", "||", "“”", "„“", "„”", "«»", "»«", "‹›", "›‹", "‘’")}
# Browsers encode " < and > in a query, so these end it. They leave | ^ { } ` and \ as they are.
_CLOSED = re.compile(r"(?:\\*\"|[>”“’»«›‹])(?![A-Za-z0-9_-])|[」』】〉》〕）］｝。，、；：！？｡､]")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_UNLIKELY = re.compile(r"[,;'()\[\]]|\*$")  # in a code: browsers and servers encode them
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[^A-Za-z0-9]*")  # at the start of a line: "> " of a mail, a frame
_WORD = re.compile(r"[A-Za-z0-9\-._~%+/=!*]+")
_PIECE = re.compile(r"(?=[^A-Za-z]*[A-Za-z])(?=[^0-9]*[0-9])[A-Za-z0-9\-._~%+]{6,}")
_MARKDOWN = "*_~"  # around what is bold, italic or struck out
_MOST_SIGNS = 3  # that end a sentence and could be the end of a state
_SEPARATED = re.compile("[,;]")
_MOST_AFTER = 64 * 1024  # characters of a line that may be one word


def ways_to_end(query: str, before: str | None, after: str) -> Iterator[tuple[str, bool]]:
    """Return the ways in which a query may end, the likelier first, and whether each is in doubt.

    The doubt matters if the code comes last; otherwise ``state`` proves where it ends.

    Args:
        query: Up to the last character that an address may have.
        before: The text before the address; None if there is none.
        after: The text after the query.

    Example:
        >>> next(ways_to_end("code=ab", "It says <", ">."))
        ('code=ab', False)
        >>> list(ways_to_end("code=ab.", "It says ", ""))
        [('code=ab', True), ('code=ab.', True)]
    """
    is_alone = before is None and not after
    if is_alone and not query.endswith(".."):  # which programs write where they cut a text
        yield query, False
    if (before or "")[-1:] + after[:1] in _PAIRS:
        yield query, False
    short, cut = _trimmed(query, before or "")
    is_doubtful = _UNLIKELY.search(short.rpartition("code=")[2]) is not None
    if cut:
        is_doubtful |= not _is_closing(cut[0], before or "")
    else:
        is_doubtful |= _may_go_on(after)
    yield short, is_doubtful
    for end in range(len(short) + 1, min(len(query), len(short) + _MOST_SIGNS) + 1):
        yield query[:end], True
    if query[-1:] in _MARKDOWN:
        yield query.rstrip(_MARKDOWN + ENDS), True
    if len(query) > len(short) + _MOST_SIGNS:
        yield query, True
    front, sign, last = query.rpartition("&")
    if _SEPARATED.search(last):  # as in a line of CSV
        yield front + sign + _SEPARATED.split(last)[0], True


def _trimmed(query: str, before: str) -> tuple[str, str]:
    """Return the query without what closes around the address, and what was removed."""
    whole, depth = query, {")": 0, "]": 0}
    if before.endswith("'"):
        query = query.partition("'")[0]
    for place, sign in enumerate(query if set(query) & set(")]") else ""):
        if sign in "([":
            depth[")" if sign == "(" else "]"] += 1
        elif sign in depth:
            depth[sign] -= 1
            if depth[sign] < 0:
                query = query[:place]
                break
    opened = before[len(before.rstrip(_MARKDOWN)) :]
    while True:
        short = query.rstrip(ENDS)
        for sign in reversed(opened):  # as **address** in Markdown
            short = short.removesuffix(sign)
        if short == query:
            return query, whole[len(query) :]
        query, opened = short, ""


def _is_closing(sign: str, before: str) -> bool:
    """Whether a character behind an address closes what is open before it."""
    opening = {")": "(", "]": "["}.get(sign)
    if opening:
        line = before.rpartition("\n")[2]
        return line.count(opening) > line.count(sign)
    marks = before[len(before.rstrip(f"{_MARKDOWN}'")) :]
    return sign in marks


def _may_go_on(after: str) -> bool:
    """Whether what follows the address could be the rest of it."""
    space = _SPACE.match(after)
    if not after or space is None:
        return bool(after) and not (_CLOSED.match(after) or _TAG.match(after))
    is_another_line = "\n" in space.group() or "\r" in space.group()
    begin = space.end()
    if is_another_line and (marks := _MARKS.match(after, begin)) is not None:
        begin = marks.end()
    following = _WORD.match(after, begin)
    if following is None:
        return False
    if _PIECE.fullmatch(following.group()):
        return True
    line = after[begin : begin + _MOST_AFTER].partition("\n")[0].strip()
    return is_another_line and line == following.group()
