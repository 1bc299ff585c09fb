"""The redirect inside whatever a person copied.

People rarely copy an address and nothing else: it has quotes or brackets around it, it is part of
a sentence, a link, a log line or a JSON string, or a terminal broke it into lines. ``state`` proves
that the right one was found. Nothing proves where the code ends, so if that is in doubt, the
address is refused and the message says why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from oauth_tutorial.client.pasting.end import BEFORE, ENDS, ways_to_end
from oauth_tutorial.client.pasting.layers import layers
from oauth_tutorial.client.redirect import COPY_IT, AuthorizationResponse, is_fit, judge
from oauth_tutorial.errors import (
    AuthorizationFailed,
    IssuerMismatch,
    MalformedRedirect,
    RedirectError,
    StateMismatch,
)
from oauth_tutorial.text.readers import NO_URL, read_pairs, split_url
from oauth_tutorial.text.redaction import shape

MOST_TEXT = 256 * 1024  # characters
MOST_ADDRESS = 64 * 1024  # characters, the same limit as for a request to the receiver
MOST_WORK = 8 * MOST_TEXT  # characters of possible addresses that are examined in all
MOST_LINES = 20  # into which a terminal breaks one address
MOST_STARTS = 20  # of addresses in one word

# RFC 3986 §2: the characters of an address. White space and everything else ends it.
_WORD = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:/")
_ANSWER = re.compile(r"(?:^|[?&#/])(?:code|state|error|response_type|access_token|id_token)=")
_QUERY = re.compile(r"[?#]|(?:^|(?<=[&/'(\[]))(?:code|state|error|iss)=")
_ISS = re.compile(r"(?<![A-Za-z0-9_])iss(?:=|%3D)", re.I)
_OPENED = re.compile(r"(?:['(]|\[(?![0-9A-Fa-f:.]+\]))[*_~]*")  # a host may be [::1]
_OPENING = re.compile(r"[('\[*_~]*")
_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"(?:(?<![A-Za-z0-9_])|(?<=&amp))code(?:=|%3D|\uff1d)(?!&|[#\s]*$)", re.I)
_BREAK = re.compile(r"[\r\n]\W*")  # with what begins the next line, such as "> "
_PROOF = 4  # characters of a state that cannot match by chance

_WHITE_SPACE = (
    "There is white space inside the code: the address was broken when it was copied, and the code "
    "may be wrong."
)
_CUT_SHORT = "The code is the last part of the address, and it is not clear where it ends."
_BROKEN = (
    "The code and the state are there, but not in one piece: the address was broken or changed "
    "when it was copied."
)
_ISS_OUTSIDE = "What was copied names an issuer (iss), but not in one piece with the code."
_UNFIT = "The code has a character that no code may have: it was changed when it was copied."
_COPY_ALL = (
    "Copy the address from the browser's address bar, on one line, with nothing before or after it."
)


@dataclass(frozen=True, slots=True)
class _Span:
    """What may be an address: its joined words, the last word, the text before, and its end."""

    joined: str
    last: str
    before: str
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that may be the redirect: its query or fragment, and the doubt about its end."""

    query: str
    doubt: str = ""


def read_pasted(text: str, *, state: str, issuer: str | None) -> AuthorizationResponse:
    """Find the redirect in what was copied, and judge it.

    Args:
        text: Whatever was copied.
        state: The value that was sent; the redirect is the address that carries it.
        issuer: The authorization server's issuer, or None, which skips the comparison.

    Raises:
        RedirectError: When there is no redirect, or none that can be used.

    Example:
        >>> read_pasted("It says <http://127.0.0.1/cb?state=xyz&amp;code=ab>.", state="xyz",
        ...             issuer=None).code
        'ab'
    """
    outcome, _ = find_pasted(text, state=state, issuer=issuer)
    if isinstance(outcome, RedirectError):
        raise outcome
    return outcome


def find_pasted(
    text: str, *, state: str, issuer: str | None
) -> tuple[AuthorizationResponse | RedirectError, str]:
    """Return the answer in a text, or what is wrong with it; and its query, for the record."""
    if len(text) > MOST_TEXT:
        return MalformedRedirect("The text is too long to search for an address.", hint=COPY_IT), ""
    wrong: tuple[RedirectError, str] | None = None
    doubt: tuple[RedirectError, str] | None = None
    for found in _all_found(text):
        try:
            answer = judge(read_pairs(found.query), state=state, issuer=issuer)
        except AuthorizationFailed as error:
            return error, found.query
        except RedirectError as error:
            if wrong is None or _weight(error) > _weight(wrong[0]):
                wrong = error, found.query
            continue
        said = _doubt_of(found, answer.code)
        if issuer is not None and answer.iss is None and _ISS.search(text):
            said = _ISS_OUTSIDE  # its iss, which could be wrong, may have been cut off
        if not said:
            return answer, found.query
        if doubt is None:
            section = "RFC 6749 Appendix A.11"
            doubt = MalformedRedirect(said, hint=_COPY_ALL, section=section), found.query
    if wrong is not None and isinstance(wrong[0], IssuerMismatch):
        return wrong
    if doubt is not None or wrong is None:
        return doubt or (_none_in(text), "")
    return _as_copied(wrong[0], text, state), wrong[1]


