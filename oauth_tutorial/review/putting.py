"""Putting pieces of code into an app's file: they replace what has the same name there.

A notebook fixes a file of a hundred lines with cells of ten. ``ast`` finds the pieces, which are
moved as they were written, with their decorators and the comment above them.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from oauth_tutorial.errors import InvalidArgument

_MAIN = "if __name__"
_FILE = "the file"
_DOCSTRING = "the docstring"
_WIDTH = 100
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement of the outermost level, with the lines that it takes.

    Attributes:
        names: What it gives a value to; what replaces it has at least these.
        first: Its first line, from 0: the comment or the decorator above it.
        end: The line behind its last one.
    """

    names: frozenset[str]
    first: int
    end: int
    node: ast.stmt = field(repr=False)

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, _FUNCTIONS)

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Put:
    """A source with pieces put into it.

    Attributes:
        source: The whole.
        replaced: What was replaced by something of the same name, in the order of the pieces.
        added: What is new.
    """

    source: str = field(repr=False)
    replaced: tuple[str, ...]
    added: tuple[str, ...]

    def __str__(self) -> str:
        said = [("replaced", self.replaced), ("added", self.added)]
        told = [f"{word} {', '.join(names)}" for word, names in said if names]
        return "; ".join(told) or "nothing new"


def put(source: str, pieces: str) -> Put:
    """Put functions, classes, assignments and imports into a source.

    Args:
        source: Of a module.
        pieces: Of the same kind. A function takes the place of the one with its name, an
            assignment that of the same target. What is new stands above ``if __name__``, and an
            assignment above the first function; imports stand with the others.

    Raises:
        InvalidArgument: When one of them is no Python, with the line.

    Example:
        >>> print(put("a = 1\\n", "a = 2").source, end="")
        a = 2
    """
    new = _parts(pieces, "the cell")
    lines, new_lines = source.splitlines(), pieces.splitlines()
    replaced: list[str] = []
    added: list[str] = []
    for part in new:
        if part.is_import:
            lines = _with_imports(lines, part.node)
            continue
        text = new_lines[part.first : part.end]
        there = [one for one in _parts("\n".join(lines), _FILE) if _gives_way(one, part)]
        for one in reversed(there[1:]):
            del lines[one.first : one.end]
        if there:
            lines[there[0].first : there[0].end] = text
        else:
            lines = _added(lines, part, text)
        (replaced if there else added).append(_name(part))
    whole = "\n".join(lines).rstrip() + "\n"
    _parts(whole, _FILE)
    return Put(whole, tuple(replaced), tuple(added))


def _parts(source: str, what: str) -> list[_Part]:
    try:
        body = ast.parse(source).body
        compile(source, what, "exec", dont_inherit=True)  # a return outside a function
    except SyntaxError as error:
        raise InvalidArgument(
            f"Line {error.lineno} of {what} is not Python: {error.msg}.",
            hint="Nothing was changed.",
        ) from None
    lines = source.splitlines()
    parts: list[_Part] = []
    for node in body:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(one.lineno for one in decorators)]) - 1
        while first and lines[first - 1].startswith("#"):
            first -= 1
        if parts and parts[-1].end > first:  # two statements in one line
            raise InvalidArgument(
                f"Line {node.lineno} of {what} has two statements.",
                hint="Write each in a line of its own. Nothing was changed.",
            )
        parts.append(_Part(_names(node, lines), first, node.end_lineno or node.lineno, node))
    return parts


def _names(node: ast.stmt, lines: Sequence[str]) -> frozenset[str]:
    if isinstance(node, _FUNCTIONS):
        return frozenset({node.name})
    if isinstance(node, ast.If) and lines[node.lineno - 1].startswith(_MAIN):
        return frozenset({_MAIN})
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return frozenset({_DOCSTRING})
    return frozenset(_targets(node)) or frozenset({ast.unparse(node)})


