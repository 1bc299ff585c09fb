"""The authorization response: what the redirect brings back (RFC 6749 §4.1.2)."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oauth_tutorial.errors import (
    AuthorizationDenied,
    AuthorizationFailed,
    IssuerMismatch,
    MalformedRedirect,
    StateMismatch,
)
from oauth_tutorial.text.kept import Kept
from oauth_tutorial.text.readers import MOST_PARAMETERS
from oauth_tutorial.text.redaction import shape

COPY_IT = "Copy the whole address from the browser's address bar after signing in."
_MOST_SHOWN = 200  # characters of error_description, which is somebody else's text
# The parameters that decide. A client ignores those it does not know (RFC 6749 §4.1.2), so having
# one of those twice does no harm: providers add some, and scope or error_description may repeat.
_ONCE = ("code", "state", "error", "iss")
_DESCRIPTIONS = ("error_description", "error_message", "error_reason")
# The RFC's own, Facebook's error_reason, and LinkedIn's two
_DENIALS = {
    *("access_denied", "user_denied", "user_cancelled_login", "user_cancelled_authorize"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationResponse:
    """A successful authorization response (RFC 6749 §4.1.2).

    Attributes:
        code: The authorization code. It works once, for a short time, and is a secret:
            the repr shows only its length.
        state: The value that the client sent, brought back unchanged.
        iss: The authorization server that answered (RFC 9207), or None.
        extra: The other parameters, such as Strava's ``scope`` or QuickBooks' ``realmId``.
            Read-only. Its values may be secrets, so its repr shows names only.

    Example:
        ``http://127.0.0.1:49152/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz``
    """

    code: str = field(repr=False)
    state: str = field(repr=False)
    iss: str | None = None
    # not compared: an answer stays the same whatever a browser adds to it
    extra: Mapping[str, str] = field(default_factory=Kept[str], compare=False)

    def __repr__(self) -> str:
        more = f", extra={self.extra!r}" if self.extra else ""
        return (
            f"AuthorizationResponse(code={shape(self.code)}, "
            f"state={shape(self.state)}, iss={self.iss!r}{more})"
        )


def judge(
    pairs: Sequence[tuple[str, str]], *, state: str, issuer: str | None
) -> AuthorizationResponse:
    """Judge the parameters of a redirect, as they came over the wire.

    The order matters. Until ``state`` has been compared, nothing is known to answer *this*
    request, not even an error.

    Args:
        pairs: The parameters, decoded.
        state: The value that was sent.
        issuer: The authorization server's issuer, or None, which skips the comparison.

    Raises:
        MalformedRedirect: When it has one of ``code``, ``state``, ``error`` and ``iss`` twice, both
            ``code`` and ``error``, or neither; has more than 200 parameters; or is the
            authorization request instead of the response.
        StateMismatch: When ``state`` is missing or a different one.
        IssuerMismatch: When ``iss`` is that of another server (RFC 9207 §2.4).
        AuthorizationFailed: When the server answered with an ``error``.

    Example:
        >>> judge([("code", "SplxlOBeZQQYbYS6WxSbIA"), ("state", "xyz")], state="xyz", issuer=None)
        AuthorizationResponse(code=<22 characters>, state=<3 characters>, iss=None)
    """
    _refuse_too_many(pairs)
    _refuse_duplicates(pairs)
    # an empty value counts as left out (RFC 6749 §3.1); if one may come twice, the first counts
    parameters = {name: value for name, value in reversed(pairs) if value}
    _refuse_another_kind(parameters)
    _compare_state(expected=state, received=parameters.get("state"))
    _compare_issuer(expected=issuer, received=parameters.get("iss"))
    if "error" not in parameters and "code" not in parameters:
        parameters |= _in_other_words(parameters)
    if "error" in parameters and "code" in parameters:
        raise MalformedRedirect(
            "The redirect carries both code and error; a server sends only one of them.",
            hint="Do not use the code. Start again from a fresh authorization URL.",
        )
    if "error" in parameters:
        raise authorization_error(parameters)
    if "code" not in parameters:
        raise MalformedRedirect(
            "The redirect carries the right state but no code.",
            hint="Check that the request had response_type=code, and that you copied "
            "the whole address.",
            arrived="no_code",
        )
    return AuthorizationResponse(
        code=parameters["code"],
        state=parameters["state"],
        iss=parameters.get("iss"),
        extra=Kept({name: one for name, one in parameters.items() if name not in _ONCE}),
    )


def with_fit_code(answer: AuthorizationResponse) -> AuthorizationResponse:
    """Return an answer if its code is one that a server may send.

    Raises:
        MalformedRedirect: When the code has a character that is not printable ASCII.

    Example:
        >>> with_fit_code(AuthorizationResponse(code="SplxlOBeZQQ", state="xyz"))
        AuthorizationResponse(code=<11 characters>, state=<3 characters>, iss=None)
    """
    if is_fit(answer.code):
        return answer
    at = next(number for number, one in enumerate(answer.code, 1) if not is_fit(one))
    raise MalformedRedirect(
        f"Character {at} of {len(answer.code)} in the code is one that no code may have: it was "
        "changed on the way.",
        hint="Do not use it. Sign in again from a fresh link. If it happens again, look for "
        "something on the way that rewrites addresses, such as a proxy.",
        section="RFC 6749 Appendix A.11",
    )


def is_fit(code: str) -> bool:
    """Whether a code has only allowed characters: ``1*VSCHAR`` (RFC 6749 Appendix A.11)."""
    return all(" " <= one <= "~" for one in code)


def _refuse_too_many(pairs: Sequence[tuple[str, str]]) -> None:
    if len(pairs) > MOST_PARAMETERS:
        raise MalformedRedirect(
            f"The redirect carries {len(pairs):,} parameters; an answer has about five, and more "
            f"than {MOST_PARAMETERS} are not read.",
            hint="Do not use it: no authorization server sends that. Sign in again.",
        )


def _refuse_duplicates(pairs: Sequence[tuple[str, str]]) -> None:
    names = Counter(name for name, _ in pairs)
    twice = next((name for name in _ONCE if names[name] > 1), None)
    if twice is not None:
        raise MalformedRedirect(
            f"The parameter {twice!r} is in the URL more than once.",
            hint="A server sends each once. Sign in again from a fresh link. If you pasted the "
            "address, paste it once. Check that the redirect_uri itself has no such parameter.",
            section="RFC 6749 §3.1",
        )


def _refuse_another_kind(parameters: dict[str, str]) -> None:
    if {"code", "error"} & parameters.keys():
        return
    if "access_token" in parameters:
        raise MalformedRedirect(
            "The redirect carries an access_token instead of a code. That is the implicit grant, "
            "which is no longer used because the token can be read on the way.",
            hint="Ask with response_type=code, as build_authorization_url() does.",
            section="RFC 9700 §2.1.2",
        )
    if "response_type" in parameters:
        raise MalformedRedirect(
            "This is the authorization URL, which is the request. The response is the address "
            "that the browser shows after you have signed in and approved.",
            hint="Open it, sign in, then copy the address of the page where you end up.",
        )


def _compare_state(*, expected: str, received: str | None) -> None:
    if received is None:
        raise StateMismatch(
            f"The redirect carries no state; expected the one you sent, {shape(expected)}.",
            hint="Do not use it: it does not answer your request. If you pasted it, "
            "copy the whole address.",
            expected=expected,
            received=received,
        )
    # compare_digest takes ASCII text or bytes, and the address may hold anything
    if not hmac.compare_digest(_bytes(expected), _bytes(received)):
        raise StateMismatch(
            f"The redirect carries a different state than the one you sent: expected "
            f"{shape(expected)}, received {shape(received)}, and they differ.",
            hint="Do not use its code. It answers another request: an old tab, a cell "
            "that was run again, or somebody else's link. Sign in again from the newest URL.",
            expected=expected,
            received=received,
        )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a URL can hold half a character


def _compare_issuer(*, expected: str | None, received: str | None) -> None:
    if expected is not None and received is not None and expected != received:
        raise IssuerMismatch(
            f"The redirect says that it comes from {received[:_MOST_SHOWN]!r}; "
            f"you asked {expected!r}.",
            hint="Do not send the code to anyone. Another authorization server answered.",
            expected=expected,
            received=received,
        )


def _in_other_words(parameters: dict[str, str]) -> dict[str, str]:
    """Return an error under its standard name if it came under another, as Facebook's does."""
    code = parameters.get("error_code") or parameters.get("error_reason")
    return {"error": code} if code else {}


def authorization_error(parameters: dict[str, str]) -> AuthorizationFailed:
    """Return the exception for an answer with ``error`` (RFC 6749 §4.1.2.1)."""
    code = parameters["error"][:_MOST_SHOWN]
    words = (parameters.get(name) for name in _DESCRIPTIONS)
    description = next(filter(None, words), "")[:_MOST_SHOWN]
    said = f"{code!r}: {description!r}" if description else f"{code!r}"
    if {code, parameters.get("error_reason")} & _DENIALS:
        error: AuthorizationFailed = AuthorizationDenied(
            f"The answer is no. The authorization server said {said}.",
            hint="That is an answer, not a failure: tell the person what does not work "
            "without access, and let them try again. In a notebook, run the cells again, from the "
            "one that makes the receiver.",
        )
    else:
        error = AuthorizationFailed(
            f"The authorization server refused the request and said {said}.",
            error=code,
            hint="Compare your authorization URL with the client's registration.",
        )
    error.error_description = description
    return error
