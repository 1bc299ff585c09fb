"""From a TOML document to the dataclasses of the schema. Members that it lacks are refused.

Types are read from the schema, so a new member is one line there.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from oauth_tutorial.errors import PresetError
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

T = TypeVar("T")
_WORDS = {str: "text", bool: "true or false", int: "a whole number", date: "a date"}


def read(kind: type[T], document: Mapping[str, object], where: str = "") -> T:
    """Make a dataclass of the schema from a table.

    Args:
        kind: The class.
        document: The table, as ``tomllib`` reads it.
        where: Its path, for the message.

    Raises:
        PresetError: When a member is unknown, missing, or of the wrong type.
    """
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    for name in document:
        if name not in known:
            raise _error(_join(where, name), f"is not a member here.{did_you_mean(name, known)}")
    for name, one in known.items():
        if name not in document and one.default is MISSING and one.default_factory is MISSING:
            raise _error(_join(where, name), "is missing.")
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be a key
    return kind(
        **{name: _value(hints[name], value, _join(where, name)) for name, value in document.items()}
    )


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, value: object, where: str) -> object:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):  # X | None: TOML has no null
        return _value(next(one for one in inside if one is not type(None)), value, where)
    if origin is Literal:
        if value not in inside or isinstance(value, bool):
            raise _error(where, f"is {_shown(value)}, but can only be: {_listed(inside)}.")
        return value
    if origin is tuple:
        items = _of(list, value, where, "a list")
        return tuple(_value(inside[0], one, f"{where}.{n}") for n, one in enumerate(items))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        table = _of(dict, value, where, "a table")
        return MappingProxyType(
            {
                _value(inside[0], name, where): _value(inside[1], one, _join(where, name))
                for name, one in table.items()
            }
        )
    if is_dataclass(kind):
        return read(kind, _of(dict, value, where, "a table"), where)  # type: ignore[arg-type]
    if kind is object:
        return value
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _error(where, f"is {_shown(value)}, but has to be {_WORDS[kind]}.")
    if isinstance(value, datetime):
        raise _error(where, "is a time, but has to be a date.")
    return value


def _of(kind: type[T], value: object, where: str, called: str) -> T:
    if not isinstance(value, kind):
        raise _error(where, f"is {_shown(value)}, but has to be {called}.")
    return value


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(value: object) -> str:
    return plain(repr(value), 60)


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(map(repr, values))


def _error(where: str, what: str) -> PresetError:
    return PresetError(f"{plain(where, 120)} {what}", path=where)
