"""The front channel of the authorization code grant: RFC 6749 §4.1.1 and §4.1.2.

Two messages travel through the person's browser: the request, which is a link,
and the response, which is a redirect. Both are URLs, so both are built and read
here without touching the network.
"""

import hmac
import secrets
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlencode, urlunsplit

from oauth_tutorial.client import arguments
from oauth_tutorial.errors import (
    AuthorizationDenied,
    AuthorizationFailed,
    InvalidArgument,
    IssuerMismatch,
    MalformedRedirect,
    StateMismatch,
)
from oauth_tutorial.text.readers import NO_URL, read_pairs, split_url
from oauth_tutorial.text.redaction import shape

_ERROR_TEXT_LIMIT = 200  # error_description is somebody else's text


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationResponse:
    """A successful authorization response (RFC 6749 §4.1.2).

    Attributes:
        code: The authorization code. One use, short-lived, a secret: the repr
            shows only its shape.
        state: The value that the client sent, brought back unchanged.
        iss: The authorization server that answered (RFC 9207), or None.

    Example:
        ``http://127.0.0.1:49152/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz``
    """

    code: str = field(repr=False)
    state: str = field(repr=False)
    iss: str | None = None

    def __repr__(self) -> str:
        return (
            f"AuthorizationResponse(code={shape(self.code)}, "
            f"state={shape(self.state)}, iss={self.iss!r})"
        )


def new_state() -> str:
    """Make a fresh ``state``: 43 characters from 256 random bits (RFC 6749 §10.12).

    Example:
        ``af0ifjsldkj_Jr3ZQ1kTRDvN0kqz9WqXn5pB0cTn4mM``
    """
    return secrets.token_urlsafe(32)


def build_authorization_url(
    authorization_endpoint: str,
    *,
    client_id: str,
    redirect_uri: str,
    scope: str | None = None,
    state: str | None = None,
    code_challenge: str | None = None,
    **extra: str | int | None,
) -> str:
    """Build the URL that asks for an authorization code (RFC 6749 §4.1.1).

    Args:
        authorization_endpoint: Absolute http(s) URL. A query that it already has
            is kept (§3.1).
        client_id: The name that the server gave to the client (§2.2).
        redirect_uri: Absolute URL to which the browser returns (§3.1.2).
        scope: What is asked for: words with one space between them (§3.3).
            Default: none, and the server decides.
        state: A value that comes back unchanged (§10.12). Default: none.
        code_challenge: The S256 challenge of :func:`code_challenge` (RFC 7636
            §4.3). Default: none.
        **extra: Further parameters, as ``nonce`` or ``prompt``. None leaves one out.

    Raises:
        InvalidArgument: When a parameter is missing, empty, given twice, of
            another type, or breaks a rule of §3.1.

    Example:
        ``https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&state=xyz``
    """
    if "response_type" in extra:
        raise InvalidArgument(
            "response_type is always 'code' here; do not pass it.",
            hint="Leave it out. Other response types are unsafe (RFC 9700 §2.1.2).",
            section="RFC 6749 §4.1.1",
        )
    endpoint = _absolute_url("authorization_endpoint", authorization_endpoint)
    if endpoint.scheme not in {"http", "https"}:
        raise InvalidArgument(
            "authorization_endpoint must start with https:// (or http:// on loopback).",
            section="RFC 6749 §3.1",
        )
    _absolute_url("redirect_uri", redirect_uri)
    parameters = {
        "response_type": "code",
        "client_id": _text("client_id", client_id),
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256" if code_challenge is not None else None,
        **extra,
    }
    given = [(n, _text(n, v)) for n, v in parameters.items() if v is not None]
    kept = read_pairs(endpoint.query)
    _refuse_duplicates(kept + given)
    query = "&".join(q for q in (endpoint.query, urlencode(given, quote_via=quote, safe="")) if q)
    return urlunsplit(endpoint._replace(query=query))


def read_redirect(
    url_or_query: str, *, state: str, issuer: str | None = None
) -> AuthorizationResponse:
    """Read the authorization response out of the redirect (RFC 6749 §4.1.2).

    The order matters. Until ``state`` has been compared, nothing in the URL is
    known to answer *your* request, not even an error.

    Args:
        url_or_query: The whole address, or its query, as the browser shows it.
        state: The value that was sent in the authorization request.
        issuer: The authorization server's issuer. When given, a response that
            carries ``iss`` must carry this one (RFC 9207 §2.4). Default: not compared.

    Raises:
        MalformedRedirect: When it is not a redirect, or has a parameter twice,
            both ``code`` and ``error``, or neither.
        StateMismatch: When ``state`` is missing or another.
        IssuerMismatch: When ``iss`` is another server's.
        AuthorizationDenied: When the person said no.
        AuthorizationFailed: When the server answered with any other ``error``.
        InvalidArgument: When an argument is of the wrong type or empty.

    Example:
        ``http://127.0.0.1:49152/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz``
    """
    parameters = _redirect_parameters(_text("url_or_query", url_or_query))
    _compare_state(expected=_text("state", state), received=parameters.get("state"))
    _compare_issuer(expected=issuer, received=parameters.get("iss"))
    if "error" in parameters and "code" in parameters:
        raise MalformedRedirect(
            "The redirect carries both code and error; a server sends one of them.",
            hint="Do not use the code. Start again from a fresh authorization URL.",
        )
    if "error" in parameters:
        raise _authorization_error(parameters)
    if not parameters.get("code"):
        raise MalformedRedirect(
            "The redirect carries the right state but no code.",
            hint="Check that the request had response_type=code, and that you copied "
            "the whole address.",
        )
    return AuthorizationResponse(
        code=parameters["code"], state=parameters["state"], iss=parameters.get("iss")
    )


