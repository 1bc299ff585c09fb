"""``____``: stands where the learner writes."""

from types import CodeType, FunctionType, MethodType
from typing import Any

DEPTH = 20  # of lists in lists; nobody's answer is deeper


class Blank(str):
    """A piece of text, so that an untouched starter cell runs to its end.

    Joined, formatted or encoded into something longer it can still be found there.
    """

    __slots__ = ()

    def __new__(cls) -> "Blank":
        return super().__new__(cls, "____")

    def __repr__(self) -> str:
        return "____"

    def __call__(self, *arguments: object, **keywords: object) -> "Blank":
        return self

    def __getattr__(self, name: str) -> "Blank":
        if name.startswith("_"):  # what IPython asks every object for
            raise AttributeError(name)
        return self


____ = Blank()


def has_blank(answer: Any, depth: int = 0) -> bool:
    """Whether a ``____`` is left anywhere in an answer, or in the source of a function.

    A function is looked into and not called, so an untouched one does nothing.
    """
    if isinstance(answer, str):
        return "____" in answer
    if depth > DEPTH:
        return False
    if isinstance(answer, dict):
        return any(has_blank(part, depth + 1) for pair in answer.items() for part in pair)
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(has_blank(part, depth + 1) for part in answer)
    function = answer.__func__ if isinstance(answer, MethodType) else answer
    return isinstance(function, FunctionType) and _in_code(function.__code__)


def _in_code(code: CodeType) -> bool:
    if "____" in code.co_names or any(_is_blank(constant) for constant in code.co_consts):
        return True
    return any(_in_code(inner) for inner in code.co_consts if isinstance(inner, CodeType))


def _is_blank(constant: object) -> bool:
    return isinstance(constant, str) and constant == "____"
