"""A sentence by its parts: a thing of the flow, and what is the matter with it.

Servers say the same in a hundred ways (*Invalid redirect_uri*, *the callback URL is not
registered*); ``grammar.toml`` has the things, the faults, and what each pair stands for.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.vocabulary.table import PLACES, Causes

FARTHEST = 60  # characters between a thing and its fault
LONGEST = 90  # characters of a fault
MOST = 100  # things of one text that are looked at
ANY, MISSING = "any", "missing"
# Where a sentence ends: no fault belongs to a thing beyond it.
_END = re.compile(
    r",(?=\s*[\"']?\w+[\"']?: )|[.!?;](?=\s)|\n|\"\s*[,}]|\(|\u2014"
    r"|\b(?:but|because|while|although)\b"
)
_MEMBER = re.compile(r"[\"']?: ")  # what follows the name of a member of an object


@dataclass(frozen=True, slots=True)
class Sentence:
    """A thing and a fault that stand together in a text.

    Attributes:
        thing: Its name in ``grammar.toml``.
        fault: Its name there.
        position: Where in the text the first of both begins.
        gap: How many characters lie between them.
        fault_at: Where the fault begins.
    """

    thing: str
    fault: str
    position: int
    gap: int
    fault_at: int

    def causes_at(self, *places: str) -> Causes:
        """Return what it stands for at the first of these places that the rule knows."""
        for causes, at in _rules_of(self.thing, self.fault):
            return next((at[place] for place in places if place in at), causes)
        return ()


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int


def sentences_in(text: str) -> Iterator[Sentence]:
    """Yield each thing of a text with the fault that is nearest to it, in the text's order.

    Example:
        >>> [(one.thing, one.fault) for one in sentences_in("invalid redirect_uri parameter")]
        [('redirect_uri', 'invalid')]
    """
    grammar = _grammar()
    faults = sorted(_all(text, grammar["faults"]), key=lambda one: one.start)
    if not faults:
        return
    found: list[Sentence] = []
    starts = [one.start for one in faults]
    things = sorted(_apart(_all(text, grammar["things"])), key=lambda one: one.start)
    for thing in things[:MOST]:
        # a fault begins at most so far before or after it
        around = faults[
            bisect_left(starts, thing.start - LONGEST - FARTHEST) : bisect_left(
                starts, thing.end + FARTHEST + 1
            )
        ]
        near = [one for fault in around if (one := _joined(text, thing, fault))]
        if near:
            found.append(min(near, key=lambda one: (one.gap, _order(one.fault))))
    # of "the redirect URL is missing state", it is the state that is missing
    objects = {
        one.fault_at for one in found if one.fault == MISSING and one.fault_at == one.position
    }
    yield from (one for one in found if one.fault_at not in objects or one.fault_at == one.position)


def _joined(text: str, thing: _Found, fault: _Found) -> Sentence | None:
    """Return both as one sentence, where they stand near each other in the same one."""
    first, second = sorted((thing, fault), key=lambda one: one.start)
    between = text[first.end : second.start]
    if len(between) > FARTHEST or _END.search(between):
        return None
    if between.rstrip(" \t\n\"'").endswith(",") and _MEMBER.match(text, second.end):
        return None  # code: undefined, redirect_uri: …
    return Sentence(thing.name, fault.name, first.start, len(between), fault.start)


def _all(text: str, expressions: Mapping[str, re.Pattern[str]]) -> Iterator[_Found]:
    for name, pattern in expressions.items():
        for found in pattern.finditer(text):
            yield _Found(name, *found.span())


def _apart(found: Iterator[_Found]) -> Iterator[_Found]:
    """Leave out what lies inside a longer one: *code* of *device code*."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    yield from kept


def _order(fault: str) -> int:
    return list(_grammar()["faults"]).index(fault)


@cache
def _grammar() -> dict[str, dict[str, re.Pattern[str]]]:
    content = _content()
    return {
        part: {name: re.compile(says, re.I) for name, says in content[part].items()}
        for part in ("things", "faults")
    }


@cache
def _content() -> dict[str, Any]:
    text = (files(__package__) / "grammar.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _rules_of(thing: str, fault: str) -> Iterator[tuple[Causes, Mapping[str, Causes]]]:
    """Yield causes and places of each rule for a thing and a fault, the first that counts first."""
    for of_thing, of_fault, causes, at in _rules():
        if of_thing == thing and of_fault in (fault, ANY):
            yield causes, at


@cache
def _rules() -> tuple[tuple[str, str, Causes, Mapping[str, Causes]], ...]:
    """Return the rules, in their order: thing, fault, causes, and those of each place.

    Raises:
        ValueError: When a rule names a cause that there is not.
    """
    found = []
    for rule in _content()["rules"]:
        at = {place: tuple(rule[place]) for place in PLACES if place in rule}
        if {*rule["causes"], *(cause for one in at.values() for cause in one)} - set(CAUSES):
            raise ValueError(f"grammar.toml: a rule of {rule['thing']} has a cause that is none")
        found.append((rule["thing"], rule["fault"], tuple(rule["causes"]), at))
    return tuple(found)
