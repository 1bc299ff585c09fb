"""What was seen, sorted by what it is: the only thing that the rules look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Endpoint = Literal["authorization", "token", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: parameters of query and body together, header names in lower case."""

    endpoint: Endpoint
    url: str
    parameters: Mapping[str, str]
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    time: float | None = None
    number: str = ""  # by which the practice service knows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """What the browser brought back."""

    parameters: Mapping[str, str]
    fragment: bool = False  # the answer stood after '#': the implicit grant
    time: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response. ``body`` is its JSON object or its form, None where it is neither.

    ``status`` is None where only the body was given; ``request`` where it is not known.
    """

    text: str
    body: Mapping[str, object] | None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    request: Request | None = None
    form: bool = False  # the body was form-encoded
    time: float | None = None

    @property
    def of_token_endpoint(self) -> bool:
        return self.request is not None and self.request.endpoint == "token"

    @property
    def has_token(self) -> bool:
        return self.body is not None and isinstance(self.body.get("access_token"), str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An exception: the names of its classes, most special first, and its message."""

    names: tuple[str, ...]
    message: str
    document: str | None = None  # what a JSONDecodeError could not read


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """A check of the practice service that ended a request."""

    name: str
    sentence: str
    section: str
    expected: str = ""
    received: str = ""


@dataclass(slots=True)
class Facts:
    """Everything that the input held. ``seen`` says it in words that hold no secret."""

    requests: list[Request] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    broken_rules: list[BrokenRule] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # what may hold an error in words
    uris: list[str] = field(default_factory=list)  # bare ones: perhaps the registered
    urls_to_lint: list[Request] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    advice: str = ""  # an error of ours says itself what to do
    secrets: set[str] = field(default_factory=set)
    understood: bool = False  # it was OAuth's as a whole, wrong or not

    def last(self, endpoint: Endpoint) -> Request | None:
        """Return the newest request to that endpoint."""
        return next((one for one in reversed(self.requests) if one.endpoint == endpoint), None)
