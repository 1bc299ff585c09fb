"""The server is the grader: the practice service of this kernel, and what it receives.

A judge sends the learner's request, or lets the learner's function send it, and then
looks at the entries of ``photobox.log``: any correct way of writing it passes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from oauth_tutorial import practice
from oauth_tutorial.practice.model.log import Entry


def photobox() -> "practice.PhotoBox":  # whose module is loaded with the first request for it
    """Return the practice service of this kernel, started if it is not running."""
    return practice.start()


@contextmanager
def watch() -> Iterator[list[Entry]]:
    """Collect what the practice service receives inside the block.

    Example:
        >>> with watch() as entries:
        ...     pass
        >>> entries
        []
    """
    entries: list[Entry] = []
    unsubscribe = photobox().log.subscribe(entries.append)
    try:
        yield entries
    finally:
        unsubscribe()
