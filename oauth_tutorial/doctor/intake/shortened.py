"""A long text is read in part: its ends, and the lines between them that tell of a failure.

What went wrong stands anywhere in a log: whatever the program did afterwards comes below it.
"""

from collections.abc import Iterable

MOST_TEXT = 20_000  # characters that are read
_HEAD, _TAIL = 5_000, 8_000  # of them, from the two ends; the others from between
_LINE = 500  # characters of one line
_BEFORE = 100  # of them before the word that was found
# Words that only a sign-in has, and words that every failure has: lines with both come first.
_OF_OAUTH = (
    *("invalid_", "unauthorized_client", "access_denied", "aadsts", "oauth", "openid", "oidc"),
    *("client_id", "client_secret", "redirect_uri", "redirecturi", "code_verifier", "well-known"),
    *("access_token", "access token", "refresh_token", "refresh token", "id_token", "id token"),
)
_OF_FAILURES = (
    *("error", "fail", "exception", "invalid", "denied", "refused", "rejected", "expired"),
    *("unauthori", "forbidden", "mismatch", "not match", "missing", "unknown", "not found"),
    *(" 400", " 401", " 403", " 404", " 500"),
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
    best: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    lines = text.split("\n")
    for number in range(len(lines) - 1, -1, -1):
        lowered = lines[number].lower()
        if not _has(lowered, _OF_FAILURES):
            continue
        piece = _piece(lines[number], lowered)
        if not _has(lowered, _OF_OAUTH):
            others.append((number, piece))
            continue
        room -= len(piece) + 1
        if room < 0:
            return "\n".join(piece for _, piece in reversed(best))
        best.append((number, piece))
    for number, piece in others:
        room -= len(piece) + 1
        if room < 0:
            break
        best.append((number, piece))
    return "\n".join(piece for _, piece in sorted(best))


def _has(lowered: str, words: Iterable[str]) -> bool:
    return any(map(lowered.__contains__, words))


def _piece(line: str, lowered: str) -> str:
    """Return what a line says around the first word that tells of a failure, or of a sign-in."""
    if len(line) <= _LINE:
        return line
    found = [at for word in (*_OF_OAUTH, *_OF_FAILURES) if (at := lowered.find(word)) >= 0]
    begin = max(0, min(found) - _BEFORE)
    if begin:  # at a space: half a secret would not be known as one
        begin = line.find(" ", begin) + 1 or begin
    return line[begin : begin + _LINE]
