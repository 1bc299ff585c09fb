"""What the world writes when a login fails: the rows of the TOML files beside this module.

Four kinds of rows, one a line, and each with the source that it was seen in:

* ``codes``: a word that stands for an error, ``is``, wherever it is reported: the value of a member
  such as ``error``, a parameter of a redirect, a word of a log;
* ``sentences``: a regular expression ``says`` of what only a failure of this kind has, and an
  ``example`` that it is tried on;
* ``exceptions``: the name of a class, ``raised``, without its module;
* ``numbers``: ``code`` and ``subcode`` of an error object (Facebook's), or ``field`` (Strava's).

``causes`` are ranked, the likeliest first. Where the step of the flow, or the address, tells more,
a key named after it has the causes for there: see ``PLACES``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.vocabulary.needles import needles

Causes = tuple[str, ...]
PLACES = (
    "front",
    "token",
    "refresh",
    "password",
    "device",
    "register",
    "discovery",
    "api",
    "loopback",
)
KINDS = {
    "codes": ("is",),
    "sentences": ("says", "example"),
    "exceptions": ("raised",),
    "numbers": ("code", "subcode", "field"),
}
FLAGS = ("little", "exact", "context")
GRAMMAR = "grammar.toml"  # read by the module of this name


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        kind: One of ``KINDS``.
        key: What is looked for: a code, a class, a regular expression; of a number, its text.
        causes: What it stands for, the likeliest first.
        source: Where it was seen or is defined.
        at: The causes in a place that tells more, by the names in ``PLACES``.
        example: A text that a sentence stands in, as people paste it.
        little: Whether it says so little that words and comparisons come first.
        exact: Whether it says so much that it comes before a code.
        context: Whether it counts only in a text that speaks of OAuth.
        file: The name of its folder and its file: ``providers/slack``.
        fix: What to do, where it is not what the first cause asks for; empty: that.
    """

    kind: str
    key: str
    causes: Causes
    source: str
    at: Mapping[str, Causes]
    example: str = ""
    little: bool = False
    exact: bool = False
    context: bool = False
    file: str = ""
    fix: str = ""

    def causes_at(self, *places: str) -> Causes:
        """Return the causes at the first of these places that the row knows, else the general."""
        return next((self.at[place] for place in places if place in self.at), self.causes)


@cache
def rows() -> tuple[Row, ...]:
    """Return every row of every file, the files by their names.

    Raises:
        ValueError: When a row has an unknown key, an unknown cause, or no source.
    """
    return tuple(_read())


@cache
def of_kind(kind: str) -> dict[str, Row]:
    """Return the rows of a kind by what is looked for, without case; of two, the first counts."""
    found: dict[str, Row] = {}
    for row in rows():
        if row.kind == kind:
            found.setdefault(row.key if kind == "sentences" else row.key.lower(), row)
    return found


class Phrase:
    """A row of ``sentences``, ready to be looked for; compiled when a text may hold it."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._needles = needles(row.key)

    def find(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """Yield each place of a text where it stands.

        Args:
            text: What is searched.
            lowered: The same in lower case: the caller has many phrases for one text.
        """
        if not self._needles or any(piece in lowered for piece in self._needles):
            yield from self.expression.finditer(text)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled expression; case does not count, and a dot is any character."""
        return re.compile(self.row.key, re.I | re.S)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return the sentences of the table, in the order of the rows."""
    return tuple(Phrase(row) for row in of_kind("sentences").values())


def _read() -> Iterator[Row]:
    for path in sorted(_toml_files(files(__package__)), key=lambda one: str(one)):
        if path.name == GRAMMAR:
            continue
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind, table in content.items():
            for raw in table:
                yield _row(kind, raw, "/".join(str(path).split("/")[-2:]).removesuffix(".toml"))


def _toml_files(folder: Any) -> Iterator[Any]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _toml_files(path)
        elif path.name.endswith(".toml"):
            yield path


def _row(kind: str, raw: Mapping[str, Any], file: str) -> Row:
    keys = KINDS.get(kind, ())
    unknown = set(raw) - {*keys, *PLACES, *FLAGS, "causes", "source", "fix"}
    at = {place: tuple(raw[place]) for place in PLACES if place in raw}
    named = {*raw.get("causes", ()), *(cause for causes in at.values() for cause in causes)}
    if not keys or unknown or not raw.get("causes") or not raw.get("source") or named - set(CAUSES):
        raise ValueError(f"{file}.toml: this row of {kind} cannot be read: {dict(raw)}")
    return Row(
        kind=kind,
        key=" ".join(str(raw[key]) for key in keys if key != "example" and key in raw),
        causes=tuple(raw["causes"]),
        source=raw["source"],
        at=at,
        example=raw.get("example", ""),
        little=raw.get("little", False),
        exact=raw.get("exact", False),
        context=raw.get("context", False),
        file=file,
        fix=raw.get("fix", ""),
    )
