"""What a body says about a failure, in whichever members its server puts it.

RFC 6749 §5.2 has ``error`` and ``error_description``. Servers write ``errors[].errorType``,
``error.message``, ``errmsg``, ``errorSummary`` and JSON inside a string as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oauth_tutorial.text.readers import read_json, read_pairs

DEEPEST = 3  # of objects in lists in objects
MOST = 40  # values of one body that are looked at
LONGEST = 2000  # characters of one of its texts

# Members whose value names the failure, and those whose value describes it.
_NAMES = (
    "error",
    "errorcode",
    "errcode",
    "code",
    "errortype",
    "type",
    "errorsubtype",
    "suberror",
    "errorkey",
    "errorname",
    "name",
    "status",
    "reason",
    "id",
    "serviceerrorcode",
    "errortag",
)
_WORDS = (
    "errordescription",
    "message",
    "errormessage",
    "errmsg",
    "errormsg",
    "msg",
    "detail",
    "details",
    "description",
    "errordetail",
    "reason",
    "errorreason",
    "errorsummary",
    "title",
    "hint",
    "fault",
    "faultstring",
)
_INNER = (
    "error",
    "errors",
    "data",
    "body",
    "response",
    "fault",
    "errordetails",
    "detail",
    "result",
)
_STATUS = ("status", "statuscode", "code", "errorcode", "httpstatus", "error", "httpcode")
_CODE = re.compile(r"[A-Za-z][\w.:/-]{2,79}")
_NOTHING = (None, "", False, 0, "0", "null")


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says about a failure.

    Attributes:
        codes: Words that name it, the outermost first: ``invalid_grant``, ``4700``.
        words: Sentences that describe it, as the server wrote them.
        statuses: HTTP statuses that stand in the body.
    """

    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()


def said_in(body: object) -> Said:
    """Return what a body says about a failure, down to the third level.

    Args:
        body: An object or a list, as JSON has them. A member that is there and empty says nothing.

    Example:
        >>> said_in({"errors": [{"errorType": "invalid_grant", "message": "It is too old"}]})
        Said(codes=('invalid_grant',), words=('It is too old',), statuses=())
    """
    codes: dict[str, None] = {}
    words: dict[str, None] = {}
    statuses: dict[int, None] = {}
    for _, (name, value) in zip(range(MOST), _members(body, DEEPEST), strict=False):
        text = str(value)[:LONGEST]
        if name in _STATUS and re.fullmatch(r"[45]\d\d", text):
            statuses[int(text)] = None
        elif name in _NAMES and (_CODE.fullmatch(text) or re.fullmatch(r"-?\d{1,9}", text)):
            codes[text] = None
        if isinstance(value, str) and (name in _WORDS or (name in _INNER and " " in text)):
            words[text] = None
    return Said(tuple(codes), tuple(words), tuple(statuses))


def _members(value: object, depth: int) -> Iterator[tuple[str, object]]:
    """Yield the members that can say something, the outer ones before the inner ones."""
    if isinstance(value, Mapping):
        inner: list[object] = []
        for name, member in list(value.items())[:MOST]:
            plain = re.sub(r"[^a-z]", "", str(name).lower())
            held = _unpacked(member)
            if isinstance(held, (Mapping, list)):
                inner += [held] if plain in _INNER else []
            elif held not in _NOTHING:
                yield plain, held
        for one in inner if depth else []:
            yield from _members(one, depth - 1)
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        for one in value[:MOST]:
            if isinstance(one, str):
                yield "error", one
            elif depth:
                yield from _members(one, depth - 1)


def _unpacked(member: object) -> object:
    """Return what a text holds, where it is JSON or a form; else the member itself."""
    if not isinstance(member, str):
        return member
    text = member.strip()
    if text[:1] in ("{", "["):
        return read_json(text) or member
    if re.match(r"[\w.-]{1,40}=", text) and " " not in text:
        return dict(read_pairs(text)) or member
    return member
