"""The back channel: RFC 6749 §4.1.3 (code), §6 (refresh), RFC 7009 (revoke).

Here the client and the authorization server talk to each other without the browser. What differs
from server to server is in a :class:`~oauth_tutorial.client.dialect.Dialect`.
"""

from oauth_tutorial.client.answer import Endpoint
from oauth_tutorial.client.arguments import text
from oauth_tutorial.client.back_channel import Client, ask
from oauth_tutorial.client.dialect import Dialect, dialect_given
from oauth_tutorial.client.revocation import give_back
from oauth_tutorial.client.token_response import TokenResponse, read_token
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.loopback import is_loopback
from oauth_tutorial.text.readers import split_url

_EXCHANGE = Endpoint(section="RFC 6749 §4.1.3")
_REFRESH = Endpoint(section="RFC 6749 §6")


def exchange_code(
    token_endpoint: str,
    *,
    code: str,
    redirect_uri: str,
    client_id: str,
    client_secret: str | None = None,
    code_verifier: str | None = None,
    client_auth: str | None = None,
    timeout: float = 10,
    dialect: Dialect | None = None,
) -> TokenResponse:
    """Exchange an authorization code for a token (RFC 6749 §4.1.3).

    Args:
        token_endpoint: Absolute URL.
        code: What the redirect brought.
        redirect_uri: The one in the authorization request, character for character.
        client_id: The client's name.
        client_secret: The client's proof. Default: none, for a public client.
        code_verifier: The secret behind the ``code_challenge`` (RFC 7636 §4.5).
            Default: none.
        client_auth: ``"post"`` sends the secret in the body, ``"basic"`` in the
            Authorization header (§2.3.1), ``"none"`` does not send it. Default: what the dialect
            says, or ``"post"`` without a dialect.
        timeout: Seconds for everything together: connecting, sending, and the whole answer.
        dialect: How this server differs, as ``provider("github").dialect``. Default: it does not.

    Raises:
        TokenRequestFailed: When the server says no (§5.2).
        TokenResponseUnreadable: When the answer is neither a token nor an OAuth error.
        TokenEndpointUnreachable: When no answer came, or not all of it in time.
        InvalidArgument: When an argument is missing, empty or of the wrong type.

    Redirects are not followed, and at most 1 MiB of a body is read.

    Example:
        ``grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb``
    """
    client = _client(client_id, client_secret, client_auth, dialect)
    parameters = {
        "grant_type": "authorization_code",
        "code": text("code", code, section=_EXCHANGE.section),
        "redirect_uri": text("redirect_uri", redirect_uri, section=_EXCHANGE.section),
        "code_verifier": code_verifier if client.dialect.pkce != "none" else None,
    }
    answer = ask(_EXCHANGE, token_endpoint, parameters, client, timeout)
    return read_token(answer, client.dialect)


def refresh(
    token_endpoint: str,
    *,
    refresh_token: str,
    client_id: str,
    client_secret: str | None = None,
    scope: str | None = None,
    redirect_uri: str | None = None,
    client_auth: str | None = None,
    timeout: float = 10,
    dialect: Dialect | None = None,
) -> TokenResponse:
    """Get a new access token with a refresh token (RFC 6749 §6).

    If the answer has a ``refresh_token``, store it: the old one may no longer work (RFC 9700
    §4.14.2). If it has none, keep the old one, which still works. ``answer.refresh_token or old``
    covers both. Arguments and errors are those of :func:`exchange_code`; ``scope`` may narrow what
    was granted, and ``redirect_uri`` is for servers that want it again.

    Example:
        ``grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA``
    """
    client = _client(client_id, client_secret, client_auth, dialect)
    speaks = client.dialect
    parameters = {
        "grant_type": "refresh_token",
        "refresh_token": text("refresh_token", refresh_token, section=_REFRESH.section),
        "scope": speaks.joined(scope) if isinstance(scope, str) else scope,
        "redirect_uri": redirect_uri,
    }
    for name in speaks.repeat:
        if parameters.get(name) is None:
            raise InvalidArgument(
                f"{speaks.name or 'This server'} wants {name} in a refresh as well, but none was "
                "given.",
                hint=f"Pass the same {name} as in the authorization request.",
                section=_REFRESH.section,
            )
    url = _refresh_endpoint(token_endpoint, speaks)
    answer = ask(_REFRESH, url, parameters, client, timeout, "refresh")
    return read_token(answer, speaks)


def revoke(
    revocation_endpoint: str,
    *,
    token: str,
    client_id: str,
    client_secret: str | None = None,
    token_type_hint: str | None = None,
    client_auth: str | None = None,
    timeout: float = 10,
    dialect: Dialect | None = None,
) -> None:
    """Tell the server that a token is not needed any more (RFC 7009 §2.1).

    Arguments and errors are those of :func:`exchange_code`. The server answers with 200
    (§2.2), some with 204. A token that it does not know is not an error. If the dialect says that
    an app cannot revoke tokens, the error says how a person removes the app.

    Example:
        ``token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token``
    """
    client = _client(client_id, client_secret, client_auth, dialect)
    give_back(revocation_endpoint, token, token_type_hint, client, timeout)


def _client(
    client_id: str, client_secret: str | None, client_auth: str | None, dialect: object
) -> Client:
    return Client(
        id=client_id, secret=client_secret, auth=client_auth, dialect=dialect_given(dialect)
    )


def _refresh_endpoint(token_endpoint: str, dialect: Dialect) -> str:
    """Return where a refresh goes. In practice, nothing may go to the real provider."""
    own = dialect.refresh_endpoint
    if not own or not isinstance(token_endpoint, str):
        return token_endpoint
    if not is_loopback(token_endpoint):
        return own
    path = split_url(own).path
    return split_url(token_endpoint)._replace(path=path, query="", fragment="").geturl()
