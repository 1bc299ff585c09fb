"""How a judge calls the learner's function."""

from typing import Any

from oauth_tutorial.text.redaction import hide_random

_ERROR_TEXT = 200  # characters of an error's message


class LearnersError(Exception):
    """Raised by :func:`call` when the learner's function raises; a check explains it."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)  # its text may be an error itself
        self.error = error


def call(function: Any, *arguments: object, **keywords: object) -> object:
    """Call the learner's function; what it raises becomes a sentence of the check.

    Args:
        function: What the learner wrote.
        *arguments: What it is given.
        **keywords: What it is given by name.

    Raises:
        LearnersError: In place of anything but an interrupt.
    """
    try:
        return function(*arguments, **keywords)
    except (Exception, SystemExit) as error:
        raise LearnersError(error) from error


def raised(error: BaseException, who: str) -> str:
    """Say that a function raised, and what.

    Args:
        error: What it raised.
        who: The function, in words: ``"your function"``.
    """
    try:
        says = hide_random(str(error).partition("\n")[0][:_ERROR_TEXT])
    except Exception:  # an error whose text is itself an error
        says = ""
    return f"{who} raised {type(error).__name__}{': ' if says else '.'}{says}"
