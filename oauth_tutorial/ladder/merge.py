"""Both sides in one list: what the client recorded and what the service saw."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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
    header,
    items_of,
)
from oauth_tutorial.network import surroundings
from oauth_tutorial.wire import Exchange, Recording

if TYPE_CHECKING:
    from oauth_tutorial.practice import PhotoBox
    from oauth_tutorial.practice.log import Entry

_API_PATHS = ("/api", "/userinfo")
_SIGN_IN_WORDS = ("authorize", "oauth", "token", "well-known", "jwks", "login", "revoke", "device")


def merge(log: Sequence[Exchange]) -> list[Message]:
    """Return the messages of a log, oldest first, each of them once.

    A message that both sides saw is joined by its ``X-Request-Id``: the client's
    copy, and the server's checks. What only the service saw since the recording
    began came from the browser.
    """
    photobox = running_service()
    exchanges = list(log)
    entries = _entries(photobox)
    joined: set[int] = set()
    messages = []
    for exchange in exchanges:
        entry = _entry_of(exchange, photobox, entries)
        if entry is not None:
            joined.add(entry.number)
        messages.append(_from_exchange(exchange, entry, photobox))
    messages += [_from_entry(e) for e in _since(log, entries) if e.number not in joined]
    messages = [replace(message, items=items_of(message)) for message in messages]
    return sorted(messages, key=lambda message: message.started_at)


def running_service() -> "PhotoBox | None":
    """Return this process's practice service; it is not loaded for the question."""
    service: PhotoBox | None = surroundings.service()
    return service


def _entries(photobox: "PhotoBox | None") -> "dict[int, Entry]":
    if photobox is None:
        return {}
    return {entry.number: entry for entry in list(photobox.log)}


def _since(log: Sequence[Exchange], entries: "dict[int, Entry]") -> "list[Entry]":
    if not isinstance(log, Recording):
        return []
    until = log.ended_at or float("inf")
    during = [e for e in entries.values() if log.began_at <= e.started_at <= until]
    return [entry for entry in during if not _is_decoration(entry)]


def _is_decoration(entry: "Entry") -> bool:
    """Whether it is a page's icon or picture (Fetch Metadata: Sec-Fetch-Mode)."""
    mode = header(entry.request_headers, "sec-fetch-mode")
    return mode == "no-cors" or entry.path == "/favicon.ico"


def _entry_of(
    exchange: Exchange, photobox: "PhotoBox | None", entries: "dict[int, Entry]"
) -> "Entry | None":
    number = header(exchange.response_headers, "x-request-id")
    if not number.isdecimal() or not _is_photobox(exchange.url, photobox):
        return None
    entry = entries.get(int(number))
    same = entry is not None and (entry.method, entry.path) == (
        exchange.method,
        urlsplit(exchange.url).path,
    )
    return entry if same else None  # else: another service, or an earlier one


def _is_photobox(url: str, photobox: "PhotoBox | None") -> bool:
    if photobox is None:
        return False
    host = urlsplit(url).netloc
    own = (photobox.issuer, photobox.authorization_endpoint)
    return host in {urlsplit(address).netloc for address in own}


def _from_exchange(
    exchange: Exchange, entry: "Entry | None", photobox: "PhotoBox | None"
) -> Message:
    server = _server_lane(exchange, photobox)
    lanes = {"browser": BROWSER, "client": CLIENT, "server": server}
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
        checks=tuple(entry.checks) if entry else (),
    )


def _from_entry(entry: "Entry") -> Message:
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


def _server_lane(exchange: Exchange, photobox: "PhotoBox | None") -> str:
    path = urlsplit(exchange.url).path
    if _is_photobox(exchange.url, photobox):
        return API if path.startswith(_API_PATHS) else SIGN_IN
    scheme = header(exchange.request_headers, "authorization").partition(" ")[0].lower()
    if scheme in {"bearer", "dpop"}:
        return OTHER_API
    asks = "grant_type=" in exchange.request_body
    return OTHER_SIGN_IN if asks or any(w in path.lower() for w in _SIGN_IN_WORDS) else OTHER_API
