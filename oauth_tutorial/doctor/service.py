"""What the practice service of this process noted about a message: its own checks."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

NUMBER = "x-request-id"  # the header by which an answer names its entry in the log


def running() -> Any:
    """Return the service that this process runs, or None; it is not loaded for that."""
    practice = sys.modules.get("oauth_tutorial.practice")
    return practice.running() if practice else None


def entry_of(url: str, headers: Mapping[str, str]) -> Any:
    """Return the log's entry of an answered request, or None.

    Args:
        url: Where the request went.
        headers: Of the answer, names in lower case.
    """
    photobox, number = running(), headers.get(NUMBER, "")
    if photobox is None or not number.isdecimal():
        return None
    entry = photobox.log.find(int(number)) if urlsplit(url).netloc in own_hosts() else None
    return entry if entry is not None and entry.path == urlsplit(url).path else None


def own_hosts() -> frozenset[str]:
    """Return host and port of the service that this process runs, at every address it has."""
    photobox = running()
    if photobox is None:
        return frozenset()
    return frozenset(urlsplit(u).netloc for u in (photobox.issuer, photobox.authorization_endpoint))


def with_front_channel(recording: Any) -> Sequence[Any]:
    """Return a recording's exchanges, and what only the service saw meanwhile, by time."""
    photobox, exchanges = running(), list(recording)
    if photobox is None:
        return exchanges
    numbers = {_number(exchange) for exchange in exchanges}
    # an answer that never arrived had no number: the service noted that request all the same
    unanswered = {_sent(one) for one in exchanges if not _number(one)}
    until = recording.ended_at or float("inf")
    seen = [
        entry
        for entry in list(photobox.log)
        if recording.began_at <= entry.started_at <= until
        and str(entry.number) not in numbers
        and _sent(entry) not in unanswered
    ]
    return sorted([*exchanges, *seen], key=lambda one: one.started_at)


def _sent(message: Any) -> tuple[str, str, str]:
    return message.method, message.url, message.request_body


def _number(exchange: Any) -> str:
    headers = {name.lower(): value for name, value in exchange.response_headers.items()}
    return str(headers.get(NUMBER, ""))
