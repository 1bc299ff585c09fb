"""What was seen, sorted by what it is: the only thing that the rules look at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from oauth_tutorial.text.html_page import text_of
from oauth_tutorial.text.said import Said, said_in

Endpoint = Literal["authorization", "token", "other"]
Role = Literal["authorization", "redirect", "token", "other"]
# What no recording holds, and the service saw meanwhile: a browser's, or some program's.
Source = Literal["given", "browser", "program"]

_DESCRIPTION = re.compile(r'error_description="([^"]{1,500})')
LONGEST_PAGE = 5000  # characters of a page, or of a body that is no object
# RFC 8628 §3.5: no failure; the device goes on asking.
STILL_WAITING = "authorization_pending"


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
    refused: bool = False  # an answer came, and it held no token


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """What the browser brought back."""

    parameters: Mapping[str, str]
    fragment: bool = False  # the answer stood after '#': the implicit grant
    time: float | None = None


@dataclass(frozen=True, kw_only=True)
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
        asked = self.request
        return asked is not None and asked.endpoint == "token" and not self.of_preflight

    @property
    def of_preflight(self) -> bool:
        """Whether a browser asked, before it sends the request of a script (CORS)."""
        return self.request is not None and self.request.method == "OPTIONS"

    @cached_property
    def said(self) -> Said:
        """What the body says about a failure; nothing where there is none."""
        return said_in(self.body or {})

    @property
    def challenge(self) -> str:
        """What WWW-Authenticate says of the failure in words (RFC 6750 §3)."""
        found = _DESCRIPTION.search(self.headers.get("www-authenticate", ""))
        return found[1] if found else ""

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
    causes: tuple[str, ...] = ()  # what it is taken for, the likeliest first
    expected: str = ""
    received: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Message:
    """One request of a recording or a log, and what came of it."""

    name: str  # where the learner finds it: "number 3 of the ladder"
    request: Request | None
    status: int = 0  # 0 where no answer came
    answer: Answer | None = None
    redirect: Redirect | None = None  # it is one, or its answer sends the browser on with one
    link: Request | None = None  # the authorization request that its answer leads to
    broken_rule: BrokenRule | None = None
    remark: str = ""  # what our receiver, or the network, made of it
    source: Source = "given"

    @property
    def role(self) -> Role:
        """What it is in the flow."""
        if self.request is not None and self.request.endpoint != "other":
            return self.request.endpoint
        return "redirect" if self.redirect is not None else "other"

    @property
    def error(self) -> str:
        """The error code of the redirect or the body, or an empty string."""
        body = (self.answer.body if self.answer else None) or {}
        found = self.redirect.parameters.get("error") if self.redirect else body.get("error")
        return found if isinstance(found, str) else ""

    @property
    def has_token(self) -> bool:
        return self.answer is not None and self.answer.has_token

    @property
    def brings_code(self) -> bool:
        return self.redirect is not None and bool(self.redirect.parameters.get("code"))

    @property
    def succeeded(self) -> bool:
        """Whether it reached what it was sent for."""
        if self.error == STILL_WAITING:
            return True
        if not 200 <= self.status < 400 or self.broken_rule is not None or self.error:
            return False
        if self.role == "token":
            return self.has_token
        body = (self.answer.body if self.answer else None) or {}
        return body.get("ok") is not False and (self.role != "redirect" or self.brings_code)

    @property
    def was_refused(self) -> bool:
        """Whether it is a failure of the flow, even where no rule knows the cause."""
        if self.error == STILL_WAITING:
            return False
        if self.broken_rule is not None or (self.redirect is not None and self.error):
            return True
        if self.role == "token":
            return self.status > 0 and not self.has_token
        return self.role == "authorization" and self.status >= 400


@dataclass(slots=True)
class Facts:
    """Everything that the input held. ``seen`` says it in words that hold no secret.

    What is no message stands in the other lists; ``history`` adds the one message
    that the rules are to look at, with what belongs to it.
    """

    messages: list[Message] = field(default_factory=list)  # in the order of the input
    raised: list[Message] = field(default_factory=list)  # those that came with an exception
    requests: list[Request] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    broken_rules: list[BrokenRule] = field(default_factory=list)
    statuses: list[Answer] = field(default_factory=list)  # of lines of logs: no more is known
    texts: list[str] = field(default_factory=list)  # what may hold an error in words
    raw: list[str] = field(default_factory=list)  # JSON and forms as they came, for whole phrases
    around: list[str] = field(default_factory=list)  # everything, to tell the step by
    uris: list[str] = field(default_factory=list)  # bare ones: perhaps the registered
    urls_to_lint: list[Request] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    advice: str = ""  # an error of ours says itself what to do
    provider: str = ""  # the name of a preset, where one was named
    things: int = 0  # that were read, those inside others too
    secrets: set[str] = field(default_factory=set)
    understood: bool = False  # it was OAuth's as a whole, wrong or not
    is_no_report: bool = False  # a document, a program, what a compiler says about one

    def last(self, endpoint: Endpoint) -> Request | None:
        """Return the newest request to that endpoint."""
        return next((one for one in reversed(self.requests) if one.endpoint == endpoint), None)

    def error_texts(self) -> Iterator[str]:
        """Yield everything that may hold an error in words, without saying anything twice."""
        yield from dict.fromkeys(text for text in self._error_texts() if text)

    def _error_texts(self) -> Iterator[str]:
        yield from self.texts
        for failure in self.failures:
            yield failure.message
        for redirect in self.redirects:
            for name in ("error_description", "error_message", "error_reason"):
                yield redirect.parameters.get(name, "")
        for answer in self.answers:
            yield answer.challenge
            if answer.body is not None and not answer.has_token:
                yield from answer.said.words
            elif answer.body is None and answer.text[:1] == "<":
                yield text_of(answer.text)[:LONGEST_PAGE]
            elif answer.body is None:
                yield answer.text[:LONGEST_PAGE]
