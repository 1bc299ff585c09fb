"""What somebody probably meant who wrote a name that there is not."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 60  # characters of a name that are looked at


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a sentence with the nearest name, a space before it; nothing where none is near.

    Example:
        >>> did_you_mean("htm_500", ["html_500", "slow_answer"])
        ' Did you mean html_500?'
    """
    return "".join(f" Did you mean {one}?" for one in get_close_matches(name[:MOST], names, n=1))
