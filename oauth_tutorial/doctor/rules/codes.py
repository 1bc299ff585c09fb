"""Causes read from error codes: of a body, of a redirect, of a line in a log."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from oauth_tutorial.doctor.diagnosis import GENERIC, HINT, SPECIFIC, WORDED, Finding, ranked
from oauth_tutorial.doctor.facts import STILL_WAITING, Answer, Facts, Redirect
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.doctor.rules.reasons import (
    explained_after_code,
    reason_of,
    spelt_as_code,
    stands_for_many,
)
from oauth_tutorial.doctor.rules.sentences import places_of
from oauth_tutorial.doctor.step import step_of
from oauth_tutorial.doctor.vocabulary.reporting import reports
from oauth_tutorial.doctor.vocabulary.table import Row, of_kind

POLICY = 6  # a reason that was given says more than the code before it
GRANT_PARTS = {
    "redirect_uri_differs_at_token": r"redirect[_ ]?ur[il]",
    "pkce_mismatch": r"code[_ ]verifier|pkce|code[_ ]challenge",
    "refresh_token_dead": r"refresh[_ ]token",
}
_IS_MISSING = re.compile(r"missing|required|not (?:provided|present|sent|found)|\bno \w", re.I)
# Besides what is given: what a token request in hand excludes.
_OF_REFRESH = "refresh_token_dead"
_MISMATCH, _DIFFERS = "redirect_uri_mismatch", "redirect_uri_differs_at_token"


def codes_of_answers(facts: Facts) -> Iterator[Finding]:
    """The error codes of each answer, wherever its body has them."""
    step, reason = step_of(facts), reason_of(facts)
    for answer in facts.answers:
        if answer.body is None or answer.has_token:
            continue
        for code in (*answer.said.codes, *_disguised_codes(answer)):
            row = of_kind("codes").get(code.lower())
            if row is not None and code.lower() != STILL_WAITING:
                causes = _possible(row, answer, facts, step)
                weight = _weight(row, causes, bool(reason))
                said = f"the answer says {code}"
                yield from ranked(causes, weight, said, _witness(row), reason, row.fix)
        yield from _numbers(answer.body)
        yield from _fields(answer.body)
        if answer.body.get("error") == "invalid_grant":
            yield from _which_grant_fault(str(answer.body.get("error_description", "")))


def _disguised_codes(answer: Answer) -> Iterator[str]:
    """Codes in disguise: ``{"message": "Invalid grant"}``, ``com.example.errors.invalid_grant``."""
    disguised = [spelt_as_code(words) for words in answer.said.words]
    disguised += [code.rpartition(".")[2] for code in answer.said.codes if "." in code]
    yield from (code for code in disguised if code not in answer.said.codes)


def _possible(row: Row, answer: Answer, facts: Facts, step: str) -> tuple[str, ...]:
    """Return the causes of a code that this step, and this request, leave possible."""
    causes = row.causes_at(step)
    if "token" in row.at and not step:  # a body is most often the token endpoint's
        causes = row.at["token"]
    request = answer.request or facts.last("token")
    sent = {} if request is None else request.parameters
    is_code = sent.get("grant_type") == "authorization_code"
    if is_code and causes[0] == _MISMATCH and "redirect_uri" not in sent:
        return (_DIFFERS, *(one for one in causes if one != _DIFFERS))  # it was left out here
    return tuple(one for one in causes if one != _OF_REFRESH) or causes if is_code else causes


def _witness(row: Row) -> str:
    """A code that stands for many causes is no witness of any."""
    return "" if row.little else "code"


def _weight(row: Row, causes: Sequence[str], has_reason: bool) -> int:
    """Where the server gave its reason, a code that is every mistake must not be guessed from.

    If the reason is understood, that is the answer; if not, the code's causes are possible.
    """
    if has_reason and stands_for_many(row, causes):
        return HINT
    return GENERIC if row.little else SPECIFIC


def _which_grant_fault(description: str) -> Iterator[Finding]:
    """``invalid_grant`` names five causes; a description that names one parameter, only one."""
    named = [cause for cause, word in GRANT_PARTS.items() if re.search(word, description, re.I)]
    if len(named) == 1 and " or " not in description:
        is_missing = named[0] == "pkce_mismatch" and _IS_MISSING.search(description)
        cause = "pkce_missing" if is_missing else named[0]
        yield Finding(cause, WORDED - 1, "invalid_grant, and its description names the parameter")


def codes_of_redirects(facts: Facts) -> Iterator[Finding]:
    """The error code that a redirect brings (RFC 6749 §4.1.2.1)."""
    reason = reason_of(facts)
    for redirect in facts.redirects:
        for name in ("error", "error_code", "error_subtype", "error_reason"):
            code = redirect.parameters.get(name, "").lower()
            row = of_kind("codes").get(code)
            if row is not None:
                causes = _of_redirect(row, redirect)
                more = POLICY if causes[:1] != row.causes_at("front")[:1] else 0
                weight = _weight(row, causes, bool(reason)) + more
                weight = HINT if _is_nobodys_denial(causes, redirect) else weight
                said = f"the redirect says {name}={code}"
                yield from ranked(causes, weight, said, _witness(row), reason, row.fix)


# What a server says where a person declined; any other reason is the server's own.
_DECLINED = re.compile(
    r"den(?:y|ied|ies)|declin|cancel|refus|reject|abort"
    r"|did(?: not|n.t) (?:consent|approve|allow|grant|authorize|authenticate)"
    r"|not (?:consent|approve|authorize)|\bsaid no\b|user_denied|closed",
    re.I,
)


def _of_redirect(row: Row, redirect: Redirect) -> tuple[str, ...]:
    causes = row.causes_at("front")
    reason = redirect.parameters.get("error_description", "")
    if causes[:1] == ("user_denied",) and reason and not _DECLINED.search(reason):
        # a policy was named, and no person
        return tuple(dict.fromkeys(("app_not_approved", *causes)))
    return causes


_PERSON = re.compile(r"user|owner|person|\byou\b|customer|consent|cancel|declin|abort|closed", re.I)
MOST_WORDS = 4  # *Access to PhotoBox was denied*: no more than the code


def _is_nobodys_denial(causes: Sequence[str], redirect: Redirect) -> bool:
    """Whether something was denied, for a reason, and it is not said by whom."""
    reason = redirect.parameters.get("error_description", "")
    is_long = len(reason.split()) > MOST_WORDS
    return causes[:1] == ("user_denied",) and is_long and not _PERSON.search(reason)


_PAIR = re.compile(  # the field is empty where the resource is the matter
    r"\b(?:field|resource)\W{1,12}([\w:]{3,40})\W{1,12}(?:field\W{1,12})?"
    r"code\W{1,6}(invalid|expired|missing)\b"
)


def fields_in_texts(facts: Facts) -> Iterator[Finding]:
    """Strava's pairs of field and code, in JSON that was broken when it was pasted."""
    for text in facts.error_texts():
        for field, code in _PAIR.findall(text):
            yield from _fields({"errors": [{"field": field, "code": code}]})


