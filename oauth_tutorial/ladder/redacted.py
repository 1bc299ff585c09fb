"""The one place where the ladder's secrets become shapes.

Every view and export draws messages. By default it gets these, in which no secret
is left; to reveal secrets, it gets the messages as they were.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote, quote_plus, urlunsplit

from oauth_tutorial.ladder.message import Item, Message
from oauth_tutorial.text.readers import read_json, read_pairs, split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, hide_random, redact, shape
from oauth_tutorial.wire.exchange import header

SHORTEST = 6  # a shorter value is hidden only next to its name: "a" is in every other word
LONG = 21  # a shorter word is not checked for randomness
_NAMED = re.compile(
    rf"""\b({"|".join(sorted(SECRET_PARAMETERS))})(["']?\s*[:=]\s*["']?)([^\s"'&,;<>]+)"""
)


def redact_messages(messages: Sequence[Message]) -> list[Message]:
    """Return the messages with every secret as its shape.

    A value is a secret if its name says so (``redaction.SECRET_PARAMETERS``), and is then hidden
    wherever it occurs. One that looks random is hidden as well: its name may be unknown.
    """
    scrub = _Scrubber(_secrets(messages))
    return [_redact(message, scrub) for message in messages]


def _secrets(messages: Sequence[Message]) -> set[str]:
    found = {
        item.value
        for message in messages
        for item in message.items
        if item.name.lower() in SECRET_PARAMETERS
    }
    # Basic holds the client's secret once more, in base64
    for message in messages:
        found.add(header(message.request_headers, "authorization").partition(" ")[2])
    return {value for value in found if len(value) >= SHORTEST}


_HALF = "surrogatepass"  # a pasted address, and JSON, can hold half a character


class _Scrubber:
    """Replaces known values, and what looks random, in any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.words: dict[str, str] = {}
        self.others: dict[str, str] = {}
        self._seen: dict[str, str] = {}  # most texts of a log repeat
        for value in secrets:
            pieces = re.findall(r"[A-Za-z0-9_~-]+", value)
            # a JWT is three long words; a value with a short piece is searched for as a whole
            if all(len(piece) >= SHORTEST for piece in pieces):
                self.words |= {piece: shape(piece) for piece in pieces}
            else:
                self.others |= dict.fromkeys(_encodings(value), shape(value))
        shortest = min(map(len, self.words), default=LONG)
        self._words = re.compile(rf"[A-Za-z0-9_~-]{{{min(shortest, LONG)},}}")

    def __call__(self, text: str) -> str:
        clean = self._seen.get(text)
        if clean is None:
            clean = text
            for value, replacement in self.others.items():
                clean = clean.replace(value, replacement)
            clean = self._seen[text] = self._words.sub(self._word, clean)
        return clean

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        return self.words.get(word) or (hide_random(word) if len(word) > LONG else word)


def _encodings(value: str) -> set[str]:
    """The value unchanged, percent-encoded, and encoded twice."""
    found = {value}
    for _ in range(2):
        found |= {form for one in found for form in _percent_encoded(one)}
    return found


def _percent_encoded(value: str) -> Iterator[str]:
    yield quote(value, errors=_HALF)
    yield quote(value, safe="", errors=_HALF)
    yield quote_plus(value, errors=_HALF)


def _redact(message: Message, scrub: _Scrubber) -> Message:
    return replace(
        message,
        url=_url(message.url, scrub),
        request_headers={n: _header(n, v, scrub) for n, v in message.request_headers.items()},
        request_body=_body(message.request_body, scrub),
        response_headers={n: _header(n, v, scrub) for n, v in message.response_headers.items()},
        response_body=_body(message.response_body, scrub),
        remark=scrub(message.remark),
        checks=tuple(
            check
            if check.passed
            else replace(check, expected=scrub(check.expected), received=scrub(check.received))
            for check in message.checks
        ),
        items=tuple(
            Item(item.part, item.name, scrub(redact(item.name, item.value)))
            for item in message.items
        ),
    )


def _header(name: str, value: str, scrub: _Scrubber) -> str:
    name = name.lower()
    if name == "authorization":
        scheme, _, credentials = value.partition(" ")
        return f"{scheme} {shape(credentials)}" if credentials else shape(value)
    if name in {"dpop", "dpop-nonce"}:
        return shape(value)
    return _url(value, scrub) if name in {"location", "referer"} else scrub(value)


def _url(url: str, scrub: _Scrubber) -> str:
    parts = split_url(url)
    return urlunsplit(
        (
            parts.scheme,
            parts.netloc.rpartition("@")[2],  # before an @ is a password
            scrub(parts.path),
            _form(parts.query, scrub),
            _form(parts.fragment, scrub),
        )
    )


def _body(body: str, scrub: _Scrubber) -> str:
    document = read_json(body)
    if document is not None:
        return json.dumps(_json(document, "", scrub), indent=2, ensure_ascii=False)
    if re.match(r"[\w.~%-]+=", body):
        return _form(body, scrub)
    return _text(body, scrub)


def _text(text: str, scrub: _Scrubber) -> str:
    """Hide what follows the name of a secret, in a text of unknown format."""
    return scrub(_NAMED.sub(lambda m: m[1] + m[2] + shape(m[3]), text))


def _json(value: object, name: str, scrub: _Scrubber) -> object:
    if isinstance(value, dict):
        return {key: _json(inner, str(key), scrub) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner, name, scrub) for inner in value]
    if isinstance(value, str):
        return scrub(redact(name, value))
    return shape(json.dumps(value)) if name.lower() in SECRET_PARAMETERS else value


def _form(text: str, scrub: _Scrubber) -> str:
    pairs = read_pairs(text)
    if not pairs:
        return _text(text, scrub)
    return "&".join(
        f"{quote_plus(name, errors=_HALF)}={_value(name, value, scrub)}" for name, value in pairs
    )


def _value(name: str, value: str, scrub: _Scrubber) -> str:
    encoded = quote_plus(scrub(redact(name, value)), errors=_HALF)
    # only the shape stays readable; everything else is encoded as on the wire
    return re.sub(r"%3C(\d+)\+(characters?)%3E", r"<\1 \2>", encoded)
