"""What a token endpoint answered: a token (RFC 6749 §5.1), an error (§5.2), or neither."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from oauth_tutorial.client.answer import MOST_SHOWN, Answer
from oauth_tutorial.client.dialect import RFC_6749, Dialect
from oauth_tutorial.client.refusal import (
    failure_of,
    names_of,
    not_usable,
    redirected,
    unreadable,
)
from oauth_tutorial.client.server_words import is_error, said_by
from oauth_tutorial.errors import TokenRequestFailed
from oauth_tutorial.text.kept import Kept
from oauth_tutorial.text.members import members, normal, opened
from oauth_tutorial.text.redaction import shape

LONGEST_LIFE = 100 * 366 * 24 * 60 * 60  # seconds; real servers go up to 20 years
_VISIBLE = re.compile(r"[\x21-\x7e]+")  # RFC 6750 §2.1 allows even fewer
_PLACED = {  # members with a place of their own
    *("access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"),
}
_ITS_NAMES = ("accesstoken", "token", "useraccesstoken", "authtoken", "oauthtoken")  # see normal()
_STEP = re.compile(r"[^.\[\]]+")  # data[0].user: data, 0, user
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
        access_token: What you send to the API. A secret.
        token_type: How it is sent: ``"DPoP"`` (RFC 9449) if the server says so, otherwise
            ``"Bearer"`` (RFC 6750), whatever it says: some write ``bearer``, ``user`` or nothing.
        expires_in: Lifetime in seconds from ``received_at``, or None if the server gives no
            valid one. A number as text is understood and a fraction is dropped; true, NaN, a
            number below 0 or one above 100 years is not a lifetime. None does not mean "for
            ever": use the token, and refresh it when the API answers 401.
        refresh_token: Gets the next access token (§6), or None. A secret.
        scope: What was granted, as the server wrote it, or None. It may be less than what was
            asked for.
        scopes: The scope values in it, however the server separates them.
        id_token: The signed statement of OpenID Connect, or None.
        received_at: When the answer came, in seconds since 1970.
        extra: The other members, such as ``instance_url`` or ``refresh_token_expires_in``; also a
            ``token_type`` that is not a scheme and an ``expires_in`` that is not a lifetime.
            Read-only. Its values may be secrets, so its repr shows names only;
            ``dict(token.extra)`` has both.

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
    scopes: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=Kept[object], hash=False)

    def __post_init__(self) -> None:
        if not self.scopes and self.scope:
            object.__setattr__(self, "scopes", tuple(self.scope.split()))
        if not isinstance(self.extra, Kept):
            object.__setattr__(self, "extra", Kept(self.extra))

    def __repr__(self) -> str:
        more = f", extra={self.extra!r}" if self.extra else ""
        return (
            f"TokenResponse(access_token={shape(self.access_token)}, "
            f"token_type={_cut(self.token_type)!r}, expires_in={self.expires_in}, "
            f"refresh_token={shape(self.refresh_token)}, scope={_cut(self.scope)!r}, "
            f"id_token={shape(self.id_token)}{more})"
        )


def read_token(answer: Answer, dialect: Dialect = RFC_6749) -> TokenResponse:
    """Return the token in an answer.

    Args:
        answer: A token endpoint's answer.
        dialect: Where its server puts the members. Default: where the RFC does.

    Raises:
        TokenRequestFailed: When the server says no.
        TokenResponseUnreadable: When it is neither a token nor an error.
    """
    if 300 <= answer.status < 400:
        raise redirected(answer)
    if answer.status >= 400 or is_error(answer.parameters):
        raise failure_of(answer)
    if not isinstance(answer.says, dict) and not dict(_elsewhere(answer)):
        raise unreadable(answer)
    body, beside, own_name = _opened(answer, dialect.token_at)
    access_token = _text(body.get(own_name))
    if access_token is None:
        raise _no_token(answer, body, dialect)
    if access_token.lower() in _NO_VALUES:
        raise not_usable(
            answer,
            f"The answer has an access_token, but it is the word {access_token!r}, which a program "
            "writes when a value is missing.",
            "Look at what the server sends, and at its log: it has no token to send.",
        )
    if not _VISIBLE.fullmatch(access_token):
        raise _unsendable(answer, access_token)
    spelled = _as_spelled(body, dialect) | {"access_token": own_name}
    scope, came = body.get(spelled["scope"]), body.get(spelled["token_type"])
    words = _words(scope, dialect.granted_separator)
    scheme = _scheme(came)
    written = body.get(spelled["expires_in"])
    lasts = lifetime(written)
    placed = {*_PLACED, *spelled.values()}
    inside = {name: one for name, one in body.items() if name not in placed and one is not None}
    if scheme is None:
        inside[spelled["token_type"]] = came
    if lasts is None and written is not None:
        inside[spelled["expires_in"]] = written  # such as a date, or milliseconds since 1970
    return TokenResponse(
        access_token=access_token,
        token_type=scheme or "Bearer",
        expires_in=None if lasts == 0 and dialect.zero_means_never else lasts,
        refresh_token=_text(body.get(spelled["refresh_token"])),
        scope=(" ".join(words) or None) if isinstance(scope, list) else _text(scope),
        scopes=words,
        id_token=_text(body.get(spelled["id_token"])),
        extra=Kept({**beside, **inside}),
    )


def _opened(answer: Answer, token_at: str) -> tuple[Mapping[str, object], dict[str, object], str]:
    """Return the object that holds the token, the members next to its path, and its name."""
    body, beside = answer.says, dict[str, object]()
    steps = _STEP.findall(token_at)
    for step in steps:
        inner = _inner(body, step)
        if isinstance(body, dict) and step == steps[-1] and _is_its_name(step, inner):
            return body, beside, step  # the path leads to the token itself
        if not isinstance(inner, dict | list):
            # Slack puts the token of a sign-in into authed_user, that of a refresh at the top
            is_refresh = answer.sent.get("grant_type") == "refresh_token"
            return answer.parameters if is_refresh else {}, {}, "access_token"
        if isinstance(body, dict):
            beside |= {name: value for name, value in body.items() if name != step}
        body = inner
    return body if isinstance(body, dict) else {}, beside, "access_token"


def _is_its_name(step: str, inner: object) -> bool:
    """Whether a text at the end of the path is the token itself, to judge by its name."""
    return isinstance(inner, str) and "token" in normal(step)


def _inner(body: object, step: str) -> object:
    """Return the value one step deeper; JSON inside a text is parsed."""
    inner: object = None
    if isinstance(body, dict):
        inner = body.get(step)
    elif isinstance(body, list) and step in map(str, range(len(body))):
        inner = body[int(step)]
    within = opened(inner) if isinstance(inner, str) else None
    return inner if within is None else within


def _as_spelled(body: Mapping[str, object], dialect: Dialect) -> dict[str, str]:
    """Return the names of the members in this answer: some write ``refreshToken``."""
    own = {name: name for name in sorted(_PLACED)}
    own |= {"scope": dialect.scope_name, "expires_in": dialect.lifetime_name}
    by_sound = {normal(name): name for name in reversed(list(body))}
    return {
        name: one if one in body else by_sound.get(normal(one), one) for name, one in own.items()
    }


def _no_token(answer: Answer, body: Mapping[str, object], dialect: Dialect) -> TokenRequestFailed:
    """Make the error of an object without a usable token."""
    is_way = dialect.token_at and "token" not in normal(dialect.token_at.rpartition(".")[2])
    at = f"{dialect.token_at}.access_token" if is_way else dialect.token_at or "access_token"
    came = body.get("access_token")
    places = dict(_elsewhere(answer))
    if "accesstoken" in places and (came is None or isinstance(came, dict)):
        return _moved(answer, places["accesstoken"], dialect)
    if "access_token" in body and not (isinstance(came, dict) and places):
        kind = _KINDS.get(type(came))
        is_what = f"{kind}, not text" if kind else "empty"
        return not_usable(
            answer,
            f"The answer has an access_token, but it is {is_what}.",
            "A token must be text (RFC 6749 §7.1). Look at what the server sends, and at its log.",
        )
    if said_by(answer):  # an error with status 200 and without a member "error"
        return failure_of(answer)
    for name in _ITS_NAMES:
        if name in places:
            return _moved(answer, places[name], dialect)
    return not_usable(
        answer,
        f"The answer has no {at}. It has: {names_of(answer.parameters, answer)}.",
        "Check that the URL is that of the token endpoint, and read the provider's documentation.",
    )


def _moved(answer: Answer, place: str, dialect: Dialect) -> TokenRequestFailed:
    whose = f"{dialect.name or 'this dialect'} puts it" if dialect.token_at else "RFC 6749 puts it"
    return not_usable(
        answer,
        f"The answer has no access_token where {whose}: it is at {place}.",
        "This server puts it elsewhere, or spells it differently. Say where with a dialect: "
        f'dialect=Dialect(token_at="{place.removesuffix(".access_token")}").',
    )


def _elsewhere(answer: Answer) -> Iterator[tuple[str, str]]:
    """Members that may be the token: name and path, cleaned; the best of each name comes last."""
    found = [
        (normal(name), answer.clean(path, 80))
        for path, name, value in members(answer.says)
        if normal(name) in _ITS_NAMES and _text(value)
    ]
    yield from reversed(found)


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
        f"The answer has an access_token with {kind} in it (character {at} of {len(token)}), which "
        "no header can carry.",
        "Look at what the server sends: a token has no spaces or line breaks (RFC 6750 §2.1).",
    )


def lifetime(value: object) -> int | None:
    """Return a number of seconds, however a server writes it; None if it is not one.

    Example:
        >>> lifetime("28800"), lifetime(3599.9), lifetime(True), lifetime(-1)
        (28800, 3599, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = int(float(value))
    except (ValueError, OverflowError):  # not a number, NaN, infinity
        return None
    return seconds if 0 <= seconds <= LONGEST_LIFE else None


def _text(value: object) -> str | None:
    """Return text without surrounding white space; None if nothing is left, or it is not text."""
    return value.strip() or None if isinstance(value, str) else None


def _words(scope: object, separator: str) -> tuple[str, ...]:
    """Return the scope values; in a list, each text is one as it stands."""
    if isinstance(scope, list):
        return tuple(word for word in map(_text, scope) if word)
    text = _text(scope) or ""
    return tuple(
        text.split() if separator == " " else filter(None, map(str.strip, text.split(separator)))
    )


def _scheme(token_type: object) -> str | None:
    """Return the scheme by which a token is sent (RFC 6749 §7.1); None if it is not a known one."""
    named = (_text(token_type) or "bearer").lower()
    return {"bearer": "Bearer", "dpop": "DPoP"}.get(named)


def _cut(text: str | None) -> str | None:
    return f"{text[:MOST_SHOWN]}…" if text and len(text) > MOST_SHOWN else text
