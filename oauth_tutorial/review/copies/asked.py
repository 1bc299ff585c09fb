"""What is to be reviewed: a Python file, or a command."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.text.plain import plain

_RUN_BY = {".py": sys.executable, ".js": "node", ".mjs": "node", ".cjs": "node"}
_WHAT = 'a Python file, such as "printshop.py", or a command, such as "node server.mjs"'


@dataclass(frozen=True, slots=True)
class Asked:
    """An app to run.

    Args:
        words: Of the command.
        file: The Python file, where it is one.
        name: What the report calls it.
    """

    words: tuple[str, ...]
    file: Path | None
    name: str


def read_asked(app: str | Path | Sequence[str]) -> Asked:
    """Read what somebody wants reviewed.

    Args:
        app: A file; or a command, as one text or as its words.

    Raises:
        InvalidArgument: When there is no such file, or no such program.

    Example:
        >>> read_asked("python -m shop --fast").words
        ('python', '-m', 'shop', '--fast')
    """
    if not isinstance(app, str | Path | Sequence) or isinstance(app, bytes | bytearray):
        raise InvalidArgument(f"Expected {_WHAT}, got {type(app).__name__}.")
    words = _words(app)
    if not words or not words[0].strip():
        raise InvalidArgument(f"Nothing was named to review. Expected {_WHAT}.")
    if any("\0" in word for word in words):
        raise InvalidArgument(
            f"This has a character that no file name or command can contain. Expected {_WHAT}."
        )
    if len(words) == 1:
        return _one(words[0])
    if shutil.which(words[0]) is None:
        if isinstance(app, str) and Path(app).suffix.lower() in _RUN_BY:
            raise _no_file(app)  # a file's name may have spaces
        raise InvalidArgument(
            f"There is no program {plain(words[0], 80)!r} here. Expected {_WHAT}."
        )
    return Asked(words, None, " ".join(words))


def _words(app: str | Path | Sequence[str]) -> tuple[str, ...]:
    if isinstance(app, Path):
        return (str(app),)
    if isinstance(app, str):
        if "\0" in app or _is_file(Path(app)):  # a file's name may have spaces
            return (app,)
        try:
            return tuple(shlex.split(app))
        except ValueError as error:
            raise InvalidArgument(f"This command cannot be read: {error}.") from None
    if not all(isinstance(word, str | Path) for word in app):
        raise InvalidArgument(f"Expected {_WHAT}.")
    return tuple(map(str, app))


def _one(word: str) -> Asked:
    path = Path(word)
    if _is_file(path):
        runner = _RUN_BY.get(path.suffix.lower())
        if runner is not None and shutil.which(runner) is None:
            raise InvalidArgument(f"{path.name} is run by {runner}, which is not installed here.")
        words = (str(path),) if runner is None else (runner, str(path))
        if runner is None and shutil.which(str(path.absolute())) is None:
            raise InvalidArgument(f"{plain(word, 80)!r} cannot be run. Expected {_WHAT}.")
        return Asked(words, path if path.suffix.lower() == ".py" else None, path.name)
    if os.path.isdir(word):
        raise InvalidArgument(f"{plain(word, 80)!r} is a folder. Expected {_WHAT}.")
    if path.suffix.lower() in _RUN_BY or "/" in word:
        raise _no_file(word)
    if shutil.which(word) is None:
        raise InvalidArgument(f"There is no file or program {plain(word, 80)!r}. Expected {_WHAT}.")
    return Asked((word,), None, word)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for one
        return False


def _no_file(name: str) -> InvalidArgument:
    return InvalidArgument(f"There is no file {plain(name, 80)!r}. Expected {_WHAT}.")
