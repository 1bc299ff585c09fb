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
    own = {urlsplit(u).netloc for u in (photobox.issuer, photobox.authorization_endpoint)}
    entry = photobox.log.find(int(number)) if urlsplit(url).netloc in own else None
    return entry if entry is not None and entry.path == urlsplit(url).path else None


def with_front_channel(recording: Any) -> Sequence[Any]:
    """Return a recording's exchanges, and what only the service saw meanwhile, by time."""
    photobox, exchanges = running(), list(recording)
    if photobox is None:
        return exchanges
    numbers = {_number(exchange) for exchange in exchanges}
    until = recording.ended_at or float("inf")
    seen = [
        entry
        for entry in list(photobox.log)
        if recording.began_at <= entry.started_at <= until and str(entry.number) not in numbers
    ]
    return sorted([*exchanges, *seen], key=lambda one: one.started_at)


def _number(exchange: Any) -> str:
    headers = {name.lower(): value for name, value in exchange.response_headers.items()}
    return headers.get(NUMBER, "")