def _numbers(body: Mapping[str, object]) -> Iterator[Finding]:
    """Facebook's error object names its error by two numbers."""
    error = body.get("error")
    if not isinstance(error, Mapping) or not isinstance(error.get("code"), int):
        return
    code, subcode = error["code"], error.get("error_subcode")
    rows = of_kind("numbers")
    row = rows.get(f"{code} {subcode}") or rows.get(str(code))
    if row is not None:
        numbers = f"{code}" + (f", subcode {subcode}" if isinstance(subcode, int) else "")
        yield from ranked(row.causes, SPECIFIC, f"the error object has code {numbers}")


def _fields(body: Mapping[str, object]) -> Iterator[Finding]:
    """Strava's errors name a field, and what is the matter with it."""
    errors = body.get("errors")
    for one in errors if isinstance(errors, list) else []:
        one = one if isinstance(one, dict) else {}
        field, code = one.get("field") or one.get("resource"), one.get("code")
        said = f"{quoted(str(field))} is reported as {quoted(str(code))}"
        if isinstance(field, str) and field.endswith("_permission") and code == "missing":
            yield Finding("scope_insufficient", SPECIFIC, said)
        elif isinstance(field, str) and code in {"invalid", "expired", "missing"}:
            row = of_kind("numbers").get(field.lower())
            yield from ranked(row.causes if row else (), SPECIFIC, said)


