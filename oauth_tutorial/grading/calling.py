"""How a judge calls the learner's function, and what is said when it raises."""

import builtins
import inspect
import linecache
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import requests

from oauth_tutorial.notebook import hints
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.redaction import hide_random

_ERROR_TEXT = 200  # characters of an error's message
_LINE, _INPUT = 80, 160  # characters of a line of code, of what a function was given
# Names that examples use, and the line that makes each.
_IMPORTS = {
    **dict.fromkeys(
        ("parse_qs", "parse_qsl", "quote", "quote_plus", "unquote", "urlencode", "urlsplit"),
        "urllib.parse",
    ),
    "urlparse": "urllib.parse",
    "jwt": "joserfc",
    "KeySet": "joserfc.jwk",
}
_MODULES = {"base64", "hashlib", "hmac", "json", "math", "re", "requests", "secrets", "time"}
_OTHER_LANGUAGES = {"true": "True", "false": "False", "null": "None", "undefined": "None"}


class NothingRan(Exception):
    """Stands for what a function gave back in place of a result: nothing of it has run yet."""


class LearnersError(Exception):
    """Raised by :func:`call` when the learner's function raises; a check explains it.

    Attributes:
        error: What was raised.
        case: Which of several inputs it was, in words; set by :func:`case`.
        given: What the function was given, fit to be shown.
    """

    def __init__(
        self, error: BaseException, function: Any = None, arguments: tuple[object, ...] = ()
    ) -> None:
        super().__init__(type(error).__name__)  # its text may be an error itself
        self.error = error
        self.case = ""
        self.function, self.arguments = function, arguments

    @property
    def given(self) -> str:
        return given(self.function, self.arguments)

    def says(self, who: str = "your function", *, with_input: bool = True) -> str:
        """Say what was raised, where, for which input, and what to look at.

        Args:
            who: Whose it is, in words.
            with_input: Whether to show what it was given. Default: yes.
        """
        if isinstance(self.error, NothingRan):
            return f"{who} {self.error}"
        name, text = type(self.error).__name__, _text(self.error)
        line = _line(self.function, self.error.__traceback__)
        where = f", in the line {line}" if line else ""
        head = f"{who} raised {name}{f': {text}' if text else ''}".rstrip(".")
        of = f"{self.case}: " if self.case else ""
        parts = [
            f"{head}{where}.",
            f"Its input was {of}{self.given}." if self.arguments and with_input else "",
            advice(self.error, self.function, self.arguments),
        ]
        return " ".join(filter(None, parts))


def call(function: Any, *arguments: object, **keywords: object) -> object:
    """Call the learner's function; what it raises becomes a sentence of the check.

    Args:
        function: What the learner wrote.
        *arguments: What it is given.
        **keywords: What it is given by name.

    Raises:
        LearnersError: In place of anything but an interrupt; and where nothing ran, as the
            function is written with ``async def``, or has a ``yield`` in it.
    """
    try:
        return _ran(function, function(*arguments, **keywords))
    except (Exception, SystemExit) as error:
        raise LearnersError(error, function, (*arguments, *keywords.values())) from error


def _ran(function: Any, came: object) -> object:
    if inspect.iscoroutine(came):
        came.close()  # or Python warns that nobody awaited it
        raise NothingRan(ASYNC)
    if inspect.isasyncgen(came):
        raise NothingRan(ASYNC)
    if inspect.isgenerator(came) and inspect.isgeneratorfunction(function):
        raise NothingRan(
            "has a yield in it, so that calling it returns a generator, and nothing of it ran. "
            "Write return in place of yield."
        )
    return came


ASYNC = (
    "is written with async def, or calls one that is: what came back is a coroutine, and nothing "
    "of it ran. Write def, and leave out await."
)


@contextmanager
def case(name: str) -> Iterator[None]:
    """Say which of several inputs the calls in the block are about.

    Args:
        name: As ``"a denial"``.
    """
    try:
        yield
    except LearnersError as learners:
        learners.case = learners.case or name
        raise


def given(function: Any, arguments: tuple[object, ...]) -> str:
    """Show what a function was given, without secrets: ``kept='abc', redirect={}``."""
    names = _names(function)
    shown = []
    for number, value in enumerate(arguments):
        name = names[number] if number < len(names) else ""
        text = plain(hide_random(_shown(value)), _INPUT)
        shown.append(f"{name}={text}" if name else text)
    return ", ".join(shown)


