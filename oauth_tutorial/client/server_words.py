"""The server's own words, in whatever shape they come.

RFC 6749 §5.2 has ``error`` and ``error_description``. Real servers send ``error`` as an object, a
list or a number, ``errors[].errorType``, ``message``, ``reason``, ``errmsg``, ``title`` and more.
Only names are known here, as data; any shape will do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from oauth_tutorial.client.answer import Answer
from oauth_tutorial.text.members import members, normal, opened
from oauth_tutorial.text.redaction import SECRET_PARAMETERS
from oauth_tutorial.text.said import CODES, WORDS, is_nothing

_CODE_NAMES = (*CODES, "name")  # in an answer that is not an error: a person's name
_OF_SUCCESS_TOO = {"type", "status", "name"}  # success answers have these as well
PLACES = ("field", "param", "parameter", "property", "resource", "location", "loc")

_SECRETS = {normal(name) for name in SECRET_PARAMETERS - {"code"}}
_NO_CODES = {"error", "errors", "fail", "failed", "failure", "exception", "true"}
_OF_A_FIELD = re.compile(r"(?:^|\.)errors\.[^.]+$")  # {"errors": {"code": ["It is required."]}}
_CHALLENGE = re.compile(r'(error|error_description)\s*=\s*"([^"]*)"', re.IGNORECASE)
_MOST_OF_A_HEADER = 2000
_MOST_LEAVES = 500  # texts and numbers of an answer that are read
_MOST_WORDS = 4  # sentences that are shown; they are cut as one text
_LONGEST_CODE = 60


@dataclass(frozen=True)
class Said:
    """What a server said, cleaned; both may be empty.

    Attributes:
        code: The error's name, as ``"invalid_grant"``, or its number.
        words: The sentences, joined by ``"; "``.
    """

    code: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.words)


def is_error(parameters: Mapping[str, object]) -> bool:
    """Whether an object is a refusal, whatever its status: some servers refuse with 200."""
    own = [parameters[name] for name in ("ok", "success") if name in parameters]
    refused = any(map(_is_no, own))
    # next to a token, a zero is more likely the number of errors
    refused |= "access_token" not in parameters and any(map(_is_zero, own))
    return refused or not is_nothing(parameters.get("error"))


def _is_no(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() == "false")


def _is_zero(value: object) -> bool:
    return value == "0" or (isinstance(value, int | float) and value == 0)


def said_by(answer: Answer, known: Iterable[str] = ()) -> Said:
    """Return what the server said.

    Args:
        answer: The answer.
        known: Codes that come before others, such as those of the RFC.

    Example:
        ``{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid"}]}`` says
        ``invalid_grant`` and ``Refresh token invalid``.
    """
    if answer.says is None:
        return Said(words=answer.clean(answer.as_text))
    leaves = list(_leaves(answer.says))
    is_no = answer.status >= 400 or is_error(answer.parameters)
    code = _code(leaves, known, answer.status, is_no)
    words = _sentences(leaves, code)
    if not words and answer.status >= 400:
        words = _others(leaves, code)
    shown = answer.clean("; ".join(words[:_MOST_WORDS]))
    return Said(code=answer.clean(code, _LONGEST_CODE), words=shown)


def said_in_header(answer: Answer) -> Said:
    """Return what ``WWW-Authenticate`` says, for when the body says nothing (RFC 6750 §3)."""
    challenge = answer.header("WWW-Authenticate")[:_MOST_OF_A_HEADER]
    found = {name.lower(): value for name, value in _CHALLENGE.findall(challenge)}
    return Said(
        code=answer.clean(found.get("error", ""), _LONGEST_CODE),
        words=answer.clean(found.get("error_description", "")),
    )


def _leaves(body: object) -> Iterator[tuple[str, str]]:
    """Each text and number of an answer that means something, with the name of its member."""
    start = {"": body} if not isinstance(body, dict | list) else body
    found = (
        ("errors" if _is_of_a_field(path, name, value) else name, str(value).strip())
        for path, name, value in members(start)
        if isinstance(value, str | int | float)
        and not isinstance(value, bool)
        and not is_nothing(value)
        and opened(str(value)) is None
    )
    for name, value in islice(found, _MOST_LEAVES):
        if " " in value or normal(name) not in _SECRETS:
            yield name, value


def _code(leaves: list[tuple[str, str]], known: Iterable[str], status: int, is_no: bool) -> str:
    codes = [
        (_CODE_NAMES.index(normal(name)), value)
        for name, value in leaves
        if normal(name) in _CODE_NAMES
        and _is_code(value)
        and value != str(status)
        and (is_no or normal(name) not in _OF_SUCCESS_TOO)
    ]
    of_the_rfc = {*known}
    # Twitch sends them as the message: {"status": 400, "message": "authorization_pending"}
    worded = [(0, value) for name, value in leaves if normal(name) in WORDS]
    for _, value in codes + worded:
        if value.lower() in of_the_rfc:
            return value
    # "error" is the code even if it is a number; otherwise a name says more than a number
    ranked = sorted(codes, key=lambda one: (one[0] != 0, _is_number(one[1]), one[0]))
    return ranked[0][1] if ranked else ""


def _is_of_a_field(path: str, name: str, value: object) -> bool:
    """Whether it is a sentence about a parameter, listed under that parameter's name."""
    is_said = isinstance(value, str) and " " in value and normal(name) not in WORDS
    return is_said and bool(_OF_A_FIELD.search(path))


def _is_code(value: str) -> bool:
    return not _is_sentence(value) and value.lower() not in _NO_CODES


def _is_sentence(value: str) -> bool:
    return len(value) > _LONGEST_CODE or any(map(str.isspace, value)) or ":" in value


def _is_number(value: str) -> bool:
    return value.lstrip("-").isdecimal()


def _sentences(leaves: list[tuple[str, str]], code: str) -> list[str]:
    names = [normal(name) for name, _ in leaves]
    best = [
        (WORDS.index(name), value)
        for name, (_, value) in zip(names, leaves, strict=True)
        if name in WORDS
    ]
    worded = [value for _, value in sorted(best, key=lambda one: one[0])]
    # a code that is a sentence, as in {"error": "The code has expired"}
    worded += [
        value
        for name, (_, value) in zip(names, leaves, strict=True)
        if name in {"error", "err"} and _is_sentence(value)
    ]
    places = [
        f"{written} {value}"
        for name, (written, value) in zip(names, leaves, strict=True)
        if name in PLACES
    ]
    return [one for one in dict.fromkeys(worded + places if worded else []) if one != code]


def _others(leaves: list[tuple[str, str]], code: str) -> list[str]:
    """If no name is known: each text with its name; if there is a code, only the sentences."""
    return [
        f"{name}: {value}" if name else value
        for name, value in leaves
        if value != code and (not code or " " in value)
    ]