# A code counts where it is reported: after "error", in brackets, alone, or in a short complaint.
_TOKEN = re.compile(r"[A-Za-z][\w.:/-]*\w")
_PIECE = re.compile(r"[\w-]+")
_MARKED = re.compile(
    r"(?:error(?:[ _-]?(?:code|type|name))?(?: \d{3})?[\"'’]?\s*(?:[:=]|=>|is\b|was\b)\s*[\"'’`(]*"
    r"|\berror \W?$|[(\[\"'`]|^\W*|: |：|=>\s*|->\s*|=|\b[45]\d\d )$",
    re.I,
)
_COMPLAINT = re.compile(
    r"\b(?:I|we|my|got|get|getting|gives?|said|says|fail\w*|why|help"
    r"|throws?|receiv\w+|raises?)\b",
    re.I,
)
_LOUD = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|[A-Z]{3,}\d{3,}")
_LISTED = re.compile(r"([a-z]{3,}_[a-z_]{3,})[`'\"]?(?:,| or| and|\|) ?(?:or )?[`'\"]?$")
_LISTED_AFTER = re.compile(r"[`'\"]?(?:,| or| and|\|) ?(?:or )?[`'\"]?([a-z]{3,}_[a-z_]{3,})\b")
MOST_TRIED = 5  # places where one code stands
_HUMPS = re.compile(r"Invalid(?:Grant|Client|Scope|Request)|Unsupported(?:Grant|Response)Type")
_WHAT_IS = re.compile(
    r"(?:^|[.?!])\W{0,4}(?:what (?:is|does|are)|(?:o )?qu[eé] significa|was bedeutet"
    r"|que signifie|что (?:означает|значит)) [\"'`«“]?\Z",
    re.I | re.M,
)
_HAPPENS = re.compile(
    r"['\"`]?\s+(?:errors?\s+)?(?:occur(?:s|red)|happen(?:s|ed)|c[ao]mes? back|appear(?:s|ed)"
    r"|(?:is|was) (?:shown|thrown|raised|displayed))\b(?! (?:if|when|whenever|unless)\b)"
)
_SHORT = 300
_HEAD = re.compile(r"^\s*([a-z]+_[a-z_]+): ", re.M)


def codes_in_texts(facts: Facts) -> Iterator[Finding]:
    """The codes that stand in sentences and logs."""
    known, reason = of_kind("codes"), reason_of(facts)
    for text in facts.error_texts():
        places = places_of(text, facts)
        tried: Counter[str] = Counter()
        for token in _TOKEN.finditer(text):
            for start, code in _candidates(token):
                row = known.get(code.lower())
                if row is None:
                    continue
                tried[row.key] += 1
                if _is_listed(text, start, code):
                    continue
                if tried[row.key] <= MOST_TRIED and _is_reported(text, start, code):
                    causes = row.causes_at(*places)
                    explained = bool(reason) or explained_after_code(text, start + len(code))
                    weight = _weight(row, causes, explained)
                    said = f"the text reports {code}"
                    yield from ranked(causes, weight, said, _witness(row), fix=row.fix)


def _is_listed(text: str, start: int, code: str) -> bool:
    """Whether it is one of several in a row: *one of `invalid_request`, `invalid_client`, …*."""
    end = start + len(code)
    before = _LISTED.search(text[max(0, start - 60) : start])
    after = _LISTED_AFTER.match(text[end : end + 60])
    known = of_kind("codes")
    return any(found is not None and found[1].lower() in known for found in (before, after))


def _candidates(token: re.Match[str]) -> Iterator[tuple[int, str]]:
    yield token.start(), token[0]
    if _HUMPS.fullmatch(token[0]):  # InvalidGrant, as Rust and others show it
        yield token.start(), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", token[0]).lower()
    for piece in _PIECE.finditer(token[0]):
        if piece[0] != token[0]:
            yield token.start() + piece.start(), piece[0]


def _is_reported(text: str, start: int, code: str) -> bool:
    if not reports(text, start):
        return False
    if _LOUD.fullmatch(code):  # ERR_TOO_MANY_REDIRECTS, AADSTS50011: nobody else writes so
        return True
    if re.match(r"['\"]?\s*(?:is|means)\b", text[start + len(code) :]):
        return False
    if len(text) >= _SHORT and _WHAT_IS.search(text, max(0, start - 40), start):
        return False
    is_alone = text.strip(" \n.:!'\"").lower() == code.lower()
    marked = bool(_MARKED.search(text[max(0, start - 40) : start]))
    complains = len(text) < _SHORT and bool(_COMPLAINT.search(text))
    is_code = bool(re.search(r"[_\d/-]|^\w*[a-z][A-Z]\w{9}", code))
    happens = bool(_HAPPENS.match(text, start + len(code)))
    line = _line_at(text, start).strip(" \r\t.:!'\"")
    is_line = line == code
    is_head = line.startswith(f"{code}: ") and not _is_of_a_list(text, code)
    return (
        is_alone
        or ((is_line or is_head) and "_" in code)
        or (is_code and (marked or complains or happens))
    )


def _is_of_a_list(text: str, code: str) -> bool:
    """Whether other known codes head lines of their own: a list that explains each."""
    known = of_kind("codes")
    heads = {head for head in _HEAD.findall(text) if head.lower() in known}
    return bool(heads - {code})


def _line_at(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : end if end >= 0 else len(text)]


RULES = (codes_of_answers, codes_of_redirects, codes_in_texts, fields_in_texts)
