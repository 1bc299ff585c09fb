"""The back channel: RFC 6749 §4.1.3 (code), §6 (refresh), RFC 7009 (revoke).

Client and authorization server talk to each other here, without the browser.
"""

from collections.abc import Mapping
from urllib.parse import quote_plus

import requests

from oauth_tutorial.client.token_response import (
    TokenResponse,
    failure_of,
    read_body,
    read_token,
)
from oauth_tutorial.errors import InvalidArgument, TokenEndpointUnreachable
from oauth_tutorial.network.loopback import session_for


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
        raise failure_of(read_body(response), response)


def _ask(
    endpoint: str,
    parameters: Mapping[str, str | None],
    client_id: str,
    client_secret: str | None,
    client_auth: str,
    timeout: float,
) -> TokenResponse:
    response = _send(endpoint, parameters, client_id, client_secret, client_auth, timeout)
    body = read_body(response)
    if "error" in body or response.status_code >= 400:
        raise failure_of(body, response)
    return read_token(body, response.status_code)


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


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        came = "an empty string" if isinstance(value, str) else type(value).__name__
        raise InvalidArgument(
            f"{name} must be text that is not empty, got {came}.",
            hint=f"Look at the cell that makes {name}: was it run?",
            section="RFC 6749 §4.1.3",
        )
    return value
