"""The front channel of the authorization code grant: RFC 6749 §4.1.1 and §4.1.2.

Two messages travel through the person's browser: the request, which is a link,
and the response, which is a redirect. Both are URLs, so both are built and read
here without touching the network.
"""

import secrets
from collections import Counter
from urllib.parse import SplitResult, quote, urlencode, urlunsplit

from oauth_tutorial.client import arguments
from oauth_tutorial.client.dialect import Dialect, dialect_given
from oauth_tutorial.client.pasting.pasted import read_pasted
from oauth_tutorial.client.redirect import AuthorizationResponse
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.text.readers import read_pairs, split_url

__all__ = ["AuthorizationResponse", "build_authorization_url", "new_state", "read_redirect"]

_MOST_SHOWN = 200  # characters of text that somebody else wrote


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
    dialect: Dialect | None = None,
    **extra: str | int | None,
) -> str:
    """Build the URL that asks for an authorization code (RFC 6749 §4.1.1).

    Args:
        authorization_endpoint: Absolute http(s) URL. A query that it already has
            is kept (§3.1).
        client_id: The name that the server gave to the client (§2.2).
        redirect_uri: Absolute URL to which the browser returns (§3.1.2).
        scope: What is asked for: scope values separated by single spaces (§3.3).
            Default: none, and the server decides.
        state: A value that comes back unchanged (§10.12). Default: none.
        code_challenge: The S256 challenge of :func:`code_challenge` (RFC 7636
            §4.3). Default: none.
        dialect: How this server differs from the RFCs, as ``provider("slack").dialect``: its names,
            extra parameters, the separator of scopes, how the challenge is encoded, and whether
            scopes and a challenge are sent at all. Default: it does not differ.
        **extra: Further parameters, such as ``nonce`` or ``prompt``. None leaves one out.

    Raises:
        InvalidArgument: When a parameter is missing, empty, given twice, of
            the wrong type, or breaks a rule of §3.1.

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
    speaks = dialect_given(dialect)
    if isinstance(scope, str) and scope.strip():
        scope = speaks.joined(scope) if speaks.scopes_taken else None
    if isinstance(code_challenge, str) and code_challenge.strip():
        code_challenge = speaks.challenge(code_challenge)
    parameters = {
        "response_type": "code",
        "client_id": _text("client_id", client_id),
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256" if code_challenge is not None else None,
        **speaks.extra_for("authorization"),
        **extra,
    }
    given = [
        (speaks.name_of("authorization", name), _text(name, value))
        for name, value in parameters.items()
        if value is not None
    ]
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
        url_or_query: The whole address, or its query, as the browser shows it; or a text that
            contains it, such as a log line or a link. An answer after the ``#`` is read as well
            (response_mode=fragment).
        state: The value that was sent in the authorization request.
        issuer: The authorization server's issuer. When given, a response that
            carries ``iss`` must carry this one (RFC 9207 §2.4). Default: not compared.

    Raises:
        MalformedRedirect: When it is not a redirect, has ``code``, ``state``, ``error`` or ``iss``
            twice, both ``code`` and ``error``, or neither; or when the code may be cut short.
        StateMismatch: When ``state`` is missing or a different one.
        IssuerMismatch: When ``iss`` is that of another server.
        AuthorizationDenied: When the person said no.
        AuthorizationFailed: When the server answered with any other ``error``.
        InvalidArgument: When an argument is of the wrong type or empty.

    Example:
        ``http://127.0.0.1:49152/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz``
    """
    return read_pasted(
        _text("url_or_query", url_or_query),
        state=_text("state", state),
        issuer=None if issuer is None else _text("issuer", issuer),
    )


def _refuse_duplicates(pairs: list[tuple[str, str]]) -> None:
    names = Counter(name for name, _ in pairs)
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice is not None:
        raise InvalidArgument(
            f"The parameter {twice[:_MOST_SHOWN]!r} is in the URL more than once.",
            hint="Give it once: in the endpoint's own query, or as an argument.",
            section="RFC 6749 §3.1",
        )


def _absolute_url(name: str, value: object) -> SplitResult:
    parts = split_url(_text(name, value))
    if not parts.scheme or not (parts.netloc or parts.path):
        raise InvalidArgument(
            f"{name} must be an absolute URL, got {str(value)[:_MOST_SHOWN]!r}.",
            hint="Start it with http:// or https://, as in http://127.0.0.1:8000/callback.",
            section="RFC 6749 §3.1.2" if name == "redirect_uri" else "RFC 6749 §3.1",
        )
    if parts.fragment:
        raise InvalidArgument(
            f"{name} must not have a fragment, got {'#' + parts.fragment[:40]!r}.",
            hint="Remove the '#' and everything after it.",
            section="RFC 6749 §3.1.2" if name == "redirect_uri" else "RFC 6749 §3.1",
        )
    return parts


def _text(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    hint = (
        "scope is one string of scope values separated by single spaces: "
        "'photos.read orders.write'."
        if name == "scope"
        else f"Write {name} as text, in quotes."
    )
    return arguments.text(name, value, section="RFC 6749 §4.1.1", hint=hint)
