"""The reason that a server gives beside a code that stands for many mistakes.

If it is understood, its own rule has the answer. If it is not, the code must not be guessed
from: its causes are possible, and no more.
"""

import re
from collections.abc import Sequence

from oauth_tutorial.doctor.diagnosis import MANY
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.doctor.vocabulary.table import Row, of_kind

# Descriptions that say no more than the code (RFC 6749 §4.1.2.1, §5.2)
_EMPTY = re.compile(
    r"missing a required parameter, includes|\bbad request\b|invalid request"
    r"|fail\w* to exchange (?:the )?(?:authorization )?code",
    re.I,
)
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]*)?,?"
_AFTER_CODE = re.compile(
    r"""(?:["'`)\]}]*\s*[:(|,;–—-]+|["'`]*\))\s*["'`(\[{]*"""
    rf"""(?:(?:\w*(?:description|message|hint)["'`]?\s*[:=]+>?\s*["'`(\[]*({_WORD}[ \t]+{_WORD}))"""
    rf"""|["'`(\[]*((?:{_WORD}[ \t]+){{3}}))"""
    rf"""|[ \t]*\n\s*((?!at\b)(?:{_WORD}[ \t]+){{3}})"""  # on the next line
)
# What comes after an outer sentence: *cannot fetch token: 403 Forbidden⏎Response: Cookies must …*
_AFTER_SENTENCE = re.compile(
    rf"[^\n]{{0,80}}(?::|\bbecause|\n\s*Response:)\s*[\"'“]?{_WORD} {_WORD}"
)
_MOST = 200  # characters after a code


def reason_of(facts: Facts) -> str:
    """Return the reason beside a code, of a body or a redirect, fit to be shown."""
    reasons = [word for answer in facts.answers for word in answer.said.words]
    reasons += [one.parameters.get("error_description", "") for one in facts.redirects]
    reason = next(filter(_is_reason, reasons), "")
    return quoted(reason, facts.secrets) if reason else ""


def explained_after_code(text: str, end: int) -> bool:
    """Whether the words after a code say why: *invalid_grant: The code has …*."""
    found = _AFTER_CODE.match(text[end : end + _MOST])
    return found is not None and _is_reason(found[1] or found[2] or found[3])


def explained_after_sentence(text: str, end: int) -> bool:
    """Whether an outer sentence goes on with what it was that failed."""
    return _AFTER_SENTENCE.match(text[end : end + _MOST]) is not None


def stands_for_many(row: Row, causes: Sequence[str]) -> bool:
    """Whether a row says so little that a reason beside it must be heard first."""
    return row.little and len(causes) >= MANY


def spelt_as_code(words: str) -> str:
    """Return words as a code is spelt: *Invalid grant* is ``invalid_grant``."""
    return re.sub(r"[ -]", "_", words.strip(" .!").lower())


def _is_reason(text: str) -> bool:
    is_code = spelt_as_code(text) in of_kind("codes")
    return len(text.split()) > 1 and not is_code and not _EMPTY.search(text)
