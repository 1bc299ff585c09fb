"""One back-channel request, in any dialect: from client to server, without the browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from urllib.parse import quote_plus

import requests
from requests.structures import CaseInsensitiveDict

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.arguments import seconds, text
from oauth_tutorial.client.dialect import Dialect, Request, Texts
from oauth_tutorial.client.no_answer import failure_without_answer
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.bounded import send
from oauth_tutorial.text.plain import plain

WAYS = ("post", "basic", "none")  # for a client to authenticate


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client that sends a request, and the dialect it uses.

    Attributes:
        id: The client_id.
        secret: The client_secret, or None.
        auth: ``"post"``, ``"basic"`` or ``"none"``; None means what the dialect says.
        dialect: How the server differs from the RFCs.
    """

    id: str
    secret: str | None = field(default=None, repr=False)
    auth: str | None = None
    dialect: Dialect = field(repr=False)


def ask(
    endpoint: Endpoint,
    url: str,
    parameters: Mapping[str, str | None],
    client: Client,
    timeout: float,
    request: Request | None = "token",
) -> Answer:
    """Send a request to an endpoint, and return the answer.

    Args:
        endpoint: Which endpoint it is.
        url: Its URL.
        parameters: The parameters of the body, by their standard names; None leaves one out.
        client: Who sends it.
        timeout: Seconds for everything together.
        request: Which request of the dialect it is; None means one with the names of ``"token"``
            and no extra parameters.

    Raises:
        InvalidArgument: When an argument cannot be right.
        TokenRequestFailed: When no whole answer came.
    """
    dialect = client.dialect
    extra = dialect.extra_for(request) if request is not None else {}
    given = {**extra, **parameters, "client_id": client.id, "client_secret": client.secret}
    asked = {
        name: text(name, value, section=endpoint.section)
        for name, value in given.items()
        if value is not None or name == "client_id"
    }
    body, auth = _authenticated(asked, client)
    body = {dialect.name_of(request or "token", name): value for name, value in body.items()}
    as_json = dialect.body == "json"
    return deliver(
        endpoint,
        url,
        "POST",
        dialect,
        timeout,
        asked=asked,
        form=None if as_json else body,
        json=body if as_json else None,
        auth=auth,
    )


def deliver(
    endpoint: Endpoint,
    url: str,
    method: str,
    dialect: Dialect,
    timeout: float,
    *,
    asked: Texts,
    form: Texts | None = None,
    json: Texts | None = None,
    auth: object = None,
    headers: Texts | None = None,
) -> Answer:
    """Send a request as it is, and return the answer.

    Args:
        endpoint: Which endpoint it is.
        url: Its URL.
        method: The HTTP method.
        dialect: Which headers the server wants.
        timeout: Seconds for everything together.
        asked: The parameters that are sent, by standard names. Error messages leave out their
            secrets.
        form: The body, if it is a form.
        json: The body, if it is JSON.
        auth: As for ``requests``. Default: none.
        headers: Further headers.
    """
    where = text(endpoint.name.replace(" ", "_"), url, section=endpoint.section)
    limit = seconds("timeout", timeout)
    fields = CaseInsensitiveDict[str]({"Accept": "application/json", "User-Agent": user_agent()})
    fields.update({**dialect.headers, **(headers or {})})
    try:
        response = send(
            method,
            where,
            form=form,
            json=json,
            headers=fields,
            auth=auth or _no_header,
            seconds=limit,
        )
    except Exception as error:  # requests lets some exceptions of other libraries through
        raise failure_without_answer(error, endpoint, where, limit) from None
    return Answer(response, endpoint, asked)


def basic(client_id: str, client_secret: str) -> tuple[str, str]:
    """Return both as the header needs them: form-encoded before they are joined (§2.3.1)."""
    return quote_plus(client_id), quote_plus(client_secret)


@cache
def user_agent() -> str:
    """Return this client's User-Agent; some servers turn away those of libraries."""
    try:
        return f"oauth-tutorial/{metadata.version('oauth-tutorial')}"
    except metadata.PackageNotFoundError:  # run from its sources
        return "oauth-tutorial/0"


def _authenticated(asked: dict[str, str], client: Client) -> tuple[dict[str, str], object]:
    """Return the body and the ``auth`` of a request; one of them has the client's credentials."""
    auth = client.auth if client.auth is not None else client.dialect.client_auth
    if auth not in WAYS:
        raise InvalidArgument(
            f"client_auth must be 'post', 'basic' or 'none', got {plain(repr(auth), 40)}.",
            section="RFC 6749 §2.3.1",
        )
    body = dict(asked)
    if auth == "none":
        body.pop("client_secret", None)
    is_empty = client.auth is None and client.dialect.empty_password
    if auth == "basic" and (client.secret is not None or is_empty):
        return body, basic(body.pop("client_id"), body.pop("client_secret", ""))
    return body, None


def _no_header(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no credentials. Without this, ``requests`` adds those of ~/.netrc for the host."""
    return request
