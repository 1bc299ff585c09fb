"""What a running copy of an app is, and the sentences for one that does not run."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.redaction import hide_random

LAST_LINES = 5
START_SECONDS = 20  # until it answers for the first time
MOST_OUTPUT = 4 * 1024 * 1024  # bytes that it may write
KEPT_OUTPUT = 1024 * 1024


class DoesNotRun(Exception):
    """Raised where an app cannot be reviewed; the text is what a person reads."""


class Copy(Protocol):
    """An app that runs for a review alone."""

    @property
    def port(self) -> int:
        """Where it listens, or should."""

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself."""

    @property
    def floods(self) -> bool:
        """Whether it was stopped because of what it wrote."""

    def ends_now(self) -> bool:
        """Whether it has ended, or will in a moment; asked when it gave no answer."""

    def said(self) -> str:
        """Return what it has written so far, to both its outputs."""

    def last_lines(self) -> str:
        """Return a sentence with the last of it, and with nothing in it that opens something."""

    def last_error(self) -> str:
        """Return the last line that names an error, fit to be shown; empty where none does."""

    def stop(self) -> None:
        """Stop it, and all that it started. Harmless when already done."""


_ERROR = re.compile(r"(?:Uncaught )?(?:[\w.]+\.)?\w*(?:Error|Exception)\b.*|panic: .*")
FLOODED = f"It was stopped: it wrote more than {MOST_OUTPUT // 1024 // 1024} MB to its output."


def last_lines(said: str, environment: Mapping[str, str]) -> str:
    """Return the last lines of an output, with nothing in them that opens something.

    Args:
        said: What the app wrote.
        environment: What the app was given, and may have repeated.
    """
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    if not lines:
        return "It wrote nothing."
    last, named = lines[-LAST_LINES:], _named(lines)
    if named and named not in last:  # Node writes it first, and where it was afterwards
        last = [named, *last]
    hidden = "\n".join(f"    {_shown(line, environment)}" for line in last)
    return f"Its last lines:\n{hidden}"


def last_error(said: str, environment: Mapping[str, str]) -> str:
    """Return the last line of an output that names an error: ``the app wrote KeyError: 'id'``."""
    named = _named([line.rstrip() for line in said.splitlines()])
    return f"the app wrote {_shown(named, environment)}" if named else ""


def _named(lines: Sequence[str]) -> str:
    return next((line for line in reversed(lines) if _ERROR.match(line)), "")


def _shown(line: str, environment: Mapping[str, str]) -> str:
    return plain(hide_random(_without(line, environment.values())), 160)


def _without(line: str, secrets: Iterable[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):  # one may begin with another
        if len(secret) >= 8:
            line = line.replace(secret, "<hidden>")
    return line
