"""Revoking a token: RFC 7009, and the other ways that servers have, as one table."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.arguments import text
from oauth_tutorial.client.back_channel import Client, ask, basic, deliver
from oauth_tutorial.client.dialect import Dialect, Revocation
from oauth_tutorial.client.refusal import failure_of, redirected
from oauth_tutorial.client.server_words import is_error
from oauth_tutorial.errors import InvalidArgument

REVOCATION = Endpoint(
    "revocation endpoint", "RFC 7009 §2.1", errors="RFC 7009 §2.2.1", expected="HTTP 200"
)
_DONE = {200, 204}


@dataclass(frozen=True, slots=True)
class _Way:
    """How one style sends the token.

    Attributes:
        method: The HTTP method.
        carried: ``"bearer"``: in the Authorization header; ``"json"``: in the body, and the client
            authenticates by Basic.
    """

    method: str
    carried: Literal["bearer", "json"]


_WAYS: dict[Revocation, _Way] = {  # other than RFC 7009
    "bearer-post": _Way("POST", "bearer"),
    "bearer-get": _Way("GET", "bearer"),
    "bearer-delete": _Way("DELETE", "bearer"),
    "basic-delete-json": _Way("DELETE", "json"),
}


def give_back(
    url: str, token: str, token_type_hint: str | None, client: Client, timeout: float
) -> None:
    """Revoke a token in the way that the client's dialect says.

    Args:
        url: The endpoint; ``{client_id}`` in it is filled in.
        token: The token.
        token_type_hint: As in RFC 7009; the other ways have no place for it.
        client: The client that the token was issued to.
        timeout: Seconds for everything together.

    Raises:
        TokenRequestFailed: When the server says no, or does not answer.
        InvalidArgument: When an argument cannot be right, or nothing can be revoked there.
    """
    dialect = client.dialect
    if dialect.revocation == "none":
        raise _by_hand(dialect)
    token = text("token", token, section=REVOCATION.section)
    if isinstance(url, str) and isinstance(client.id, str):
        url = url.replace("{client_id}", quote(client.id, safe=""))
    way = _WAYS.get(dialect.revocation)
    if way is None:
        parameters = {"token": token, "token_type_hint": token_type_hint}
        answer = ask(REVOCATION, url, parameters, client, timeout, request=None)
    else:
        answer = _otherwise(way, url, token, client, timeout)
    if 300 <= answer.status < 400:
        raise redirected(answer)
    # §2.2: a 200 needs no body, but some servers refuse with 200 and an error
    if answer.status not in _DONE or is_error(answer.parameters):
        raise failure_of(answer)


def _otherwise(way: _Way, url: str, token: str, client: Client, timeout: float) -> Answer:
    if way.carried == "bearer":
        headers = {"Authorization": f"Bearer {token}"}
        return deliver(
            REVOCATION,
            url,
            way.method,
            client.dialect,
            timeout,
            asked={"token": token},
            headers=headers,
        )
    identity = text("client_id", client.id, section=REVOCATION.section)
    secret = text(
        "client_secret",
        client.secret,
        section="RFC 6749 §2.3.1",
        hint="On this server an app needs its client_id and client_secret to revoke a token. Give "
        "client_secret, or let the person remove the app.",
    )
    return deliver(
        REVOCATION,
        url,
        way.method,
        client.dialect,
        timeout,
        asked={"token": token, "client_id": identity, "client_secret": secret},
        json={"access_token": token},
        auth=basic(identity, secret),
    )


def _by_hand(dialect: Dialect) -> InvalidArgument:
    who = dialect.name or "This server"
    way = " → ".join(dialect.by_hand)
    return InvalidArgument(
        f"{who} does not let an app revoke a token.",
        hint=f"The person removes the app instead: {way}."
        if way
        else "The person removes the app in the settings of their account; forget the token here.",
        section="RFC 7009 §2",
    )
