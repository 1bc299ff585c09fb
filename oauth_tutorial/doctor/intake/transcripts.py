"""Requests and answers that stand in a text: of curl -v, a server's log, a browser's console.

An HTTP message begins with its own first line (RFC 9112 §2.1). Everywhere else one line holds the
method, the address and the status, in whatever order the program prints them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_MESSAGES = 40
_METHOD = r"(?:GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD)"
_FIRST_LINE = re.compile(
    rf"^(?:[<>*#] ?)?(?:({_METHOD}) (\S{{1,4000}}) HTTP/\d(?:\.\d)?"
    r"|HTTP/\d(?:\.\d)? (\d{3})\b.*)$"
)
_HEADER = re.compile(r"^(?:[<>*] ?)?([A-Za-z][\w-]{0,60}):[ \t]*(.{0,4000})$")
_VERBOSE = re.compile(r"^[<>*#][ ]?")
# POST https://idp.example/token 401 · "POST /token HTTP/1.1" 401 · GET /x -> 404 · gives 200
_ONE_LINE = re.compile(
    rf"\b({_METHOD})[ \"'`]{{1,3}}(https?://[^\s\"'`<>]{{1,3000}}|/[^\s\"'`<>]{{0,3000}})[\"'`]?"
    r"(?: HTTP/\d(?:\.\d)?)?[\"'`]?[^\n]{0,24}?(?<![\d.:])([1-5]\d\d)\b(?!\.\d)"
)
# 404 GET /hub/oauth2/authorize
_STATUS_FIRST = re.compile(
    rf"(?<![\d.:])([1-5]\d\d)[ :]{{1,3}}({_METHOD}) (https?://[^\s\"'`<>]{{1,3000}}|/[^\s\"'`<>]{{0,3000}})"
)


@dataclass(slots=True)
class Part:
    """One message of a transcript: a request, or an answer with its status.

    ``url`` of an answer is that of the request in the same line, where there is one.
    """

    method: str = ""
    url: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


def http_messages(text: str) -> list[Part]:
    """Return the HTTP messages that a text consists of, in their order.

    Args:
        text: With first lines, headers and bodies as they went over the wire; the marks of
            ``curl -v`` in front of the lines are taken away.

    Example:
        >>> [part.status for part in http_messages("HTTP/1.1 200 OK")]
        [200]
    """
    parts: list[Part] = []
    in_head = False
    for line in text.replace("\r\n", "\n").split("\n"):
        first = _FIRST_LINE.match(line.strip())
        if first and len(parts) < MOST_MESSAGES:
            parts.append(Part(first[1] or "", first[2] or "", int(first[3] or 0)))
            in_head = True
        elif not parts:
            continue
        elif in_head and (header := _HEADER.match(line.strip())):
            parts[-1].headers[header[1].lower()] = header[2].strip()
        elif in_head and not _VERBOSE.sub("", line).strip():
            in_head = False
        elif not (line[:1] == "*" or (line[:1] in "{}" and "bytes data]" in line)):
            in_head = False
            parts[-1].body += line.removeprefix("# ") + "\n"
    return parts


def lines_of_log(text: str) -> Iterator[Part]:
    """Yield what stands in one line: method, address and status.

    Example:
        >>> [part.url for part in lines_of_log("POST /oauth/register 400 {}")]
        ['/oauth/register']
    """
    found = [(m.start(), m[1], m[2], m[3]) for m in _ONE_LINE.finditer(text)]
    found += [(m.start(), m[2], m[3], m[1]) for m in _STATUS_FIRST.finditer(text)]
    for _, method, url, status in sorted(found)[:MOST_MESSAGES]:
        yield Part(method, without_end(url), int(status))


def without_end(url: str) -> str:
    """Return an address without what ends the sentence that it stands in.

    Example:
        >>> without_end("https://a.example/cb)."), without_end("https://a.example/?client_id=...")
        ('https://a.example/cb', 'https://a.example/?client_id=...')
    """
    short = url.rstrip(".,;:)]}…")
    return url if short.endswith("=") else short