def _names(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _shown(value: object) -> str:
    if callable(value):
        return f"{getattr(value, '__name__', 'a function')}()"
    try:
        return repr(value)[: 4 * _INPUT]
    except Exception:
        return f"a {type(value).__name__}"


def _text(error: BaseException) -> str:
    try:
        return hide_random(str(error).partition("\n")[0][:_ERROR_TEXT])
    except Exception:  # an error whose text is itself an error
        return ""


def _line(function: Any, traceback: TracebackType | None) -> str:
    """The line of the learner's own code that the error came through last."""
    code = getattr(function, "__code__", None)
    number = 0
    while traceback is not None and code is not None:
        if traceback.tb_frame.f_code.co_filename == code.co_filename:
            number = traceback.tb_lineno
        traceback = traceback.tb_next
    line = linecache.getline(code.co_filename, number).strip() if code and number else ""
    return plain(hide_random(line), _LINE)


def advice(error: BaseException, function: Any = None, arguments: tuple[object, ...] = ()) -> str:
    """Say what is mostly behind an error, or nothing.

    Args:
        error: What was raised.
        function: By whom.
        arguments: What it was given.
    """
    if isinstance(error, KeyError):
        return _no_such_key(error, arguments)
    if isinstance(error, IndexError):
        return "There is no place of that number in it: what was looked for is not in this input."
    if isinstance(error, NameError):
        return _no_such_name(error, function)
    if isinstance(error, AttributeError):
        return _no_such_attribute(error)
    if isinstance(error, TypeError):
        return _wrong_kind(_text(error), arguments, began=_began(function, error.__traceback__))
    if isinstance(error, requests.exceptions.JSONDecodeError):
        return "The answer is not JSON: look at the answer's status_code and text first."
    if isinstance(error, requests.HTTPError):
        return "The request arrived, and was refused: look at the answer's text."
    if isinstance(error, requests.RequestException):
        return "The request did not arrive: use the address that was passed in, as it is."
    if isinstance(error, RecursionError):
        return "It calls itself without end."
    if isinstance(error, ValueError) and "unpack" in _text(error):
        return "The number of names on the left of = is not the number of values on the right."
    return ""


def _no_such_key(error: KeyError, arguments: tuple[object, ...]) -> str:
    name = error.args[0] if error.args else ""
    keys = [key for value in arguments if isinstance(value, Mapping) for key in value]
    near = did_you_mean(str(name), map(str, keys))
    shown = plain(hide_random(repr(name)), 60)
    return f"There is no {shown} in it.{near} .get({shown}) returns None in place of an error."


def _no_such_name(error: NameError, function: Any) -> str:
    name = error.name or ""
    if word := _OTHER_LANGUAGES.get(name):
        return f"Python writes {word}."
    if hints.is_fresh(getattr(function, "__globals__", {})):
        return hints.run_above(name)
    if name in _IMPORTS:
        return f"It is not imported: from {_IMPORTS[name]} import {name}"
    if name in _MODULES:
        return f"It is not imported: import {name}"
    known = {**vars(builtins), **getattr(function, "__globals__", {})}
    names = [*_names(function), *(one for one in known if not one.startswith("_"))]
    near = did_you_mean(name, names)
    return (
        f"No cell that has run makes that name.{near} Text stands in quotes. If a cell above makes "
        "it, run that cell first."
    )


def _no_such_attribute(error: AttributeError) -> str:
    value, name = error.obj, error.name or ""
    if isinstance(value, dict):
        return f'A dictionary is read with brackets: ["{name}"], or .get("{name}").'
    if value is None:
        return "What stands before the dot is None: it is not in this input."
    if isinstance(value, list | tuple):
        return f"A {type(value).__name__} has no .{name}: take one item out of it first."
    names = [one for one in dir(value) if not one.startswith("_")]
    return f"A {type(value).__name__} has no such attribute.{did_you_mean(name, names)}"


def _began(function: Any, traceback: TracebackType | None) -> bool:
    """Whether an error came from inside the function, and not from the way it was called."""
    code = getattr(function, "__code__", None)
    while traceback is not None and traceback.tb_frame.f_code is not code:
        traceback = traceback.tb_next
    return traceback is not None


def _wrong_kind(text: str, arguments: tuple[object, ...], began: bool) -> str:
    if "argument" in text and re.search(r"positional|unexpected keyword|required", text):
        if began:
            return "What that line calls takes other arguments: compare their number and names."
        many = len(arguments)
        return (
            f"The check calls it with {many} value{'' if many == 1 else 's'}, in the task's order."
        )
    if "NoneType" in text:
        return "None means that something is missing in this input: check for None first."
    if "not subscriptable" in text:
        return "Brackets read dictionaries and lists; an object is read with a dot."
    if "not callable" in text:
        return "The parentheses () call a function, and there is none before them."
    if "bytes-like" in text or "encoded before hashing" in text or "without an encoding" in text:
        return "Text becomes bytes with .encode()."
    if "bytes" in text:
        return "Bytes become text with .decode()."
    return ""
