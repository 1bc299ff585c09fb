"""An app's file beside the notebook: copied there, and changed piece by piece.

``%load_ext oauth_tutorial.review.workbench`` brings the magic ``%%put_into printshop.py``.
"""

import ast
import dis
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.notebook.written import write_whole
from oauth_tutorial.review.putting import put
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

_KEPT = ".before"  # in the name of a file that was there


def copy_example(name: str, to: str | Path = "") -> None:
    """Copy one of the course's Flask apps beside the notebook, to be opened and changed.

    If there is a different file, it is kept as ``NAME.before.py``.

    Args:
        name: As ``"unsafe_printshop.py"``.
        to: The file. Default: of the same name.

    Raises:
        InvalidArgument: When there is no such example.
    """
    source, target = _example(name), Path(to or name)
    content = source.read_bytes()
    if target.exists() and target.read_bytes() != content:
        write_whole(target.with_name(f"{target.stem}{_KEPT}{target.suffix}"), target.read_bytes())
    write_whole(target, content)
    lines = len(content.splitlines())
    print(f"{target.name} is beside this notebook, {lines} lines. Open it and read it.")


def put_into(file: str | Path, *what: str | Callable[..., Any]) -> None:
    """Put pieces of code into a file: each replaces what has the same name there.

    Args:
        file: As ``"printshop.py"``.
        what: Functions of the notebook, or code as text: functions, assignments, imports.

    Raises:
        InvalidArgument: When there is no such file, or something is not Python. Then the file
            stays as it was.

    Example:
        ``put_into("printshop.py", renew)`` says ``printshop.py: replaced renew``
    """
    path = Path(file)
    if not path.is_file():
        raise InvalidArgument(
            f"There is no file {plain(path.name, 80)!r} here.",
            hint="Run the cell with copy_example, which puts it beside the notebook.",
        )
    pieces = "\n\n\n".join(one if isinstance(one, str) else source_of(one) for one in what)
    done = put(path.read_text(encoding="utf-8"), pieces)
    write_whole(path, done.source)
    print(f"{path.name}: {done}")


def source_of(function: object, name: str = "") -> str:
    """Return how a function was written, with what it needs of its notebook.

    That is the functions of the same cell that it calls, and the imports of all of them.

    Args:
        function: Of a cell, or of a module.
        name: What it is to be called. Default: as it is.

    Raises:
        InvalidArgument: When it is not a function written with ``def``.
    """
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        raise InvalidArgument("This is not a function that was written with def.")
    try:
        functions = [function, *_helpers(function)]
        own = [_written(one) for one in functions]
    except (OSError, TypeError, SyntaxError):
        raise InvalidArgument(
            "The source of this function is no longer known.", hint="Run its cell again."
        ) from None
    own[0] = re.sub(
        r"(?m)^((?:async )?def )\w+", rf"\g<1>{name or function.__name__}", own[0], count=1
    )
    imports = sorted({line for one in functions for line in _imports(one)})
    return "\n\n\n".join([*imports, *reversed(own)])


def load_ipython_extension(shell: Any) -> None:
    """Bring the magic into a notebook; ``%load_ext`` calls this."""
    shell.register_magic_function(_magic, magic_kind="cell", magic_name="put_into")


def _magic(line: str, cell: str) -> None:
    put_into(line.strip(), cell)


def _written(function: FunctionType) -> str:
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    ast.parse(source)
    return source


def _helpers(function: FunctionType) -> list[FunctionType]:
    """The functions of the same cell that it names, and those that these name."""
    found: list[FunctionType] = []
    waiting = [function]
    while waiting:
        code = waiting.pop().__code__
        for name in _names(code):
            other = function.__globals__.get(name)
            if not isinstance(other, FunctionType) or other in (function, *found):
                continue
            if (other.__name__, other.__code__.co_filename) == (name, code.co_filename):
                found.append(other)
                waiting.append(other)
    return found


def _imports(function: FunctionType) -> Iterator[str]:
    """The lines that import what it names: modules, and pieces of the standard library."""
    for name in _names(function.__code__):
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            yield f"import {value.__name__}" + _under(name, value.__name__)
        elif isinstance(value, type | FunctionType | BuiltinFunctionType):
            module, own = value.__module__ or "", value.__name__
            known = module.partition(".")[0] in sys.stdlib_module_names
            if known and getattr(sys.modules.get(module), own, None) is value:
                yield f"from {module} import {own}" + _under(name, own)


def _under(name: str, own: str) -> str:
    return "" if name == own else f" as {name}"


def _names(code: CodeType) -> Iterator[str]:
    """The global names in a function, and in the functions inside it."""
    yield from (one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL")
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _example(name: str) -> Path:
    folder = beside("examples") / "flask"
    known = sorted(one.name for one in folder.glob("*.py"))
    wanted = name if name.endswith(".py") else f"{name}.py"
    if wanted not in known:
        raise InvalidArgument(
            f"There is no example {plain(name, 60)!r}.{did_you_mean(wanted, known)}",
            hint=f"There are: {', '.join(known)}.",
        )
    return folder / wanted
