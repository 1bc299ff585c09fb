"""The back channel: RFC 6749 §4.1.3 (code), §6 (refresh), RFC 7009 (revoke).

Client and authorization server talk to each other here, without the browser.
"""

from collections.abc import Mapping
from urllib.parse import quote_plus

import requests

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.arguments import seconds, text
from oauth_tutorial.client.no_answer import failure_without_answer
from oauth_tutorial.client.refusal import failure_of, redirected
from oauth_tutorial.client.server_words import is_error
from oauth_tutorial.client.token_response import TokenResponse, read_token
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.bounded import post
from oauth_tutorial.text.plain import plain

_EXCHANGE = Endpoint(section="RFC 6749 §4.1.3")
_REFRESH = Endpoint(section="RFC 6749 §6")
_REVOCATION = Endpoint(
    "revocation endpoint", "RFC 7009 §2.1", errors="RFC 7009 §2.2.1", expected="HTTP 200"
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
        timeout: Seconds for everything together: connecting, sending, and the whole answer.

    Raises:
        TokenRequestFailed: When the server says no (§5.2).
        TokenResponseUnreadable: When the answer is neither token nor OAuth error.
        TokenEndpointUnreachable: When no answer came, or not all of it in time.
        InvalidArgument: When an argument is missing, empty or of the wrong type.

    Redirects are not followed, and of a body at most 1 MiB is read.

    Example:
        ``grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb``
    """
    parameters = {
        "grant_type": "authorization_code",
        "code": text("code", code, section=_EXCHANGE.section),
        "redirect_uri": text("redirect_uri", redirect_uri, section=_EXCHANGE.section),
        "code_verifier": code_verifier,
    }
    client = (client_id, client_secret, client_auth)
    return read_token(_send(_EXCHANGE, token_endpoint, parameters, client, timeout))


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
        "refresh_token": text("refresh_token", refresh_token, section=_REFRESH.section),
        "scope": scope,
    }
    client = (client_id, client_secret, client_auth)
    return read_token(_send(_REFRESH, token_endpoint, parameters, client, timeout))


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

    Arguments and errors are those of :func:`exchange_code`. The server answers with 200
    (§2.2), some with 204. A token that it does not know is no error.

    Example:
        ``token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token``
    """
    parameters = {
        "token": text("token", token, section=_REVOCATION.section),
        "token_type_hint": token_type_hint,
    }
    client = (client_id, client_secret, client_auth)
    answer = _send(_REVOCATION, revocation_endpoint, parameters, client, timeout)
    if 300 <= answer.status < 400:
        raise redirected(answer)
    # §2.2 has no body with 200, but some servers say no with it
    if answer.status not in {200, 204} or is_error(answer.parameters):
        raise failure_of(answer)


def _send(
    endpoint: Endpoint,
    url: str,
    parameters: Mapping[str, str | None],
    client: tuple[str, str | None, str],
    timeout: float,
) -> Answer:
    """Send a request to an endpoint.

    Args:
        endpoint: What it is.
        url: Where it is.
        parameters: Of the body; None leaves one out.
        client: Its client_id, client_secret and client_auth.
        timeout: Seconds for everything together.
    """
    client_id, client_secret, client_auth = client
    given = {**parameters, "client_id": client_id, "client_secret": client_secret}
    body = {
        key: text(key, value, section=endpoint.section)
        for key, value in given.items()
        if value is not None or key == "client_id"
    }
    if client_auth not in ("post", "basic"):
        raise InvalidArgument(
            f"client_auth must be 'post' or 'basic', got {plain(repr(client_auth), 40)}.",
            section="RFC 6749 §2.3.1",
        )
    auth: object = _no_header
    if client_auth == "basic" and client_secret is not None:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined
        auth = (quote_plus(body.pop("client_id")), quote_plus(body.pop("client_secret")))
    where = text(endpoint.name.replace(" ", "_"), url, section=endpoint.section)
    limit = seconds("timeout", timeout)
    try:
        response = post(
            where, body, headers={"Accept": "application/json"}, auth=auth, seconds=limit
        )
    except Exception as error:  # requests lets through what it did not think of
        raise failure_without_answer(error, endpoint, where, limit) from None
    return Answer(response, endpoint)


def _no_header(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Authenticate by nothing. Without it, ``requests`` adds what ~/.netrc has for the host."""
    return request