def _redirect_parameters(url_or_query: str) -> dict[str, str]:
    text = url_or_query.strip()
    parts = split_url(text)
    if parts is NO_URL:  # as "http://["
        raise MalformedRedirect(
            "What was given is no address.",
            hint="Copy the whole address from the browser's address bar after signing in.",
        )
    query = parts.query if "?" in text else text
    if "?" not in text and ("://" in text or "=" not in text):
        raise MalformedRedirect(
            "The address has no query: nothing after a '?'. "
            + (
                "What stands after '#' belongs to the implicit grant and is not read."
                if parts.fragment
                else "A redirect ends in ?code=…&state=…, or ?error=…&state=…."
            ),
            hint="Copy the whole address from the browser's address bar after signing in.",
        )
    pairs = read_pairs(query.split("#")[0])
    _refuse_duplicates(pairs, error_class=MalformedRedirect)
    parameters = dict(pairs)
    if "response_type" in parameters:
        raise MalformedRedirect(
            "This is the authorization URL, the question. The answer is the address "
            "that the browser shows after you signed in and approved.",
            hint="Open it, sign in, then copy the address of the page you end on.",
        )
    return parameters


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
    if not hmac.compare_digest(expected.encode(), received.encode()):
        raise StateMismatch(
            f"The redirect carries another state than the one you sent: expected "
            f"{shape(expected)}, received {shape(received)}, and they differ.",
            hint="Do not use its code. It answers another request: an old tab, a cell "
            "that was run again, or somebody else's link. Sign in again from the newest URL.",
            expected=expected,
            received=received,
        )


def _compare_issuer(*, expected: str | None, received: str | None) -> None:
    if expected is not None and received is not None and expected != received:
        raise IssuerMismatch(
            f"The redirect says that it comes from {received[:_ERROR_TEXT_LIMIT]!r}; "
            f"you asked {expected!r}.",
            hint="Do not send the code to anyone. Another authorization server answered.",
            expected=expected,
            received=received,
        )


def _authorization_error(parameters: dict[str, str]) -> AuthorizationFailed:
    code = parameters["error"][:_ERROR_TEXT_LIMIT]
    description = parameters.get("error_description", "")[:_ERROR_TEXT_LIMIT]
    said = f"{code!r}: {description!r}" if description else f"{code!r}"
    if code == "access_denied":
        error: AuthorizationFailed = AuthorizationDenied(
            f"The answer is no. The authorization server said {said}.",
            hint="That is an answer, not a failure: tell the person what does not work "
            "without access, and let them try again.",
        )
    else:
        error = AuthorizationFailed(
            f"The authorization server refused the request and said {said}.",
            error=code,
            hint="Compare your authorization URL with what the client registered.",
        )
    error.error_description = description
    return error


def _refuse_duplicates(
    pairs: list[tuple[str, str]],
    error_class: type[InvalidArgument] | type[MalformedRedirect] = InvalidArgument,
) -> None:
    names = Counter(name for name, _ in pairs)
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice is not None:
        raise error_class(
            f"The parameter {twice[:_ERROR_TEXT_LIMIT]!r} stands in the URL more than once.",
            hint="Request and response parameters must not be included more than once.",
            section="RFC 6749 §3.1",
        )


def _absolute_url(name: str, value: object) -> SplitResult:
    parts = split_url(_text(name, value))
    if not parts.scheme or not (parts.netloc or parts.path):
        raise InvalidArgument(
            f"{name} must be an absolute URL, got {str(value)[:_ERROR_TEXT_LIMIT]!r}.",
            hint="Write it with its scheme, as in http://127.0.0.1:8000/callback.",
            section="RFC 6749 §3.1.2" if name == "redirect_uri" else "RFC 6749 §3.1",
        )
    if parts.fragment:
        raise InvalidArgument(
            f"{name} must not have a fragment, got {'#' + parts.fragment[:40]!r}.",
            hint="Remove the '#' and what follows it.",
            section="RFC 6749 §3.1.2" if name == "redirect_uri" else "RFC 6749 §3.1",
        )
    return parts


def _text(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    hint = (
        "scope is one string, words with a space between: 'photos.read orders.write'."
        if name == "scope"
        else f"Give {name} as text in quotes."
    )
    return arguments.text(name, value, section="RFC 6749 §4.1.1", hint=hint)
