"""A value in a text, however it is spelled there: percent-encoded, as HTML, as JSON.

A server that repeats what was sent writes it as its page, its JSON or its address needs it. What
is compared is what the spellings stand for.
"""

import html
import re
from collections.abc import Mapping
from itertools import accumulate
from urllib.parse import unquote_to_bytes

_TIMES = 2  # an address inside another one is encoded twice
_SPELLED = re.compile(
    r"%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});"
    r"|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[^\w\s])",
    re.I,
)


def hide_values(text: str, values: Mapping[str, str]) -> str:
    """Replace values in a text, in whatever spelling.

    Args:
        text: Of anybody.
        values: What is looked for, and what is shown instead; the longer ones first.

    Example:
        >>> hide_values("no a%2fb-c, a&#x2F;b-c or a\\\\/b-c", {"a/b-c": "…"})
        'no …, … or …'
    """
    sought = {_one_space(value): shown for value, shown in values.items() if value}
    for times in range(_TIMES if _SPELLED.search(text) else 0, -1, -1):
        read, ends = _read(text, times)
        read = _one_space(read)
        found = [
            (ends[begin], ends[begin + len(value)], shown)
            for value, shown in sought.items()
            for begin in _places(read, value)
        ]
        text = _replaced(text, found)
    return text


def _one_space(text: str) -> str:
    return text.replace(" ", "+")  # a form writes it so


def _places(text: str, value: str) -> list[int]:
    return [one.start() for one in re.finditer(re.escape(value), text, re.I)]


def _replaced(text: str, found: list[tuple[int, int, str]]) -> str:
    pieces, done = [], 0
    for begin, end, shown in sorted(found, key=lambda one: (one[0], -one[1])):
        if begin >= done:  # a shorter value inside a longer one is gone with it
            pieces += [text[done:begin], shown]
            done = end
    return "".join([*pieces, text[done:]])


def _read(text: str, times: int) -> tuple[str, list[int]]:
    """Return what a text stands for, and where in it each character of that begins."""
    ends = list(range(len(text) + 1))
    for _ in range(times):
        pieces, lengths, done = list[str](), list[int](), 0
        for one in _SPELLED.finditer(text):
            meant = _meant(one.group()) or "\ufffd"
            width, rest = divmod(len(one.group()), len(meant))
            pieces += [text[done : one.start()], meant]
            lengths += [1] * (one.start() - done) + [width] * (len(meant) - 1) + [width + rest]
            done = one.end()
        pieces.append(text[done:])
        lengths += [1] * (len(text) - done)
        text = "".join(pieces)
        ends = [ends[place] for place in accumulate(lengths, initial=0)]
    return text, ends


def _meant(spelled: str) -> str:
    if spelled.startswith("%"):
        return unquote_to_bytes(spelled).decode("utf-8", "replace")
    if spelled.startswith("&"):
        return html.unescape(spelled)
    return chr(int(spelled[2:], 16)) if spelled[1] in "uUxX" else spelled[1]
