"""Causes read from words: error descriptions, messages, pages, complaints."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from oauth_tutorial.doctor.causes import CAUSES, UNKNOWN
from oauth_tutorial.doctor.diagnosis import (
    EXACT,
    HINT,
    LITTLE,
    SENTENCE,
    WORDED,
    Finding,
    ranked,
)
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.doctor.rules.compare import code_fault
from oauth_tutorial.doctor.rules.reasons import (
    explained_after_sentence,
    reason_of,
    stands_for_many,
)
from oauth_tutorial.doctor.rules.service import SAYS_RULE
from oauth_tutorial.doctor.step import step_in, step_of
from oauth_tutorial.doctor.vocabulary.grammar import sentences_in
from oauth_tutorial.doctor.vocabulary.reporting import reports
from oauth_tutorial.doctor.vocabulary.table import of_kind, phrases

MOST_RAW = 5000  # characters of a body that phrases are looked for in
_BROKEN_LINE = re.compile(r"(?<=[a-z,])\n(?=[a-z(])")  # of a terminal or a mail
_NO_ANSWER = "tls_or_network"
_QUOTED = 160  # characters of a text that are quoted
_BEFORE = 60  # of them before what was found
_KNOWN_BY = 12  # characters by which a sentence is found again in the text as it was given
_LONG = 60  # characters of a match: the longer of two sentences says more
_ENCODED_CODE = re.compile(r"(?<![\w=%])4%2F0\S{8,}", re.I)
# Words that other fields have too: they count beside one that only this field has.
AMBIGUOUS = {
    "algorithm",
    "audience",
    "code",
    "issuer",
    "key_id",
    "nonce",
    "origin",
    "registration",
    "scope",
    "state",
}
OF_EVERY_SITE = {"csrf"}  # any form has one: it counts in a text that speaks of OAuth
_CONTEXT = re.compile(
    r"auth|openid|oidc|token|jwt|claim|client|\bsso\b|log[ -]?in|sign[ -]?in|redirect|callback"
    r"|\bi(?:ss|dp)\b|\baud\b|csrf|scope|[\"'`]state[\"'`]|state (?:parameter|cookie)|grant"
    r"|consent|(?:^|error: )\W*state (?:is|was|does|did|do|has|mismatch|not)\b"
    r"|\bstate: ?(?:invalid|missing|expired)"
    r"|signing key|jwks|\bkeys?\b.{0,20}\bkid\b|\bkid\b.{0,40}\bkey\b",
    re.I,
)
# What a row with ``context`` needs beside it: a network fails in every program.
_OAUTH = re.compile(
    r"(?<!n)o_?auth|openid|\boidc\b|client[_ -]?(?:id|secret)|/token\b|access[_ -]?token|\bjwks"
    r"|\bsso\b"
    r"|token[_ ](?:endpoint|request|response|exchange|url)|/authori[sz]e\b|\bJWT\b|\bclaims?\b"
    r"|authori[sz](?:e\?|e (?:url|page|endpoint)|ation (?:code|server|endpoint|session|url))"
    r"|授权|認証|认证|авториз|autori[zs]"
    r"|invalid_(?:client|grant|request|scope|token)|unauthorized_client|access_denied"
    r"|identity provider|\bidp\b|well-known|userinfo|discovery (?:document|endpoint)|redirect_uri"
    r"|//(?:login|accounts?|auth|id|sso)\.|single sign|\bMCP\b"
    r"|\bIDX\d{5}\b|(?:sign[- ]?in|log[- ]?in) (?:service|to continue)",
    re.I,
)
_OF_OTHERS = {"InvalidStateError"}  # of asyncio
_OF_PROGRAMS = {
    "AttributeError",
    "ImportError",
    "KeyError",
    "ModuleNotFoundError",
    "NameError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "UnboundLocalError",
}
_LOUD = re.compile(r"\b[A-Z]{3,}(?:_[A-Z]{2,}){1,8}\b")
# What is no sentence: the parameters of an address; the members of an object as a program shows it
_ADDRESS = re.compile(r"https?://\S+|/\S*\?\S+|\b\w+=(?:null|None|nil|undefined)(?=[,)\]}])")
# Chinese, Japanese and Korean put no space between a Latin word and their own
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_JOINED = re.compile(rf"(?<=\w)(?=[{_CJK}])(?<![{_CJK}])|(?<=[{_CJK}])(?=\w)(?![{_CJK}])")
_FOLDED = re.compile(r"[ \t]+|\n[ \t]+(?=[a-z])")  # spaces in a row, a line that a log folded
_HUMPS = re.compile(r"\b[A-Z]?[a-z]+(?:[A-Z][a-z]+){1,5}\b(?<!Error)(?<!Exception)")
MOST_CODES = 20  # of one text
_LOOPBACK = re.compile(r"\b(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)", re.I)


class _Found(NamedTuple):
    """A sentence in a text: what it may mean, what it weighs, and where it stands."""

    causes: tuple[str, ...]
    weight: float
    at: int  # characters before it
    witness: str

    def ranked(self, said: str) -> Iterator[Finding]:
        return ranked(self.causes, self.weight, said, self.witness)


def words(facts: Facts) -> Iterator[Finding]:
    """What is written in every text: a sentence of the table, or its parts."""
    others = {one.message for one in facts.failures if one.names[0] in _OF_OTHERS}
    speaks, has_reason = speaks_of_oauth(facts), bool(reason_of(facts))
    for given in [*facts.error_texts(), *_codes_as_words(facts)]:
        if given in others:
            continue
        text = _BROKEN_LINE.sub(" ", given)
        places = places_of(text, facts)
        is_about_it = speaks or _OAUTH.search(text) is not None
        found = [*_of_the_table(text, places, is_about_it=is_about_it, has_reason=has_reason)]
        if not _is_of_a_program(given, facts):
            left_out = _of_other_fields(text, facts, is_about_it=is_about_it)
            found += _by_parts(text, places, left_out)
        inner = [one for one in found if not _is_outer(one, found, text)]
        if inner:  # quoted once, where it says most
            said = _said(text, max(inner, key=lambda one: one.weight).at, facts)
            for one in inner:
                yield from one.ranked(said)
        yield from _own_name(given)
    if not any(answer.has_token for answer in facts.answers):
        bodies = [*facts.raw, *(answer.text for answer in facts.answers)]
        for body in dict.fromkeys(body[:MOST_RAW] for body in bodies if body):
            is_about_it = speaks or _OAUTH.search(body) is not None
            places = places_of(body, facts)
            for one in _of_the_table(body, places, is_about_it=is_about_it, has_reason=has_reason):
                yield from one.ranked("")
    for text in facts.error_texts():
        if encoded := _ENCODED_CODE.search(text):  # Google's codes begin with 4/0A
            yield Finding("code_damaged", EXACT, code_fault(encoded[0]) or "")


def _is_outer(one: _Found, found: Sequence[_Found], text: str) -> bool:
    """Whether a line goes on with a reason: *cannot connect: HTTP 403: the token is invalid*.

    That no answer came cannot be the cause where the same line quotes one.
    """
    end = text.find("\n", one.at)
    line = text[one.at : end if end >= 0 else len(text)]
    return one.causes[:1] == (_NO_ANSWER,) and any(
        0 < other.at - one.at < len(line)
        and ": " in line[: other.at - one.at]
        and other.causes[:1] != (_NO_ANSWER,)
        for other in found
    )


def _codes_as_words(facts: Facts) -> Iterator[str]:
    """A code that nobody knows may be a sentence: ``EXPIRED_AUTH_CODE``, ``RedirectUriInvalid``."""
    found = [code for answer in facts.answers for code in answer.said.codes]
    found += [one.parameters.get("error", "") for one in facts.redirects]
    for text in facts.error_texts():
        if _OAUTH.search(text) or facts.answers or facts.redirects:
            found += [*_LOUD.findall(text), *_HUMPS.findall(text)][:MOST_CODES]
    for code in dict.fromkeys(found):
        known = code.lower() in of_kind("codes") or code.lower() in of_kind("exceptions")
        if not known and re.search(r"[a-z]_|[A-Z]_|[a-z][A-Z]", code):
            yield re.sub(r"[_.-]|(?<=[a-z])(?=[A-Z])", " ", code).lower()


def places_of(text: str, facts: Facts) -> tuple[str, ...]:
    """Return the places that tell the causes of a row: the address, and the step."""
    step = step_of(facts) or step_in(text)
    return (*(("loopback",) if _LOOPBACK.search(text) else ()), step)


def speaks_of_oauth(facts: Facts) -> bool:
    """Whether anything that was given does: what every network says counts then."""
    return bool(facts.redirects or facts.requests) or any(map(_OAUTH.search, facts.around))


def _said(text: str, at: int, facts: Facts) -> str:
    """Quote a text; a long one from the sentence that was found on."""
    if SAYS_RULE in text:  # quoted once, by the rule that knows the practice service's words
        return ""
    begin = 0
    if len(text) > _QUOTED:
        begin = max(text.rfind("\n", 0, at) + 1, text.rfind(". ", 0, at) + 2, 0)
        begin = begin if begin > 1 else 0
        if at - begin > _BEFORE:  # at a space: half a secret would not be known as one
            begin = max(text.find(" ", at - _BEFORE, at) + 1, begin)
    told = f"{'… ' if begin else ''}{text[begin:]}"
    return f"it says {quoted(told, facts.secrets, limit=_QUOTED)}"


def _of_the_table(
    text: str, places: tuple[str, ...], *, is_about_it: bool, has_reason: bool
) -> Iterator[_Found]:
    """Yield each row whose sentence stands in a text, with what it weighs there."""
    lowered = text.lower()
    for phrase in phrases():
        row = phrase.row
        found = next((m for m in phrase.find(text, lowered) if reports(text, m.start())), None)
        if found is None or (row.context and not is_about_it):
            continue
        weight = (EXACT if row.exact else WORDED) + 3 * min(len(found[0]), _LONG) / _LONG
        if stands_for_many(row, row.causes) and (
            has_reason or explained_after_sentence(text, found.end())
        ):
            weight = HINT
        elif row.little:
            weight = LITTLE
        witness = "" if row.little else "sentence"
        yield _Found(row.causes_at(*places), weight, found.start(), witness)


def _is_of_a_program(text: str, facts: Facts) -> bool:
    """Whether it is about the names in a program: *name 'access_token' is not defined*."""
    messages = [one.message for one in facts.failures if one.names[0] in _OF_PROGRAMS]
    return any(message == text or text.strip().endswith(message) for message in messages)


def _is_about_oauth(text: str, facts: Facts) -> bool:
    """Whether a word that other fields have too means what it means here."""
    has_messages = facts.answers or facts.redirects or facts.requests or facts.broken_rules
    return bool(has_messages) or _CONTEXT.search(text) is not None


def _of_other_fields(text: str, facts: Facts, *, is_about_it: bool) -> Set[str]:
    """Return the things that may mean something else in a text like this."""
    left_out: Set[str] = set() if _is_about_oauth(text, facts) else AMBIGUOUS
    return left_out if is_about_it else left_out | OF_EVERY_SITE


def _by_parts(text: str, places: tuple[str, ...], left_out: Set[str]) -> Iterator[_Found]:
    parts = _FOLDED.sub(" ", _JOINED.sub(" ", _ADDRESS.sub(" ", text)))
    for one in sentences_in(parts):
        if one.thing in left_out:
            continue  # the audience of a play, the issuer of a bond
        if reports(parts, one.position):
            at = max(text.find(parts[one.position : one.position + _KNOWN_BY]), 0)
            yield _Found(one.causes_at(*places), SENTENCE - one.gap / 20, at, "sentence")


def _own_name(text: str) -> Iterator[Finding]:
    """The name of a cause, as it stands under "Also possible"."""
    name = text.strip().lower()
    if name in CAUSES and name not in of_kind("codes") and name != UNKNOWN:
        yield Finding(name, EXACT, "this is the name of a cause")


RULES = (words,)
