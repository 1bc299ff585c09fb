"""Both sides in one list: what the client recorded and what the service saw."""

from collections.abc import Sequence, Set
from dataclasses import replace

from oauth_tutorial.ladder.message import (
    API,
    BACK,
    BROWSER,
    CLIENT,
    FRONT,
    OTHER_API,
    OTHER_SIGN_IN,
    SIGN_IN,
    Message,
    items_of,
)
from oauth_tutorial.network import surroundings
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.wire.exchange import Exchange, header
from oauth_tutorial.wire.joined import (
    Entry,
    Service,
    entry_of,
    hosts_of,
    seen_by_service_only,
)

_NAME = 40  # characters of a party's name, which is the title of a lane
_API_PATHS = ("/api", "/userinfo")
_SIGN_IN_WORDS = ("authorize", "oauth", "token", "well-known", "jwks", "login", "revoke", "device")


def merge(log: Sequence[Exchange]) -> list[Message]:
    """Return the messages of a log once each, oldest first.

    A message that both sides saw is joined by its ``X-Request-Id``: it has the client's
    copy and the server's checks. What only the service saw since the recording
    began came from the browser.
    """
    service = surroundings.service()
    exchanges = [(one, _entry_of(service, one)) for one in log]
    messages = [_from_exchange(one, entry, hosts_of(service)) for one, entry in exchanges]
    messages += [_from_entry(entry) for entry in seen_by_service_only(service, log)]
    messages = [replace(message, items=items_of(message)) for message in messages]
    return sorted(messages, key=lambda message: message.started_at)


def _entry_of(service: Service | None, exchange: Exchange) -> Entry | None:
    return entry_of(service, exchange.method, exchange.url, exchange.response_headers)


def _from_exchange(exchange: Exchange, entry: Entry | None, own_hosts: Set[str]) -> Message:
    server = _server_lane(exchange, own_hosts)
    party = plain(exchange.party, _NAME)
    lanes = {"browser": BROWSER, "client": party or CLIENT, "server": server}
    return Message(
        sender=lanes[exchange.sender],
        recipient=lanes[exchange.recipient],
        method=exchange.method,
        url=exchange.url,
        request_headers=exchange.request_headers,
        request_body=exchange.request_body,
        status=exchange.status,
        response_headers=exchange.response_headers,
        response_body=exchange.response_body,
        started_at=exchange.started_at,
        elapsed=exchange.elapsed,
        channel=exchange.channel,
        remark=exchange.remark,
        party=party,
        checks=tuple(entry.checks) if entry else (),
    )


def _from_entry(entry: Entry) -> Message:
    api = entry.path.startswith(_API_PATHS)
    # pages are for browsers; a program that asks the API or for a token is a client
    browser = "text/html" in header(entry.request_headers, "accept") or (
        entry.path in {"/", "/authorize", "/sign-in", "/consent"}
    )
    return Message(
        sender=BROWSER if browser else CLIENT,
        recipient=API if api else SIGN_IN,
        method=entry.method,
        url=entry.url,
        request_headers=entry.request_headers,
        request_body=entry.request_body,
        status=entry.status,
        response_headers=entry.response_headers,
        response_body=entry.response_body,
        started_at=entry.started_at,
        elapsed=entry.elapsed,
        channel=FRONT if browser else BACK,
        checks=tuple(entry.checks),
    )


def _server_lane(exchange: Exchange, own_hosts: Set[str]) -> str:
    path = split_url(exchange.url).path
    if split_url(exchange.url).netloc in own_hosts:
        return API if path.startswith(_API_PATHS) else SIGN_IN
    scheme = header(exchange.request_headers, "authorization").partition(" ")[0].lower()
    if scheme in {"bearer", "dpop"}:
        return OTHER_API
    asks = "grant_type=" in exchange.request_body
    return OTHER_SIGN_IN if asks or any(w in path.lower() for w in _SIGN_IN_WORDS) else OTHER_API
