"""What a provider's identifiers look like: fixed letters, and runs of random ones.

``Ov23li{word:14}`` is ``Ov23li`` and 14 letters or digits. A shape serves to recognise an
identifier, and to make one for practice.
"""

import re
import secrets
import string
from functools import cache

ALPHABETS: dict[str, str] = {
    "digits": string.digits,
    "hex": "0123456789abcdef",
    "lower": string.ascii_lowercase + string.digits,
    "upper": string.ascii_uppercase + string.digits,
    "word": string.ascii_letters + string.digits,
    "url": string.ascii_letters + string.digits + "-_",
}
_RUN = re.compile(r"\{(\w+):(\d{1,3})\}")


def matches(shape: str, text: str) -> bool:
    """Whether a text has this shape.

    Example:
        >>> matches("{hex:4}-x", "00ff-x")
        True
    """
    return _pattern(shape).fullmatch(text) is not None


def made(shape: str) -> str:
    """Make an identifier of this shape, with random runs."""
    return _RUN.sub(
        lambda run: "".join(
            secrets.choice(ALPHABETS[run.group(1)]) for _ in range(int(run.group(2)))
        ),
        shape,
    )


def why_unfit(shape: str) -> str:
    """Say why a shape cannot be read; empty if it can."""
    unknown = [run.group(1) for run in _RUN.finditer(shape) if run.group(1) not in ALPHABETS]
    if unknown:
        return f"names the alphabet {unknown[0]!r}; there are: {', '.join(ALPHABETS)}"
    return (
        "has a brace that does not begin a run" if re.search(r"[{}]", _RUN.sub("", shape)) else ""
    )


@cache
def _pattern(shape: str) -> "re.Pattern[str]":
    literal = re.split(r"\{\w+:\d{1,3}\}", shape)
    runs = [f"[{re.escape(ALPHABETS[name])}]{{{count}}}" for name, count in _RUN.findall(shape)]
    parts = [re.escape(literal[0])]
    for run, rest in zip(runs, literal[1:], strict=True):
        parts += [run, re.escape(rest)]
    return re.compile("".join(parts))
