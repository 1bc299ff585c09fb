"""A message as a curl command or as ``requests`` code; a log as a HAR file."""

import json
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from os import PathLike
from urllib.parse import quote

from oauth_tutorial.ladder.message import Message
from oauth_tutorial.notebook.written import write_whole
from oauth_tutorial.text.readers import read_json, read_pairs, split_url
from oauth_tutorial.wire.exchange import header

_SAFE_IN_URL = "%/:=&?~#+!$,;'@()*[]"


class Copied(str):
    """Text to copy. Its repr, which a notebook saves, holds no secret."""

    __slots__ = ("_shown",)
    _shown: str

    def __new__(cls, text: str, shown: str) -> "Copied":
        copied = super().__new__(cls, text)
        copied._shown = shown
        return copied

    def __repr__(self) -> str:
        return self._shown


def curl(message: Message) -> str:
    """Return the request as a curl command for a POSIX shell."""
    parts = [f"curl -i {_method(message)}{_word(_clean(message.url))}"]
    parts += [f"-H {_word(f'{n}: {v}')}" for n, v in _headers(message).items()]
    if message.request_body:
        parts.append(f"--data-raw {_word(message.request_body)}")
    return " \\\n  ".join(parts)


def _method(message: Message) -> str:
    if message.method == ("POST" if message.request_body else "GET"):
        return ""  # curl chooses this method itself
    return "--head " if message.method == "HEAD" else f"-X {_word(message.method)} "


def _word(text: str) -> str:
    """Return a text as one shell word; ``printf`` writes characters that a terminal would obey."""
    if all(one.isprintable() or one in "\n\t" for one in text):
        return shlex.quote(text)
    made = (
        one if one.isprintable() or one in "\n\t" else _octal(one)
        for one in text.replace("\\", r"\\").replace("%", "%%")
    )
    return f'"$(printf {shlex.quote("".join(made))})"'


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in _raw(character))


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # JSON can carry half a character


def code(message: Message) -> str:
    """Return the request as ``requests`` code that runs as it stands."""
    arguments = [repr(_clean(message.url))]
    headers = _headers(message)
    document = read_json(message.request_body)
    form = "x-www-form-urlencoded" in header(headers, "content-type")
    if form and message.request_body:
        arguments.append(f"data={_block(read_pairs(message.request_body))}")
        headers = _without_content_type(headers)
    elif document is not None:
        arguments.append(f"json={document!r}")
        headers = _without_content_type(headers)
    elif message.request_body:
        arguments.append(f"data={_raw(message.request_body)!r}")
    if headers:
        arguments.append(f"headers={_block(list(headers.items()))}")
    arguments += ["timeout=10", "allow_redirects=False"]
    call = "".join(f"    {argument},\n" for argument in [repr(message.method), *arguments])
    return (
        f"import requests\n\nresponse = requests.request(\n{call})\nprint(response.status_code)\n"
    )


def har(messages: Sequence[Message], version: str) -> dict[str, object]:
    """Return the HTTP messages as a HAR 1.2 document, which browsers' network panels open."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "oauth-tutorial", "version": version},
            "entries": [_entry(message) for message in messages if message.is_http],
        }
    }


def _entry(message: Message) -> dict[str, object]:
    started = datetime.fromtimestamp(message.started_at, UTC)
    milliseconds = round(message.elapsed * 1000, 3)
    return {
        "startedDateTime": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": milliseconds,
        "request": _request(message),
        "response": _response(message),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": f"{message.sender} to {message.recipient}, {message.channel} channel",
    }


def _request(message: Message) -> dict[str, object]:
    query = read_pairs(split_url(message.url).query)
    request: dict[str, object] = {
        "method": message.method,
        "url": _clean(message.url),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(list(message.request_headers.items())),
        "queryString": _pairs(query),
        "headersSize": -1,
        "bodySize": len(_raw(message.request_body)),
    }
    if message.request_body:
        mime = header(message.request_headers, "content-type")
        is_form = "x-www-form-urlencoded" in mime
        form = read_pairs(message.request_body) if is_form else []
        text = message.request_body
        request["postData"] = {"mimeType": mime, "params": _pairs(form), "text": text}
    return request


def _response(message: Message) -> dict[str, object]:
    size = len(_raw(message.response_body))
    known = message.status in list(HTTPStatus)
    return {
        "status": message.status,
        "statusText": HTTPStatus(message.status).phrase if known else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(list(message.response_headers.items())),
        "content": {
            "size": size,
            "mimeType": header(message.response_headers, "content-type"),
            "text": message.response_body,
        },
        "redirectURL": header(message.response_headers, "location"),
        "headersSize": -1,
        "bodySize": size,
    }


def _pairs(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _clean(url: str) -> str:
    """Quote a URL, so that one with ``<22 characters>`` in it is still a URL."""
    return quote(url, safe=_SAFE_IN_URL, errors="surrogatepass")


def _block(pairs: list[tuple[str, str]]) -> str:
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names):
        inside = "".join(f"        {name!r}: {value!r},\n" for name, value in pairs)
        return f"{{\n{inside}    }}"
    inside = "".join(f"        {pair!r},\n" for pair in pairs)  # a name that occurs twice
    return f"[\n{inside}    ]"


def _headers(message: Message) -> dict[str, str]:
    # the browser and the library set these themselves
    own = {"host", "referer", "sec-fetch-mode"}
    return {n: v for n, v in message.request_headers.items() if n.lower() not in own}


def _without_content_type(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() != "content-type"}


def save(document: dict[str, object], path: str | PathLike[str]) -> None:
    """Write a HAR document."""
    write_whole(path, json.dumps(document, indent=1))
