"""Several words in a sentence."""

from collections.abc import Iterable


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``.

    Example:
        >>> listed(["a", "b", "c"], "or")
        'a, b or c'
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last
