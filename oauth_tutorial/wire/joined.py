"""Client and service joined: what each of them noted about the same message.

An answer of the practice service carries ``X-Request-Id``, and its log has an entry of that
number. The service is passed in, as whoever asks knows it, and nothing of it is imported here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Protocol

from oauth_tutorial.text.readers import split_url
from oauth_tutorial.wire.exchange import Exchange, header
from oauth_tutorial.wire.recording import Recording

NUMBER = "x-request-id"  # the header by which an answer names its entry in the log


class Check(Protocol):
    """The result of one rule of the service for one request: a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def name(self) -> str: ...
    @property
    def passed(self) -> bool: ...
    @property
    def section(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def received(self) -> str: ...


class Entry(Protocol):
    """What the service noted about one request."""

    @property
    def number(self) -> int: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def started_at(self) -> float: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def request_headers(self) -> Mapping[str, str]: ...
    @property
    def request_body(self) -> str: ...
    @property
    def response_headers(self) -> Mapping[str, str]: ...
    @property
    def response_body(self) -> str: ...
    @property
    def checks(self) -> Sequence[Check]: ...


class Log(Protocol):
    """The service's log."""

    def __iter__(self) -> Iterator[Entry]: ...
    def find(self, number: int) -> Entry | None: ...


class Service(Protocol):
    """The practice service of this process."""

    @property
    def issuer(self) -> str: ...
    @property
    def authorization_endpoint(self) -> str: ...
    @property
    def log(self) -> Log: ...


def hosts_of(service: Service | None) -> frozenset[str]:
    """Return host and port of the service at every address that it has; none without it."""
    if service is None:
        return frozenset()
    return frozenset(split_url(u).netloc for u in (service.issuer, service.authorization_endpoint))


def entry_of(
    service: Service | None, method: str, url: str, headers: Mapping[str, str]
) -> Entry | None:
    """Return the log's entry of an answered request.

    Args:
        service: The one that runs, or None.
        method: Of the request.
        url: Where it went.
        headers: Of the answer.

    Returns:
        It, or None: where another service answered, or one that ran before.
    """
    number = header(headers, NUMBER)
    parts = split_url(url)
    if service is None or not number.isdecimal() or parts.netloc not in hosts_of(service):
        return None
    entry = service.log.find(int(number))
    same = entry is not None and (entry.method, entry.path) == (method, parts.path)
    return entry if same else None


def refused_link(service: Service | None, since: float) -> str:
    """Return the rule that ended the newest sign-in in a browser, if it ended with an error page.

    The page does not send the browser back (RFC 6749 §4.1.2.1), so whoever waits for it hears
    nothing.

    Args:
        service: The one that runs, or None.
        since: Seconds since 1970; a link that was opened before is another one.

    Returns:
        The rule with what was expected and received; an empty text where the newest link was
        opened without an error, or none was.
    """
    if service is None:
        return ""
    path = split_url(service.authorization_endpoint).path
    for entry in reversed(list(service.log)):
        is_of_browser = "text/html" in header(entry.request_headers, "accept")
        if entry.path == path and entry.started_at >= since and is_of_browser:
            is_refused = entry.status >= HTTPStatus.BAD_REQUEST
            return next((str(one) for one in entry.checks if is_refused and not one.passed), "")
    return ""


def seen_by_service_only(service: Service | None, log: Sequence[Exchange]) -> list[Entry]:
    """Return what reached the service while a recording ran, and is not in the recording.

    Args:
        service: The one that runs, or None.
        log: A recording; any other sequence has no beginning, and gets nothing.
    """
    if service is None or not isinstance(log, Recording):
        return []
    exchanges = list(log)
    numbers = {header(one.response_headers, NUMBER) for one in exchanges}
    # an answer that never arrived had no number: the service noted that request all the same
    unanswered = {_sent(one) for one in exchanges if not header(one.response_headers, NUMBER)}
    return [
        entry
        for entry in _during(log, service.log)
        if str(entry.number) not in numbers and _sent(entry) not in unanswered
    ]


def _during(recording: Recording, entries: Iterable[Entry]) -> Iterator[Entry]:
    until = recording.ended_at or float("inf")
    for entry in list(entries):
        if recording.began_at <= entry.started_at <= until and not _is_decoration(entry):
            yield entry


def _is_decoration(entry: Entry) -> bool:
    """Whether it is a page's icon or picture (Fetch Metadata: Sec-Fetch-Mode)."""
    mode = header(entry.request_headers, "sec-fetch-mode")
    return mode == "no-cors" or entry.path == "/favicon.ico"


def _sent(message: Exchange | Entry) -> tuple[str, str, str]:
    return message.method, message.url, message.request_body
