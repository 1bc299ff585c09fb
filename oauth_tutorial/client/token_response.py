"""What a token endpoint answered: a token (RFC 6749 §5.1), an error (§5.2), or neither.

An answer is read for what it says, not for how it looks: real providers send
errors with status 200, tokens as form-encoded text and numbers as strings.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import requests

from oauth_tutorial.errors import TokenRequestFailed, TokenResponseUnreadable
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_json, read_pairs
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, shape

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


def read_body(response: requests.Response) -> dict[str, object]:
    """Return the parameters of an answer.

    Raises:
        TokenResponseUnreadable: When it is neither a JSON object nor a form.
    """
    body = read_json(response.content)
    if body is None:  # in another encoding than JSON has, which its Content-Type names
        body = read_json(response.text)
    if body is None and _is_form(response):
        body = dict(read_pairs(response.text, blank=False))
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


def failure_of(body: Mapping[str, object], response: requests.Response) -> TokenRequestFailed:
    """Make the error that an answer stands for: the server's own words, without what we sent."""
    status = response.status_code
    error = body.get("error")
    code = error if isinstance(error, str) else "unknown_error"
    said = _without_secrets(str(body.get("error_description") or ""), response)
    description = plain(said, _TEXT_LIMIT)
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
    for name, value in read_pairs(str(response.request.body or ""), blank=False):
        if name in SECRET_PARAMETERS:
            text = text.replace(value, shape(value))
    return text


def read_token(body: Mapping[str, object], status: int) -> TokenResponse:
    """Return the token of an answer that is no error.

    Raises:
        TokenResponseUnreadable: When it has no ``access_token``.
    """
    access_token = body.get("access_token")
    if not isinstance(access_token, str) or not access_token:
        names = plain(", ".join(sorted(map(str, body))), _TEXT_LIMIT) or "nothing"
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