def _as_copied(error: RedirectError, text: str, state: str) -> RedirectError:
    """Return what is wrong, and say so if copying caused it."""
    received = error.evidence.get("received")
    if isinstance(error, StateMismatch) and isinstance(received, str):
        longer, shorter = sorted((state, received), key=len, reverse=True)
        is_part = longer.startswith(shorter) or (len(shorter) >= _PROOF and shorter in longer)
        if not is_part:
            return error
        return StateMismatch(
            "The redirect carries the state that you sent, but it was cut or changed when it was "
            f"copied: expected {shape(state)}, received {shape(received)}.",
            hint=_COPY_ALL,
            expected=state,
            received=received,
        )
    is_ours = error.evidence.get("arrived") == "no_code" or (
        isinstance(error, StateMismatch) and len(state) >= _PROOF and state in text
    )
    if is_ours and (_CODE.search(text) or _CODE.search(_BREAK.sub("", text))):
        return MalformedRedirect(_BROKEN, hint=_COPY_ALL)
    return error


def _weight(error: RedirectError) -> int:
    """Rank several errors: the one that came closest to an answer is reported."""
    if isinstance(error, IssuerMismatch):
        return 3
    if isinstance(error, StateMismatch):
        return 2 if error.evidence.get("received") else 0
    return 1 if error.evidence.get("arrived") else 2


def _doubt_of(found: _Found, code: str) -> str:
    written = next((one for one in found.query.split("&") if one.startswith("code=")), "")
    if _SPACE.search(written):
        return _WHITE_SPACE
    if not is_fit(code):
        return _WHITE_SPACE if _SPACE.search(code) else _UNFIT
    is_last = found.query.rpartition("&")[2].startswith("code=")
    return found.doubt if is_last else ""


def _all_found(text: str) -> Iterator[_Found]:
    budget = MOST_WORK
    for layer in layers(text):
        words = list(_WORD.finditer(layer))
        for number, word in enumerate(words):
            if not _may_begin(word.group()):
                continue
            for span in _of_word(layer, words, number):
                budget -= len(span.joined)
                if budget < 0:
                    return
                yield from _as_answer(span, layer)


def _may_begin(word: str) -> bool:
    return "://" in word or "?" in word or bool(_ANSWER.search(word))


def _of_word(text: str, words: list[re.Match[str]], number: int) -> Iterator[_Span]:
    """Every address that begins in a word, with as many of the next words as may belong to it."""
    word = words[number]
    for start in _starts(word.group()):
        begin = word.start() + start
        before = text[max(0, begin - BEFORE) : begin]
        joined = text[begin : word.end()]
        yield _Span(joined, joined, before, word.end())
        for one, following in pairwise(words[number : number + MOST_LINES]):
            between, another = text[one.end() : following.start()], following.group()
            is_new = "?" in another or _SCHEME.match(another)
            if is_new or not between.isspace() or len(joined) > MOST_ADDRESS:
                break
            # RFC 3986 Appendix C: a line break inside an address is not part of it
            is_broken = "\n" in between or "\r" in between
            joined += another if is_broken else between + another
            if is_broken or "=" in another:
                yield _Span(joined, another, before, following.end())


def _starts(word: str) -> list[int]:
    """Return where in a word an address may begin: first after an opening bracket or quote.

    No address begins inside a query: somebody else could have put it there.
    """
    query = _QUERY.search(word)
    front = word[: query.start()] if query else word
    opening = _OPENING.match(word)
    begin = opening.end() if opening else 0
    opened = [one.end() for one in _OPENED.finditer(front) if one.end() > begin]
    schemes = [one.start() for one in _SCHEME.finditer(word)]
    return list(dict.fromkeys([*opened[: -MOST_STARTS - 1 : -1], begin, *schemes[:MOST_STARTS]]))


def _as_answer(span: _Span, text: str) -> Iterator[_Found]:
    if len(span.joined) > MOST_ADDRESS:
        return
    # a code that comes last and was joined from pieces could also have ended earlier
    is_joined = "code=" not in span.last
    after = text[span.end : span.end + MOST_ADDRESS]
    before = None if not span.before and _is_one(span.joined) else span.before
    for query, is_doubtful in ways_to_end(_query_of(span.joined), before, after):
        if _ANSWER.search(query):
            yield _Found(query, _CUT_SHORT if is_doubtful or is_joined else "")


def _is_one(address: str) -> bool:
    """Whether nothing in front of the query could be another start of it."""
    front = address.partition("?")[0]
    return all(one.start() == 0 for one in _SCHEME.finditer(front)) and not _OPENED.search(front)


def _query_of(address: str) -> str:
    """Return the part with the answer: after the ``?``, or after the ``#`` if it is there."""
    front, _, fragment = address.partition("#")
    query = front.partition("?")[2] if "?" in front.rstrip(ENDS) else front
    # response_mode=fragment; and pages with an address of their own after the #
    inside = fragment.partition("?")[2] or fragment
    return inside if _ANSWER.search(inside) and not _ANSWER.search(query) else query


def _none_in(text: str) -> MalformedRedirect:
    """Say why nothing in a text is a redirect."""
    text = text.strip()
    if split_url(text) is NO_URL:  # as "http://["
        return MalformedRedirect("The text is not an address.", hint=COPY_IT)
    return MalformedRedirect(
        "There is no redirect in the text: no address with a query, which is the part after a '?'. "
        "A redirect ends in ?code=…&state=… or ?error=…&state=….",
        hint=COPY_IT,
    )
