"""What a token endpoint answered: a token (RFC 6749 §5.1), an error (§5.2), or neither."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from oauth_tutorial.client.answer import MOST_SHOWN, Answer
from oauth_tutorial.client.refusal import (
    failure_of,
    names_of,
    not_usable,
    redirected,
    unreadable,
)
from oauth_tutorial.client.server_words import is_error, said_by
from oauth_tutorial.errors import TokenRequestFailed
from oauth_tutorial.text.members import members, normal
from oauth_tutorial.text.redaction import shape

LONGEST_LIFE = 100 * 366 * 24 * 60 * 60  # seconds; real servers go up to 20 years
_VISIBLE = re.compile(r"[\x21-\x7e]+")  # RFC 6750 §2.1 has fewer still
_NO_VALUES = {"null", "none", "nil", "undefined", "nan", "[object object]"}
_KINDS = {
    dict: "an object",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenResponse:
    """A successful token response (RFC 6749 §5.1).

    Attributes:
        access_token: What the API wants to see. A secret.
        token_type: How it is sent; ``"Bearer"`` (RFC 6750) nearly always, and where the
            server names none.
        expires_in: Lifetime in seconds from ``received_at``, or None where the server names
            none, or nothing that can be one. A number as text is understood, a fraction is
            dropped; true, NaN, what is below 0 or above 100 years is no lifetime. None does not
            mean "for ever": use the token, and refresh it when the API answers 401.
        refresh_token: Gets the next access token (§6), or None. A secret.
        scope: What was granted, which may be less than what was asked for, or None.
        id_token: The signed statement of OpenID Connect, or None.
        received_at: When it came, in seconds since 1970.

    Example:
        ``{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}``
    """

    access_token: str = field(repr=False)
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int | None = None
    refresh_token: str | None = field(default=None, repr=False)
    scope: str | None = None
    id_token: str | None = field(default=None, repr=False)
    received_at: float = field(default_factory=time.time, repr=False)

    def __repr__(self) -> str:
        return (
            f"TokenResponse(access_token={shape(self.access_token)}, "
            f"token_type={_cut(self.token_type)!r}, expires_in={self.expires_in}, "
            f"refresh_token={shape(self.refresh_token)}, scope={_cut(self.scope)!r}, "
            f"id_token={shape(self.id_token)})"
        )


def read_token(answer: Answer) -> TokenResponse:
    """Return the token that an answer brings.

    Raises:
        TokenRequestFailed: When the server says no.
        TokenResponseUnreadable: When it is neither a token nor an error.
    """
    if 300 <= answer.status < 400:
        raise redirected(answer)
    if answer.status >= 400 or is_error(answer.parameters):
        raise failure_of(answer)
    if not isinstance(answer.says, dict):
        raise unreadable(answer)
    body = answer.parameters
    access_token = _text(body.get("access_token"))
    if access_token is None:
        raise _no_token(answer)
    if access_token.lower() in _NO_VALUES:
        raise not_usable(
            answer,
            f"The answer has an access_token, but it is the word {access_token!r}: what a program "
            "writes where a value is missing.",
            "Look at what the server sends, and at its log: the token is missing there.",
        )
    if not _VISIBLE.fullmatch(access_token):
        raise _unsendable(answer, access_token)
    scope = body.get("scope")
    return TokenResponse(
        access_token=access_token,
        token_type=_text(body.get("token_type")) or "Bearer",
        expires_in=_seconds(body.get("expires_in")),
        refresh_token=_text(body.get("refresh_token")),
        scope=_text(scope) if not isinstance(scope, list) else _words(scope),
        id_token=_text(body.get("id_token")),
    )


def _no_token(answer: Answer) -> TokenRequestFailed:
    """Make the error of an object without a token that can be used."""
    body = answer.parameters
    deeper = next(_elsewhere(answer), "")
    if deeper and "access_token" not in body:
        is_deep = "." in deeper or "[" in deeper
        return not_usable(
            answer,
            f"The answer has no access_token where RFC 6749 has it: it is at {deeper}.",
            f"This server {'puts it deeper' if is_deep else 'spells it in its own way'}. Send the "
            "request with requests.post, and take the token from there.",
        )
    if "access_token" in body:
        came = body["access_token"]
        kind = _KINDS.get(type(came))
        is_what = f"{kind}, not text" if kind else "empty"
        return not_usable(
            answer,
            f"The answer has an access_token, but it is {is_what}.",
            "A token is text (RFC 6749 §7.1). Look at what the server sends, and at its log.",
        )
    if said_by(answer):  # an error with status 200 and without a member "error"
        return failure_of(answer)
    return not_usable(
        answer,
        f"The answer has no access_token. It has: {names_of(body, answer)}.",
        "Check that the URL is the token endpoint's, and read the provider's documentation.",
    )


def _elsewhere(answer: Answer) -> Iterator[str]:
    """Where a token is that is not where it should be, cleaned."""
    for path, name, value in members(answer.says):
        if normal(name) == "accesstoken" and _text(value) and path != "access_token":
            yield answer.clean(path, 80)


def _unsendable(answer: Answer, token: str) -> TokenRequestFailed:
    at = next(n for n, one in enumerate(token, 1) if not _VISIBLE.fullmatch(one))
    found = token[at - 1]
    kind = (
        "a line break"
        if found in "\r\n"
        else "white space"
        if found.isspace()
        else "a character that is not visible ASCII"
    )
    return not_usable(
        answer,
        f"The answer has an access_token with {kind} in it, as character {at} of {len(token)}; "
        "no header can carry that.",
        "Look at what the server sends: a token is one word (RFC 6750 §2.1).",
    )


def _seconds(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = int(float(value))
    except (ValueError, OverflowError):  # no number, NaN, without end
        return None
    return seconds if 0 <= seconds <= LONGEST_LIFE else None


def _text(value: object) -> str | None:
    """Return text without the white space around it, which no parameter has; None where none."""
    return value.strip() or None if isinstance(value, str) else None


def _words(scope: list[object]) -> str | None:
    """Return the words of a scope that came as a list; what is no word in it is none."""
    return " ".join(filter(None, map(_text, scope))) or None


def _cut(text: str | None) -> str | None:
    return f"{text[:MOST_SHOWN]}…" if text and len(text) > MOST_SHOWN else text
