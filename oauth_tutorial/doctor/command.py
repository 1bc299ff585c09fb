"""The body of ``oauth-tutorial doctor``: what to read, and what to print."""

import sys
from collections.abc import Sequence
from pathlib import Path

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.diagnosis import Diagnosis
from oauth_tutorial.doctor.machine import Machine, examine

MOST_BYTES = 1_000_000


def run(given: Sequence[str]) -> Diagnosis | Machine:
    """Examine what was given, or this machine.

    Args:
        given: Texts, names of files, and ``-`` for standard input.

    Raises:
        OSError: When a file, or standard input, cannot be read.
    """
    if not given:
        return examine()
    return diagnose(*[_text(one) for one in given])


def _text(given: str) -> str:
    if given == "-":
        raw = sys.stdin.buffer.read(MOST_BYTES)
    elif _is_file(given):
        with open(given, "rb") as file:
            raw = file.read(MOST_BYTES)
    else:
        return given
    return raw.decode("utf-8-sig", "replace")


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except (OSError, ValueError):  # a text too long for a name, or with a zero in it
        return False
