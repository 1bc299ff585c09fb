"""A document becomes dataclasses, or the message says where it cannot, and what can stand there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import pytest

from oauth_tutorial.errors import PresetError
from oauth_tutorial.presets.reading import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str
    count: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    colour: Literal["red", "blue"]
    port: Literal[0, 1] = 0
    open: bool = False
    day: date | None = None
    words: tuple[str, ...] = ()
    table: Mapping[str, str] = field(default_factory=dict)
    anything: Mapping[str, object] = field(default_factory=dict)
    inner: Inner | None = None
    more: tuple[Inner, ...] = ()
    by_colour: Mapping[Literal["red", "blue"], Inner] = field(default_factory=dict)


WHOLE: dict[str, object] = {
    "colour": "red",
    "port": 1,
    "open": True,
    "day": date(2026, 11, 27),
    "words": ["a", "b"],
    "table": {"a": "b"},
    "anything": {"a": [1, {"b": None}]},
    "inner": {"name": "one"},
    "more": [{"name": "two", "count": 2}],
    "by_colour": {"blue": {"name": "three"}},
}


def test_each_type_is_read() -> None:
    assert read(Outer, WHOLE) == Outer(
        colour="red",
        port=1,
        open=True,
        day=date(2026, 11, 27),
        words=("a", "b"),
        table={"a": "b"},
        anything={"a": [1, {"b": None}]},
        inner=Inner(name="one"),
        more=(Inner(name="two", count=2),),
        by_colour={"blue": Inner(name="three")},
    )


def test_what_is_left_out_has_its_default() -> None:
    assert read(Outer, {"colour": "red"}) == Outer(colour="red")


def test_what_was_read_does_not_change() -> None:
    table = read(Outer, WHOLE).table
    with pytest.raises(TypeError):
        table["a"] = "c"  # type: ignore[index]


REFUSED: dict[str, tuple[dict[str, object], str, str]] = {
    "unknown, and near": ({"color": "red"}, "color", "is not a member here. Did you mean colour?"),
    "unknown, nothing near": ({"zzz": 1}, "zzz", "is not a member here."),
    "unknown below": ({"inner": {"name": "a", "cuont": 1}}, "inner.cuont", "Did you mean count?"),
    "unknown in a list": (
        {"more": [{"name": "a"}, {"nane": "b"}]},
        "more.1.nane",
        "Did you mean name?",
    ),
    "unknown in a table": (
        {"by_colour": {"red": {"nane": "b"}}},
        "by_colour.red.nane",
        "Did you mean name?",
    ),
    "nothing for a word": ({"colour": None}, "colour", "can only be: 'red', 'blue'"),
    "missing below": ({"inner": {"count": 1}}, "inner.name", "is missing."),
    "another word": ({"colour": "green"}, "colour", "is 'green', but can only be: 'red', 'blue'."),
    "true is no number of a choice": ({"port": True}, "port", "is True, but can only be: 0, 1."),
    "text for a truth": ({"open": "yes"}, "open", "has to be true or false."),
    "number for a truth": ({"open": 1}, "open", "has to be true or false."),
    "number for text": ({"inner": {"name": 1}}, "inner.name", "is 1, but has to be text."),
    "text for a number": ({"inner": {"name": "a", "count": "1"}}, "inner.count", "a whole number."),
    "true for a number": ({"inner": {"name": "a", "count": True}}, "inner.count", "a whole number"),
    "fraction": ({"inner": {"name": "a", "count": 1.5}}, "inner.count", "a whole number."),
    "text for a date": ({"day": "2026-11-27"}, "day", "has to be a date."),
    "time for a date": ({"day": datetime(2026, 11, 27, 9)}, "day", "is a time"),
    "text for a list": ({"words": "a"}, "words", "has to be a list."),
    "another in a list": ({"words": ["a", 2]}, "words.1", "has to be text."),
    "list for a table": ({"table": ["a"]}, "table", "has to be a table."),
    "another in a table": ({"table": {"a": 1}}, "table.a", "has to be text."),
    "text for a table": ({"inner": "a"}, "inner", "has to be a table."),
    "another name in a table": ({"by_colour": {"green": {"name": "a"}}}, "by_colour", "'green'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str) -> None:
    change, path, says = REFUSED[case]
    with pytest.raises(PresetError) as caught:
        read(Outer, {**WHOLE, **change})

    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path} ")
    assert caught.value.evidence["path"] == path


def test_what_has_to_be_there_is_asked_for() -> None:
    with pytest.raises(PresetError, match=r"^colour is missing\.$"):
        read(Outer, {})


def test_the_path_begins_where_the_caller_stands() -> None:
    with pytest.raises(PresetError, match=r"^apps\.web\.name is missing\.$"):
        read(Inner, {}, "apps.web")


@pytest.mark.parametrize(
    "foreign", [lambda text: {text: 1}, lambda text: {"colour": text}], ids=["name", "value"]
)
def test_a_message_stays_one_short_line(foreign: Callable[[str], dict[str, object]]) -> None:
    with pytest.raises(PresetError) as caught:
        read(Outer, {"colour": "red", **foreign("\x1b[31m\n" + "x" * 5000)})

    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 300
