"""The back channel: RFC 6749 §4.1.3 (code), §6 (refresh), RFC 7009 (revoke).

Client and authorization server talk to each other here, without the browser.
An answer is read for what it says, not for how it looks: real providers send
errors with status 200, tokens as form-encoded text and numbers as strings.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl, quote_plus

import requests

from oauth_tutorial.errors import (
    InvalidArgument,
    TokenEndpointUnreachable,
    TokenRequestFailed,
    TokenResponseUnreadable,
)
from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.redaction import SECRET_PARAMETERS, shape

Failure = TypeVar("Failure", bound=TokenRequestFailed)

_TEXT_LIMIT = 200  # of somebody else's text in a message of ours

HINTS = {  # RFC 6749 §5.2: the code, and where to look
    "invalid_request": "Compare the names of the parameters with §4.1.3, and send them as a "
    "form: data=…, not json=….",
    "invalid_client": "Check client_id, client_secret (a space, a quote?) and whether the server "
    "wants them in the body (post) or in the header (basic).",
    "invalid_grant": "A code works once, for a minute, with the same redirect_uri and the "
    "code_verifier of its challenge. Sign in again for a fresh one.",
    "unauthorized_client": "This client may not use this grant_type. Look at its registration.",
    "unsupported_grant_type": "Write grant_type=authorization_code, and send a form: data=….",
    "invalid_scope": "Ask for words that the server knows, with one space between them; a "
    "refresh gets no word beyond those that were granted.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenResponse:
    """A successful token response (RFC 6749 §5.1).

    Attributes:
        access_token: What the API wants to see. A secret.
        token_type: How it is sent; ``"Bearer"`` (RFC 6750) nearly always.
        expires_in: Lifetime in seconds from ``received_at``, or None.
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
            f"token_type={self.token_type!r}, expires_in={self.expires_in}, "
            f"refresh_token={shape(self.refresh_token)}, scope={self.scope!r}, "
            f"id_token={shape(self.id_token)})"
        )


def exchange_code(
    token_endpoint: str,
    *,
    code: str,
    redirect_uri: str,
    client_id: str,
    client_secret: str | None = None,
    code_verifier: str | None = None,
    client_auth: str = "post",
    timeout: float = 10,
) -> TokenResponse:
    """Exchange an authorization code for a token (RFC 6749 §4.1.3).

    Args:
        token_endpoint: Absolute URL.
        code: What the redirect brought.
        redirect_uri: The one of the authorization request, to the letter.
        client_id: The client's name.
        client_secret: The client's proof. Default: none, for a public client.
        code_verifier: The secret behind the ``code_challenge`` (RFC 7636 §4.5).
            Default: none.
        client_auth: ``"post"`` sends the secret in the body, ``"basic"`` in the
            Authorization header (§2.3.1).
        timeout: Seconds to wait for an answer.

    Raises:
        TokenRequestFailed: When the server says no (§5.2).
        TokenResponseUnreadable: When the answer is neither token nor OAuth error.
        TokenEndpointUnreachable: When no answer came.
        InvalidArgument: When an argument is missing, empty or of the wrong type.

    Example:
        ``grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb``
    """
    parameters = {
        "grant_type": "authorization_code",
        "code": _text("code", code),
        "redirect_uri": _text("redirect_uri", redirect_uri),
        "code_verifier": code_verifier,
    }
    return _ask(token_endpoint, parameters, client_id, client_secret, client_auth, timeout)


def refresh(
    token_endpoint: str,
    *,
    refresh_token: str,
    client_id: str,
    client_secret: str | None = None,
    scope: str | None = None,
    client_auth: str = "post",
    timeout: float = 10,
) -> TokenResponse:
    """Get a new access token with a refresh token (RFC 6749 §6).

    Store the ``refresh_token`` of the answer, when it has one: the old one may
    be dead from now on (RFC 9700 §4.14.2). Arguments and errors are those of
    :func:`exchange_code`; ``scope`` may narrow what was granted.

    Example:
        ``grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA``
    """
    parameters = {
        "grant_type": "refresh_token",
        "refresh_token": _text("refresh_token", refresh_token),
        "scope": scope,
    }
    return _ask(token_endpoint, parameters, client_id, client_secret, client_auth, timeout)


def revoke(
    revocation_endpoint: str,
    *,
    token: str,
    client_id: str,
    client_secret: str | None = None,
    token_type_hint: str | None = None,
    client_auth: str = "post",
    timeout: float = 10,
) -> None:
    """Tell the server that a token is not needed any more (RFC 7009 §2.1).

    Arguments and errors are those of :func:`exchange_code`. A token that the
    server does not know is no error (§2.2).

    Example:
        ``token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token``
    """
    parameters = {"token": _text("token", token), "token_type_hint": token_type_hint}
    response = _send(
        revocation_endpoint, parameters, client_id, client_secret, client_auth, timeout
    )
    if response.status_code != 200:
        raise _failure(_read_body(response), response)


def _ask(
    endpoint: str,
    parameters: Mapping[str, str | None],
    client_id: str,
    client_secret: str | None,
    client_auth: str,
    timeout: float,
) -> TokenResponse:
    response = _send(endpoint, parameters, client_id, client_secret, client_auth, timeout)
    body = _read_body(response)
    if "error" in body or response.status_code >= 400:
        raise _failure(body, response)
    return _read_token(body, response.status_code)


