"""Whether an answer was given before: who runs the same cell twice has not tried twice."""

import hashlib
from types import CodeType, FunctionType, MethodType
from typing import Any

DEPTH = 6  # of functions that call functions, lists in lists
_ADDRESS_FREE = (str, bytes, int, float, complex, bool, type(None))


def fingerprint(answer: object) -> str:
    """Return a short text that is the same for the same answer, and tells nothing about it.

    A function is what stands in it, with the functions of the notebook that it calls.

    Args:
        answer: Of a check.

    Example:
        >>> fingerprint(lambda a: a + 1) == fingerprint(lambda a: a + 1)
        True
        >>> fingerprint("photos") == fingerprint("orders")
        False
    """
    try:
        described = _described(answer, 0)
    except Exception:  # a learner's object can raise at anything
        described = type(answer).__name__
    return hashlib.sha256(described.encode("utf-8", "replace")).hexdigest()[:12]


def _described(value: Any, depth: int) -> str:
    if isinstance(value, _ADDRESS_FREE):
        return f"{type(value).__name__} {value!r}"
    if depth > DEPTH:
        return ""
    if isinstance(value, CodeType):
        inside = [_described(one, depth + 1) for one in value.co_consts]
        return f"{value.co_code.hex()} {value.co_names} {value.co_varnames} {inside}"
    if isinstance(value, MethodType):
        return _described(value.__func__, depth)
    if isinstance(value, FunctionType):
        return _function(value, depth)
    if isinstance(value, dict):
        pairs = sorted(_described(list(pair), depth + 1) for pair in value.items())
        return f"dict {pairs}"
    if isinstance(value, set | frozenset):
        return f"set {sorted(_described(one, depth + 1) for one in value)}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__} {[_described(one, depth + 1) for one in value]}"
    return type(value).__name__


def _function(function: FunctionType, depth: int) -> str:
    used = [function.__globals__.get(name) for name in function.__code__.co_names]
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    parts = [function.__code__, function.__defaults__, *used, *cells]
    return f"function {[_described(one, depth + 1) for one in parts]}"