def _targets(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            several = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from map(ast.unparse, several)
    elif isinstance(node, ast.AnnAssign):
        yield ast.unparse(node.target)
    elif isinstance(node, ast.AugAssign):  # app.config |= {…}: another than app.config = …
        yield f"{ast.unparse(node.target)} {type(node.op).__name__}"


def _name(part: _Part) -> str:
    """What it is called: its name, or the names that it sets."""
    if isinstance(part.node, ast.AugAssign):
        return ast.unparse(part.node.target)
    if isinstance(part.node, ast.Assign):
        return ", ".join(_targets(part.node))
    if isinstance(part.node, ast.Expr) and isinstance(part.node.value, ast.Call):
        return ast.unparse(part.node.value.func)
    return next(iter(part.names)).partition("\n")[0]


def _gives_way(old: _Part, new: _Part) -> bool:
    return not old.is_import and old.names <= new.names


def _added(lines: list[str], part: _Part, text: list[str]) -> list[str]:
    """Add what is new: a function above ``if __name__``, anything else above the functions."""
    parts = _parts("\n".join(lines), _FILE)
    if part.is_function:
        place = next((one.first for one in parts if _MAIN in one.names), len(lines))
        before = [*_without_end(lines[:place]), "", "", *text]
        after = lines[place:]
        return [*before, "", "", *after] if after else before
    if _DOCSTRING in part.names:
        return [*text, "", *lines]
    head = [one for one in parts if not one.is_function and _MAIN not in one.names]
    first = next((one.first for one in parts if one.is_function), len(lines))
    above = [one for one in head if one.first < first]
    place = above[-1].end if above else 0
    gap = [""] if above and above[-1].is_import else []
    return [*lines[:place], *gap, *text, *lines[place:]]


def _without_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


_Import = tuple[int, str, str, str]
"""Its group (``__future__``, the standard library, others), its module, what is taken of it, and
under which name."""


def _with_imports(lines: list[str], node: ast.stmt) -> list[str]:
    """Add what is not imported yet, and write the imports in their order again."""
    parts = [one for one in _parts("\n".join(lines), _FILE) if one.is_import]
    known = {one for part in parts for one in _imports(part.node)}
    wanted = {*_imports(node)}
    if wanted <= known:
        return lines
    body = _parts("\n".join(lines), _FILE)
    is_docstring = bool(body) and isinstance(body[0].node, ast.Expr)
    place = parts[0].first if parts else body[0].end if is_docstring else 0
    for part in reversed(parts):
        del lines[part.first : part.end]
    above, below = lines[:place], lines[place:]
    while below and not below[0].strip():
        below = below[1:]
    gap = [""] if _without_end(above) else []
    return [*_without_end(above), *gap, *_block(known | wanted), "", *below]


def _imports(node: ast.stmt) -> Iterator[_Import]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return
    for one in node.names:
        module = one.name
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
        taken = one.name if isinstance(node, ast.ImportFrom) else ""
        yield _group(module.partition(".")[0]), module, taken, one.asname or ""


def _group(module: str) -> int:
    return 0 if module == "__future__" else 1 + (module not in sys.stdlib_module_names)


def _block(imports: set[_Import]) -> list[str]:
    """As isort has them: the standard library, then the others; whole modules first."""
    lines: list[str] = []
    for _, group in groupby(sorted(imports), lambda one: one[0]):
        of_group = list(group)
        lines += [""] if lines else []
        lines += [f"import {_as(module, name)}" for _, module, taken, name in of_group if not taken]
        taken_of = [one for one in of_group if one[2]]
        for module, names in groupby(taken_of, lambda one: one[1]):
            listed = sorted((_as(taken, name) for *_, taken, name in names), key=_sorted_as)
            line = f"from {module} import {', '.join(listed)}"
            wrapped = [f"from {module} import (", *(f"    {one}," for one in listed), ")"]
            lines += [line] if len(line) <= _WIDTH else wrapped
    return lines


def _sorted_as(name: str) -> tuple[bool, bool, str]:
    """CONSTANTS, Classes, functions."""
    return not name.isupper(), not name[:1].isupper(), name


def _as(what: str, name: str) -> str:
    return f"{what} as {name}" if name else what
