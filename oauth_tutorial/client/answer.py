"""What an endpoint answered, read for what it says and not for how it is labelled.

Real servers send JSON as ``text/html``, a form as ``text/plain``, JSON after a byte order mark, or
JSON as a string inside JSON. All of that is understood; anything else is described.
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

MOST_SHOWN = 200  # characters of somebody else's text in one of our messages
SHORT = 8  # a value with fewer characters may be an ordinary word of the sentence

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_GUARDS = (")]}',", ")]}'", "&&&START&&&", "for(;;);", "for (;;);", "while(1);", "/**/")
_FUNCTION = re.compile(r"[A-Za-z_$][\w$.]{0,100}")
_NAME = re.compile(r"[\w.\[\]-]+")
_OF_A_FORM = {"access_token", "error", "error_description", "refresh_token", "id_token"}
_MOST_CLEANED = 64 * 1024  # characters, many more than are shown
_START = 4096  # characters at the start of a page in which its message is looked for
# A secret next to its name, in text that no longer parses as JSON: access_token=…,
# "client_secret": "…". "code" and "state" may be ordinary words here; those sent are known.
_NAMED = SECRET_PARAMETERS - {"code", "state", "nonce"}
_ECHO = re.compile(
    rf"(?i)((?<![\w-])(?:{'|'.join(one.replace('_', '_?') for one in sorted(_NAMED))})"
    rf"(?:[\"']?\s*=|[\"']\s*:)\s*[\"']?)([^\s\"'&,;<>]{{{SHORT},}})"
)


@dataclass(frozen=True)
class Endpoint:
    """Which endpoint is asked: its name in a sentence, and where its rules are.

    Attributes:
        name: As ``"token endpoint"``.
        section: The rule for its requests.
        errors: The rule that an error breaks. Default: that of the error's class.
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
        response: As it came, with a body of bounded size.
        endpoint: Which endpoint answered.
        asked: The parameters of the request, by their standard names. They hold secrets. Default:
            those of the request's form.
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
        """The media type of the body, without its parameters; ``""`` when there is none."""
        return self.header("Content-Type").split(";")[0].strip()

    def header(self, name: str) -> str:
        """Return a header field, or ``""``. It is somebody else's text."""
        return str(self.response.headers.get(name) or "")

    @cached_property
    def text(self) -> str:
        """The body as text, in the encoding that it names, or UTF-8."""
        named = _CHARSET.search(self.header("Content-Type"))
        return read_text(self.response.content, named.group(1) if named else None)

    @cached_property
    def says(self) -> object:
        """The body, read as JSON or as a form; None if it is neither."""
        body = read_json(self.response.content)
        if body is None:  # not in UTF-8, but in the encoding that Content-Type names
            body = read_json(self.text)
        if body is None:
            body = read_json(_unguarded(self.text))
        if isinstance(body, str):  # JSON that was encoded as JSON twice
            body = opened(body)
        return body if body is not None else _form(self.text, self.content_type)

    @cached_property
    def parameters(self) -> Mapping[str, object]:
        """The members of the body if it is an object; otherwise none."""
        return self.says if isinstance(self.says, dict) else {}

    @cached_property
    def kind(self) -> str:
        """What the body is, for a sentence."""
        if not self.response.content.strip():
            return "an empty body"
        if self.says is not None:
            return f"JSON of type {type(self.says).__name__}"
        packed = self.header("Content-Encoding").strip().lower()
        if packed not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            return f"a body compressed as {self.clean(packed, 20)!r}, which is not supported here"
        start = self.text[:500].lstrip().lower()
        if "<html" in start or start.startswith(("<!doctype html", "<head", "<title", "<h1")):
            return "HTML"
        if start.startswith(("{", "[")):
            return why_no_json(self.text)
        if start.strip() == "null":
            return "JSON that says null"
        return "text that is not JSON"

    @cached_property
    def as_text(self) -> str:
        """What a body that is neither JSON nor a form says to a person: its title, or its text."""
        start = self.text[:_START].strip()
        if start.startswith("<"):
            start = title_or_text(start)
        is_json = start.startswith(("{", "["))
        if start.count("\ufffd") * 10 > len(start) or (is_json and "broken" not in self.kind):
            return ""
        return " ".join(start.split())

    def clean(self, text: str, most: int = MOST_SHOWN) -> str:
        """Return the server's text in a form that can be shown: no secrets, cut, plain text."""
        text = hide_values(text[:_MOST_CLEANED], {one: shape(one) for one in self._sent})
        for echo, shown in self._sent_short:
            text = re.sub(rf"(?<![\w-]){re.escape(echo)}(?![\w-])", shown, text)
        text = _ECHO.sub(lambda echo: f"{echo.group(1)}{shape(echo.group(2))}", text)
        return plain(hide_random(text), most)

    @cached_property
    def _sent(self) -> list[str]:
        """The secrets that were sent, which a server may repeat."""
        values = {value for _, value in self._secrets if not _is_a_word(value)}
        return sorted(values, key=len, reverse=True)

    @cached_property
    def _sent_short(self) -> list[tuple[str, str]]:
        """Those that could be ordinary words, which are hidden only after their name."""
        return [
            (f"{name}={quote_plus(value)}", f"{name}={shape(value)}")
            for name, value in self._secrets
            if name and _is_a_word(value)
        ]

    @cached_property
    def sent(self) -> Mapping[str, str]:
        """The parameters of the request. They hold secrets."""
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
    """Whether a value may occur in a sentence by chance, as "client_secret" does."""
    return len(secret) < SHORT or secret.lower() in SECRET_PARAMETERS


def _unguarded(text: str) -> str:
    """Return a text without the guard against running it as a script, or a call: ``f({…});``."""
    inner = text.strip()
    for guard in _GUARDS:
        inner = inner.removeprefix(guard).lstrip()
    name, bracket, argument = inner.partition("(")
    is_call = bracket and _FUNCTION.fullmatch(name.strip())
    return argument.rstrip(" \r\n;").removesuffix(")") if is_call else inner


def _form(text: str, content_type: str) -> dict[str, str] | None:
    """Read a form. GitHub answers with one unless asked for JSON; some use ``text/plain``."""
    body = text.strip().lstrip("?#")
    if body.startswith(("<", "{", "[")):
        return None
    pairs = dict(read_pairs(body, blank=False))
    if not pairs:
        return None
    is_called_so = "x-www-form-urlencoded" in content_type.lower()
    looks_so = _OF_A_FORM & set(pairs) and all(map(_NAME.fullmatch, pairs))
    return pairs if is_called_so or looks_so else None
