"""Several words in a sentence, and the word for a kind of thing."""

from collections.abc import Iterable


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``.

    Example:
        >>> listed(["a", "b", "c"], "or")
        'a, b or c'
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


_KINDS: dict[type, str] = {
    bool: "True or False",
    str: "text",
    bytes: "bytes",
    int: "a number",
    float: "a number",
    dict: "a dictionary",
    list: "a list",
    tuple: "a tuple",
    set: "a set",
    type(None): "None",
}


def kind_of(value: object) -> str:
    """Return what a value is, in words that a beginner knows.

    Example:
        >>> kind_of({}), kind_of(print), kind_of("a")
        ('a dictionary', 'a function', 'text')
    """
    known = next((words for kind, words in _KINDS.items() if type(value) is kind), "")
    if known or not callable(value):
        name = type(value).__name__
        return known or f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
    return "a class" if isinstance(value, type) else "a function"
