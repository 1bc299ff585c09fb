"""What a body says about a failure, in whichever members its server puts it.

RFC 6749 §5.2 has ``error`` and ``error_description``. The world has ``errors[].errorType``,
``error.message``, ``errmsg``, ``errorSummary`` and more. What is known here is names, as data; the
shape may be any.
"""

import re
from dataclasses import dataclass

from oauth_tutorial.text.members import members, normal

CODES = (  # names of members that hold a code, the better ones first; see normal()
    *("error", "errorcode", "errcode", "errortype", "code", "faultcode", "type", "status"),
    *("subcode", "ecode", "err"),
)
WORDS = (  # names of members that hold a sentence, the better ones first
    *("errordescription", "errorusermsg", "message", "submsg", "msg", "errmsg", "errormessage"),
    *("errormsg",),
    *("description", "detail", "details", "errordetail", "errordetails", "errorsummary"),
    *("faultstring", "reason", "title", "statusmessage", "developermessage", "usermessage"),
    *(
        "hint",
        "errorhint",
        "cause",
        "text",
        "info",
        "errors",
        "warning",
        "exception",
        "localizedmessage",
    ),
)
NOTHING = {"", "null", "none", "nil", "undefined", "false", "0", "ok", "success"}

LEVELS = 5  # an object in a list in an object, and the texts in it
LONGEST = 2000  # characters of one of its texts
_MORE_CODES = (
    "oauthproblem",
    "errorsubtype",
    "suberror",
    "errorkey",
    "errorname",
    "errortag",
    "serviceerrorcode",
)
_ANY_CODES = {*CODES, *_MORE_CODES, "name", "reason", "id"}
_FIELDS = {"client_id", "client_secret", "code", "grant_type", "redirect_uri", "scope", "state"}
_STATUS = {"status", "statuscode", "code", "errorcode", "httpstatus", "httpcode", "error"}
_CODE = re.compile(r"[A-Za-z][\w.:/-]{2,79}|-?\d{1,9}")
_HTTP = re.compile(r"[45]\d\d")


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says about a failure.

    Attributes:
        codes: Words and numbers that name it: ``invalid_grant``, ``4700``.
        words: Sentences that describe it, as the server wrote them.
        statuses: HTTP statuses that stand in the body.
    """

    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()


def is_nothing(value: object) -> bool:
    """Whether a member says nothing, though it is there: ``"error": null``, ``""``, ``[]``.

    Example:
        >>> is_nothing({"code": 0, "message": ""}), is_nothing("invalid_grant")
        (True, False)
    """
    if isinstance(value, str):
        return value.strip().lower() in NOTHING
    if isinstance(value, dict):
        telling = [inner for name, inner in value.items() if normal(str(name)) in (*CODES, *WORDS)]
        return all(map(is_nothing, telling or value.values()))
    if isinstance(value, list):
        return all(map(is_nothing, value))
    return not value


def said_in(body: object) -> Said:
    """Return what a body says about a failure, down to the third object.

    Args:
        body: An object or a list, as JSON has them. A member that is there and empty says nothing.

    Example:
        >>> said_in({"errors": [{"errorType": "invalid_grant", "message": "It is too old"}]})
        Said(codes=('invalid_grant',), words=('It is too old',), statuses=())
    """
    codes: dict[str, None] = {}
    words: dict[str, None] = {}
    statuses: dict[int, None] = {}
    for _, written, value in members(body, LEVELS):
        if isinstance(value, list) and written in _FIELDS:  # Django and others: a field's errors
            words |= {f"{written}: {one}"[:LONGEST]: None for one in value if isinstance(one, str)}
        if not isinstance(value, str | int) or isinstance(value, bool) or is_nothing(value):
            continue
        name, text = normal(written), str(value)[:LONGEST]
        if name in _STATUS and _HTTP.fullmatch(text):
            statuses[int(text)] = None
        elif name in _ANY_CODES and _CODE.fullmatch(text):
            codes[text] = None
        if isinstance(value, str) and (name in WORDS or (name in CODES and " " in text)):
            words[text] = None
    return Said(tuple(codes), tuple(words), tuple(statuses))
