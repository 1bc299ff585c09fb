"""A message of the ladder, and the values that travel in it."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote_plus

from oauth_tutorial.text.readers import named_values, read_pairs, split_url
from oauth_tutorial.wire.exchange import header
from oauth_tutorial.wire.joined import Check

BROWSER, CLIENT = "browser", "PrintShop (you)"
SIGN_IN, API = "PhotoBox sign-in", "PhotoBox API"
OTHER_SIGN_IN, OTHER_API = "authorization server", "API"
FRONT, BACK = "front", "back"

# the parts of a message in which a value can be
ADDRESS, FORM, AUTHORIZATION, REDIRECT, ANSWER = (
    "address",
    "request body",
    "Authorization header",
    "redirect address",
    "response body",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A value, its name, and the part of the message that it is in."""

    part: str
    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One HTTP request with its response, or a link that is handed over.

    Attributes:
        sender: The lane where it starts.
        recipient: The lane where it ends.
        party: Who sent it, if it was not PrintShop; its lane has this name.
        status: The HTTP status, or 0 if there is none.
        started_at: Seconds since 1970.
        elapsed: Seconds.
        channel: ``"front"``: through the browser; ``"back"``: without the browser.
        remark: What the recipient made of it, if it says so.
        checks: The server's rules, with their results.
        items: Every named value that travels in it: see :func:`items_of`.
    """

    sender: str
    recipient: str
    method: str
    url: str = field(repr=False)
    request_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request_body: str = field(default="", repr=False)
    status: int = 0
    response_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    response_body: str = field(default="", repr=False)
    started_at: float = field(default=0.0, repr=False)
    elapsed: float = field(default=0.0, repr=False)
    channel: str = BACK
    remark: str = field(default="", repr=False)
    party: str = ""
    checks: tuple[Check, ...] = field(default=(), repr=False)
    items: tuple[Item, ...] = field(default=(), repr=False)

    @property
    def is_http(self) -> bool:
        """Whether it is a request. A link or a pasted address is not."""
        return self.method not in {"LINK", "PASTE"}

    @property
    def failed(self) -> Check | None:
        """The rule that the request broke, or None."""
        return next((check for check in self.checks if not check.passed), None)

    @property
    def refused(self) -> bool:
        """Whether the answer is no."""
        return self.failed is not None or self.status >= 400 or bool(self.error)

    @property
    def error(self) -> str:
        """The RFC's error code, from the answer or the redirect."""
        found = (item.value for item in self.items if item.name == "error")
        return next((value for value in found if value != "null"), "")

    @property
    def target(self) -> str:
        """The path, without the query."""
        return split_url(self.url).path or "/"

    @property
    def status_line(self) -> str:
        """``"303 See Other"``."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


def items_of(message: Message) -> tuple[Item, ...]:
    """Return every named value of the address, the headers and the bodies."""
    proof = header(message.request_headers, "dpop")
    location = header(message.response_headers, "location")
    return (
        *(Item(ADDRESS, *pair) for pair in _query(message.url)),
        *_authorization(header(message.request_headers, "authorization")),
        *([Item(AUTHORIZATION, "dpop", proof)] if proof else []),
        *(Item(FORM, *pair) for pair in named_values(message.request_body)),
        *(Item(REDIRECT, *pair) for pair in _query(location)),
        *(Item(ANSWER, *pair) for pair in named_values(message.response_body)),
    )


def _query(url: str) -> list[tuple[str, str]]:
    parts = split_url(url)
    # an answer of the implicit grant is in the fragment (RFC 6749 §4.2.2)
    return [
        *read_pairs(parts.query),
        *read_pairs(parts.fragment),
    ]


def _authorization(value: str) -> Iterator[Item]:
    scheme, _, credentials = value.partition(" ")
    if scheme.lower() != "basic":
        if credentials:
            yield Item(AUTHORIZATION, "access_token", credentials.strip())
        return
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return
    client_id, _, secret = decoded.partition(":")
    yield Item(AUTHORIZATION, "client_id", unquote_plus(client_id))
    yield Item(AUTHORIZATION, "client_secret", unquote_plus(secret))
