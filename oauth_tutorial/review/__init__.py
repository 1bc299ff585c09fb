"""Grade a web application that signs people in: ``review("printshop.py")``."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauth_tutorial.review.check import Check
    from oauth_tutorial.review.result import Review
    from oauth_tutorial.review.reviewing import review
    from oauth_tutorial.review.running import RunningApp, run
    from oauth_tutorial.review.workbench import copy_example, put_into

__all__ = ["Check", "Review", "RunningApp", "copy_example", "put_into", "review", "run"]

_MODULE_OF = {
    "Check": "check",
    "Review": "result",
    "RunningApp": "running",
    "copy_example": "workbench",
    "put_into": "workbench",
    "review": "reviewing",
    "run": "running",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"oauth_tutorial.review.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
