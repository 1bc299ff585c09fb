"""A long text is read in part: its ends, and the lines between them that tell of a failure.

What went wrong stands anywhere in a log: whatever the program did afterwards comes below it.
"""

import re
from collections.abc import Iterator

MOST_TEXT = 20_000  # characters that are read
_HEAD, _TAIL = 5_000, 8_000  # of them, from the two ends; the others from between
_LINE = 500  # characters of one line
_BEFORE = 100  # of them before the word that was found
# Words that only a sign-in has, and words that every failure has: the first come first.
_OF_OAUTH = re.compile(
    r"invalid_|unauthorized_client|access_denied|redirect_?uri|AADSTS\d|o_?auth|openid|\boidc"
    r"|client_(?:id|secret)|(?:access|refresh|id)[_ ]?token|code_verifier|well-known",
    re.I,
)
_OF_FAILURES = re.compile(
    r"error|fail|exception|invalid|denied|refused|rejected|expired|unauthori[sz]ed|forbidden"
    r"|mismatch|\b[45]\d\d\b",
    re.I,
)


def shortened(text: str) -> str:
    """Return a text of at most ``MOST_TEXT`` characters, and a line with *…* for each gap.

    Args:
        text: Of any length; what is short enough is returned as it is.

    Example:
        >>> log = "all is well\\n" * 3000 + "error=invalid_grant\\n" + "all is well\\n" * 3000
        >>> "error=invalid_grant" in shortened(log), len(shortened(log)) <= MOST_TEXT
        (True, True)
    """
    if len(text) <= MOST_TEXT:
        return text
    head, tail = text[:_HEAD], text[-_TAIL:]
    room = MOST_TEXT - _HEAD - _TAIL - len("\n…\n") * 2
    return "\n…\n".join((head, _telling(text[_HEAD:-_TAIL], room), tail))


def _telling(text: str, room: int) -> str:
    """Return the lines that tell most, in their order; of equals, those nearest to the end."""
    lines = text.split("\n")
    found = [
        (number, piece, rank) for number, line in enumerate(lines) for piece, rank in _of(line)
    ]
    chosen: dict[int, str] = {}
    for number, piece, _ in sorted(found, key=lambda one: (one[2], -one[0])):
        room -= len(piece) + 1
        if room < 0:
            break
        chosen[number] = piece
    return "\n".join(chosen[number] for number in sorted(chosen))


def _of(line: str) -> Iterator[tuple[str, int]]:
    """Yield the piece of a line that tells of a failure, and how much it tells: 0 is most."""
    failure = _OF_FAILURES.search(line)
    if failure is None:
        return
    word = _OF_OAUTH.search(line)
    begin = max(0, min(failure.start(), word.start() if word else failure.start()) - _BEFORE)
    if begin:  # at a space: half a secret would not be known as one
        begin = line.find(" ", begin) + 1 or begin
    yield line[begin : begin + _LINE], 0 if word else 1