def _send(
    endpoint: str,
    parameters: Mapping[str, str | None],
    client_id: str,
    client_secret: str | None,
    client_auth: str,
    timeout: float,
) -> requests.Response:
    body = {name: _text(name, value) for name, value in parameters.items() if value is not None}
    headers = {"Accept": "application/json"}
    _text("client_id", client_id)
    if client_secret is not None:
        _text("client_secret", client_secret)
    if client_auth not in {"post", "basic"}:
        raise InvalidArgument(
            f"client_auth must be 'post' or 'basic', got {client_auth!r}.",
            section="RFC 6749 §2.3.1",
        )
    auth = None
    if client_auth == "basic" and client_secret is not None:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined
        auth = (quote_plus(client_id), quote_plus(client_secret))
    else:
        body["client_id"] = client_id
        if client_secret is not None:
            body["client_secret"] = client_secret
    try:
        with session_for(_text("token_endpoint", endpoint)) as session:
            return session.post(
                endpoint,
                data=body,
                headers=headers,
                auth=auth,
                timeout=timeout,
                allow_redirects=False,  # a secret does not follow a redirect
            )
    except requests.RequestException as error:
        raise _unreachable(error) from None


def _unreachable(error: requests.RequestException) -> TokenEndpointUnreachable:
    if isinstance(error, requests.Timeout):
        what, hint = "did not answer in time", "Try again, or give a longer timeout (seconds)."
    elif isinstance(error, requests.exceptions.SSLError):
        what, hint = (
            "has a TLS certificate that cannot be trusted",
            "Check the host's name and this machine's clock; never switch the check off.",
        )
    elif isinstance(error, requests.ConnectionError):
        what, hint = "cannot be reached", "Check host and port, and whether the server is running."
    else:
        what, hint = "is no URL to post to", "Write it in full: http://127.0.0.1:8000/token."
    return TokenEndpointUnreachable(f"The token endpoint {what}.", hint=hint)


def _read_body(response: requests.Response) -> dict[str, object]:
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError:
        body = dict(parse_qsl(response.text)) if _is_form(response) else None
    if isinstance(body, dict):
        return body
    kind = response.headers.get("Content-Type", "").split(";")[0] or "no Content-Type"
    raise _with_status(
        TokenResponseUnreadable(
            f"Expected a JSON object from the token endpoint; HTTP {response.status_code} "
            f"brought {_kind(response, body)} ({kind[:60]}).",
            hint="Check that the URL is the token endpoint's, and look at the server's log.",
            response=response,
        ),
        response.status_code,
    )


def _is_form(response: requests.Response) -> bool:
    # GitHub answers so unless asked for JSON; some send it as text/plain
    return response.text.startswith(("access_token=", "error=")) or (
        "x-www-form-urlencoded" in response.headers.get("Content-Type", "")
    )


def _kind(response: requests.Response, body: object) -> str:
    if not response.content:
        return "an empty body"
    if body is not None:
        return f"JSON of the type {type(body).__name__}"
    return "HTML" if "<html" in response.text[:500].lower() else "text that is no JSON"


def _failure(body: Mapping[str, object], response: requests.Response) -> TokenRequestFailed:
    status = response.status_code
    error = body.get("error")
    code = error if isinstance(error, str) else "unknown_error"
    description = _without_secrets(str(body.get("error_description") or ""), response)[:_TEXT_LIMIT]
    failure = TokenRequestFailed(
        f"The token endpoint refused with HTTP {status} and said {code[:60]!r}"
        + (f": {description}" if description else "."),
        error=code,
        hint=HINTS.get(code, "Look the code up in the provider's documentation."),
        response=response,
    )
    failure.error_description = description
    return _with_status(failure, status)


def _without_secrets(text: str, response: requests.Response) -> str:
    """Take out what we sent: a server may repeat a code or a secret in its complaint."""
    for name, value in parse_qsl(str(response.request.body or "")):
        if name in SECRET_PARAMETERS:
            text = text.replace(value, shape(value))
    return text


def _read_token(body: Mapping[str, object], status: int) -> TokenResponse:
    access_token = body.get("access_token")
    if not isinstance(access_token, str) or not access_token:
        names = ", ".join(sorted(map(str, body)))[:_TEXT_LIMIT] or "nothing"
        raise _with_status(
            TokenResponseUnreadable(
                f"The answer has no access_token. It has: {names}.",
                hint="Some providers put it one level deeper; read their documentation.",
            ),
            status,
        )
    scope = body.get("scope")
    return TokenResponse(
        access_token=access_token,
        token_type=str(body.get("token_type") or "Bearer"),
        expires_in=_seconds(body.get("expires_in")),
        refresh_token=_optional(body.get("refresh_token")),
        scope=" ".join(map(str, scope)) if isinstance(scope, list) else _optional(scope),
        id_token=_optional(body.get("id_token")),
    )


def _seconds(value: object) -> int | None:
    try:
        return int(float(str(value))) if value is not None else None
    except (ValueError, OverflowError):
        return None


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _with_status(failure: Failure, status: int) -> Failure:
    failure.status = status
    return failure


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        came = "an empty string" if isinstance(value, str) else type(value).__name__
        raise InvalidArgument(
            f"{name} must be text that is not empty, got {came}.",
            hint=f"Look at the cell that makes {name}: was it run?",
            section="RFC 6749 §4.1.3",
        )
    return value
