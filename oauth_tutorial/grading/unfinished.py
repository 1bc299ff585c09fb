"""An answer in which ``____`` is left: which one, and whether the others are filled in."""

import dis
from collections.abc import Iterator
from types import CodeType, FunctionType, MethodType
from typing import Any

from oauth_tutorial.grading.blank import DEPTH, has_blank
from oauth_tutorial.grading.outcome import Outcome
from oauth_tutorial.text.listing import listed

NOT_ATTEMPTED = Outcome("not attempted", "replace ____ with your answer, and run the cell again.")


def unfinished(answer: object, blanks: int) -> Outcome:
    """Return the outcome of an answer in which a ``____`` is left. It is not judged yet.

    Args:
        answer: What the learner gave.
        blanks: How many ``____`` the starter cell has.

    Example:
        >>> from oauth_tutorial.exercises import ____
        >>> unfinished({"Alice": "resource owner", "PrintShop": ____}, blanks=2)
        Not finished: 1 of 2 blanks is filled. ____ is left in 'PrintShop'. The check waits for it.
    """
    filled, where = blanks - _count(answer), _where(answer)
    if isinstance(answer, (set, frozenset)):  # it keeps one of its equal blanks
        filled = min(len(answer), blanks) - 1
    if not 0 < filled < blanks or not where:
        return NOT_ATTEMPTED
    says = (
        f"{filled} of {blanks} blanks {'is' if filled == 1 else 'are'} filled. ____ is left in "
        f"{where}. The check waits for {'it' if blanks - filled == 1 else 'them'}."
    )
    return Outcome("not attempted", says, title="Not finished")


def _count(answer: object, depth: int = 0) -> int:
    code, parts = _code_of(answer), _parts(answer)
    if code is not None:
        return len(set(_in_code(code)))
    if depth > DEPTH or not parts:
        return int(has_blank(answer, depth))
    return sum(_count(part, depth + 1) for part in parts)


def _where(answer: object) -> str:
    """Name the places of the outermost level that hold a blank; empty for a single value."""
    code = _code_of(answer)
    if code is not None:
        lines = sorted({line - code.co_firstlineno + 1 for line, _ in _in_code(code)})
        return listed([f"line {line}" for line in lines]) + " of your function"
    if isinstance(answer, dict):
        return listed([_name(pair) for pair in answer.items() if has_blank(pair)])
    if isinstance(answer, (list, tuple)):
        items = (number for number, part in enumerate(answer, 1) if has_blank(part))
        return listed([f"item {number}" for number in items])
    return "one member" if isinstance(answer, (set, frozenset)) else ""


def _name(pair: tuple[object, object]) -> str:
    return "one of the names" if has_blank(pair[0]) else repr(pair[0])


def _parts(answer: object) -> list[object]:
    if isinstance(answer, dict):
        return [part for pair in answer.items() for part in pair]
    return list(answer) if isinstance(answer, (list, tuple, set, frozenset)) else []


def _code_of(answer: Any) -> CodeType | None:
    function = answer.__func__ if isinstance(answer, MethodType) else answer
    return function.__code__ if isinstance(function, FunctionType) else None


def _in_code(code: CodeType) -> Iterator[tuple[int, int]]:
    """Line and column of each blank in the source of a function."""
    for instruction in dis.get_instructions(code):
        at = instruction.positions
        if instruction.argval == "____" and at is not None and at.lineno is not None:
            yield at.lineno, at.col_offset or 0
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _in_code(inner)
