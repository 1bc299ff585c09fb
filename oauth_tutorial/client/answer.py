"""What an endpoint answered, read for what it says and not for how it looks.

Real servers send JSON as ``text/html``, a form as ``text/plain``, a byte order mark in front, or
JSON as a text inside JSON. All of that is understood; what is not is named.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote_plus, unquote_plus

import requests

from oauth_tutorial.text.html_page import title_or_text
from oauth_tutorial.text.members import opened
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_json, read_pairs, read_text, why_no_json
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, hide_random, shape
from oauth_tutorial.text.spelling import hide_values

MOST_SHOWN = 200  # characters of somebody else's text in a message of ours
SHORT = 8  # a value with fewer characters may be a word of the sentence that it stands in

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_GUARDS = (")]}',", ")]}'", "&&&START&&&", "for(;;);", "for (;;);", "while(1);", "/**/")
_FUNCTION = re.compile(r"[A-Za-z_$][\w$.]{0,100}")
_NAME = re.compile(r"[\w.\[\]-]+")
_OF_A_FORM = {"access_token", "error", "error_description", "refresh_token", "id_token"}
_MOST_CLEANED = 64 * 1024  # characters, many more than are shown
_START = 4096  # characters of a page that are looked at for what it says
# A secret by its name, in what is no JSON any more: access_token=…, "client_secret": "…". A code
# or a state may be a word here; those that were sent are known.
_NAMED = SECRET_PARAMETERS - {"code", "state", "nonce"}
_ECHO = re.compile(
    rf"(?i)((?<![\w-])(?:{'|'.join(one.replace('_', '_?') for one in sorted(_NAMED))})"
    rf"(?:[\"']?\s*=|[\"']\s*:)\s*[\"']?)([^\s\"'&,;<>]{{{SHORT},}})"
)


@dataclass(frozen=True)
class Endpoint:
    """What is asked: how a sentence calls it, and where its rules stand.

    Attributes:
        name: As ``"token endpoint"``.
        section: Of its request.
        errors: Where the rule stands that an error breaks. Default: that of the error's class.
        expected: What an answer should be.
    """

    name: str = "token endpoint"
    section: str = "RFC 6749 §4.1.3"
    errors: str | None = None
    expected: str = "a JSON object"


@dataclass(frozen=True)
class Answer:
    """An answer and what it says.

    Attributes:
        response: As it came, its body bounded in size.
        endpoint: What it is the answer of.
        asked: The parameters that it answers, by their standard names. Secrets. Default: those of
            the request's form.
    """

    response: requests.Response
    endpoint: Endpoint = Endpoint()
    asked: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def content_type(self) -> str:
        """The type of the body, without what follows it; ``""`` where none is named."""
        return self.header("Content-Type").split(";")[0].strip()

    def header(self, name: str) -> str:
        """Return a header field, or ``""``. It is somebody else's text."""
        return str(self.response.headers.get(name) or "")

    @cached_property
    def text(self) -> str:
        """The body as text, in the encoding that it says, or UTF-8."""
        named = _CHARSET.search(self.header("Content-Type"))
        return read_text(self.response.content, named.group(1) if named else None)

    @cached_property
    def says(self) -> object:
        """What the body says, as JSON or a form; None where it is neither."""
        body = read_json(self.response.content)
        if body is None:  # in another encoding than JSON has, which its Content-Type names
            body = read_json(self.text)
        if body is None:
            body = read_json(_unguarded(self.text))
        if isinstance(body, str):  # JSON that was made into JSON once more
            body = opened(body)
        return body if body is not None else _form(self.text, self.content_type)

    @cached_property
    def parameters(self) -> Mapping[str, object]:
        """The members of the object that the body is; none where it is something else."""
        return self.says if isinstance(self.says, dict) else {}

    @cached_property
    def kind(self) -> str:
        """What the body is, for a sentence."""
        if not self.response.content.strip():
            return "an empty body"
        if self.says is not None:
            return f"JSON of the type {type(self.says).__name__}"
        packed = self.header("Content-Encoding").strip().lower()
        if packed not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            return f"a body packed as {self.clean(packed, 20)!r}, which is not unpacked here"
        start = self.text[:500].lstrip().lower()
        if "<html" in start or start.startswith(("<!doctype html", "<head", "<title", "<h1")):
            return "HTML"
        if start.startswith(("{", "[")):
            return why_no_json(self.text)
        if start.strip() == "null":
            return "JSON that says null"
        return "text that is no JSON"

    @cached_property
    def as_text(self) -> str:
        """What a body that is no JSON and no form says to a person: its title, or its text."""
        start = self.text[:_START].strip()
        if start.startswith("<"):
            start = title_or_text(start)
        is_json = start.startswith(("{", "["))
        if start.count("\ufffd") * 10 > len(start) or (is_json and "broken" not in self.kind):
            return ""
        return " ".join(start.split())

    def clean(self, text: str, most: int = MOST_SHOWN) -> str:
        """Return text of the server as it may be shown: without secrets, cut, as plain text."""
        text = hide_values(text[:_MOST_CLEANED], {one: shape(one) for one in self._sent})
        for echo, shown in self._sent_short:
            text = re.sub(rf"(?<![\w-]){re.escape(echo)}(?![\w-])", shown, text)
        text = _ECHO.sub(lambda echo: f"{echo.group(1)}{shape(echo.group(2))}", text)
        return plain(hide_random(text), most)

    @cached_property
    def _sent(self) -> list[str]:
        """The secrets that were sent: a server may repeat them."""
        values = {value for _, value in self._secrets if not _is_a_word(value)}
        return sorted(values, key=len, reverse=True)

    @cached_property
    def _sent_short(self) -> list[tuple[str, str]]:
        """Those that may be words of a sentence, where they follow their name."""
        return [
            (f"{name}={quote_plus(value)}", f"{name}={shape(value)}")
            for name, value in self._secrets
            if name and _is_a_word(value)
        ]

    @cached_property
    def sent(self) -> Mapping[str, str]:
        """The parameters of the request. Secrets."""
        if self.asked is not None:
            return self.asked
        body = getattr(self.response.request, "body", None) or ""
        return dict(read_pairs(read_text(body) if isinstance(body, bytes) else str(body)))

    @cached_property
    def _secrets(self) -> list[tuple[str, str]]:
        headers = getattr(self.response.request, "headers", {})
        scheme, _, credentials = str(headers.get("Authorization", "")).partition(" ")
        found = [one for one in self.sent.items() if one[0] in SECRET_PARAMETERS and one[1]]
        if scheme == "Basic":  # RFC 6749 §2.3.1
            secret = base64.b64decode(credentials).decode().partition(":")[2]
            found += [("", credentials), ("client_secret", unquote_plus(secret))]
        return found


def _is_a_word(secret: str) -> bool:
    """Whether a value may stand in a sentence that says nothing of it, as "client_secret" does."""
    return len(secret) < SHORT or secret.lower() in SECRET_PARAMETERS


def _unguarded(text: str) -> str:
    """Return a text without what keeps a browser from running it, or lets it: ``f({…});``."""
    inner = text.strip()
    for guard in _GUARDS:
        inner = inner.removeprefix(guard).lstrip()
    name, bracket, argument = inner.partition("(")
    is_call = bracket and _FUNCTION.fullmatch(name.strip())
    return argument.rstrip(" \r\n;").removesuffix(")") if is_call else inner


def _form(text: str, content_type: str) -> dict[str, str] | None:
    """Return what a form says. GitHub answers so unless asked for JSON; some as ``text/plain``."""
    body = text.strip().lstrip("?#")
    if body.startswith(("<", "{", "[")):
        return None
    pairs = dict(read_pairs(body, blank=False))
    if not pairs:
        return None
    is_called_so = "x-www-form-urlencoded" in content_type.lower()
    looks_so = _OF_A_FORM & set(pairs) and all(map(_NAME.fullmatch, pairs))
    return pairs if is_called_so or looks_so else None
