"""The ladder as HTML: an ordered list that CSS draws as a sequence diagram.

No JavaScript. Every value is escaped in :func:`_text`, for ``error_description``
is written by whoever sends it.
"""

import html
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from oauth_tutorial.ladder.message import (
    ANSWER,
    API,
    BROWSER,
    CLIENT,
    OTHER_API,
    OTHER_SIGN_IN,
    REDIRECT,
    SIGN_IN,
    Item,
    Message,
)
from oauth_tutorial.ladder.travel import READERS, Sightings
from oauth_tutorial.text.glossary import describe
from oauth_tutorial.text.redaction import SECRET_PARAMETERS
from oauth_tutorial.wire.exchange import header

ROLES = {
    BROWSER: "the person",
    CLIENT: "client",
    SIGN_IN: "authorization server",
    API: "resource server",
    OTHER_SIGN_IN: "somebody else's",
    OTHER_API: "somebody else's",
}
_OWN = [BROWSER, CLIENT, SIGN_IN, API]


def draw(messages: Sequence[Message], sightings: Sequence[Sightings], chosen: str = "") -> str:
    """Return the ladder as HTML.

    Args:
        messages: Redacted ones, unless they are to be revealed.
        sightings: Where each value travels, for the table.
        chosen: The value whose places are marked. Default: none.
    """
    lanes, rows = _lanes(messages), "".join(_rows(messages, sightings, chosen))
    body = f"<ol role='list'>{rows}</ol>" if messages else ""
    return _framed(lanes, _head(messages, lanes) + body + _who(sightings, chosen))


def draw_parts(
    messages: Sequence[Message], sightings: Sequence[Sightings], chosen: str = ""
) -> list[str]:
    """Return the ladder in parts, each of which can be renewed without the others.

    The head, a part for each message, and the table below. Arguments as in :func:`draw`.
    """
    lanes = _lanes(messages)
    rows = [
        f"<ol role='list' start='{number}'>{row}</ol>"
        for number, row in enumerate(_rows(messages, sightings, chosen), 1)
    ]
    parts = [_head(messages, lanes), *rows, _who(sightings, chosen)]
    return [_framed(lanes, part, "oat-ladder oat-part") for part in parts]


def _framed(lanes: Sequence[str], inner: str, classes: str = "oat-ladder") -> str:
    style = f"--lanes:{len(lanes)};--half:{2 * len(lanes)}"
    return f"<div class='{classes}' style='{style}'>{inner}</div>"


def _head(messages: Sequence[Message], lanes: Sequence[str]) -> str:
    count = f"{len(messages)} message{'' if len(messages) == 1 else 's'}"
    nothing = "" if messages else "<p>No message yet.</p>"
    return (
        f"<style>{_style()}</style><p class='oat-title'><b>Ladder</b> · {count} {_LEGEND}</p>"
        f"{_heads(lanes)}{nothing}"
    )


def _rows(
    messages: Sequence[Message], sightings: Sequence[Sightings], chosen: str
) -> Iterator[str]:
    lanes = _lanes(messages)
    marked = next((s for s in sightings if s.name == chosen), None)
    for number, message in enumerate(messages, 1):
        yield _row(number, message, lanes, marked)


_LEGEND = (
    "<span class='oat-key'><span class='oat-tag front'>front</span> through the browser: "
    "double line</span> "
    "<span class='oat-key'><span class='oat-tag back'>back</span> server to server: "
    "single line</span>"
)


@cache
def _style() -> str:
    return files("oauth_tutorial.ladder").joinpath("style.css").read_text(encoding="utf-8")


def _text(value: object) -> str:
    return html.escape(str(value), quote=True)


@lru_cache(maxsize=256)
def _meaning(name: str) -> str:
    return _text(describe(name))


def _lanes(messages: Sequence[Message]) -> list[str]:
    used = {lane for m in messages for lane in (m.sender, m.recipient)}
    foreign = [lane for lane in (OTHER_SIGN_IN, OTHER_API) if lane in used]
    own = _OWN if used & {SIGN_IN, API} or not foreign else _OWN[:2]
    return [*own, *foreign]


def _heads(lanes: Sequence[str]) -> str:
    # each message says its sender and recipient itself; this is for the eye
    heads = "".join(f"<span><b>{_text(n)}</b><small>{ROLES[n]}</small></span>" for n in lanes)
    return f"<div class='oat-lanes' aria-hidden='true'>{heads}</div>"


def _row(number: int, message: Message, lanes: Sequence[str], marked: Sightings | None) -> str:
    places = [place for place in marked or [] if place.number == number]
    classes = [message.channel, "seen" if places else "", "no" if message.refused else ""]
    items = message.items
    asked = [item for item in items if item.part not in {REDIRECT, ANSWER}]
    came = [item for item in items if item.part in {REDIRECT, ANSWER}]
    name = marked.name if marked else ""
    parts = {place.part for place in places}
    summary = (
        f"<span class='oat-no'>{number}</span>"
        f"<span class='oat-tag {message.channel}'>{message.channel}"
        "<span class='oat-sr'> channel:</span></span>"
        + _arrow(message, lanes, _asks(message), _chips(asked, name, parts))
        + _answer(message, lanes, _chips(came, name, parts))
        + _readers([reader for reader in READERS for p in places if reader in p.readers])
    )
    return (
        f"<li class='{' '.join(filter(None, classes))}'><details><summary>{summary}</summary>"
        f"<div class='oat-open'>{_details(message, items)}</div></details></li>"
    )


def _asks(message: Message) -> str:
    words = {"LINK": "shows a link to", "PASTE": "pasted address:"}
    return f"<b>{_text(words.get(message.method, message.method))}</b> {_text(message.target)}"


def _arrow(
    message: Message, lanes: Sequence[str], label: str, chips: str, *, back: bool = False
) -> str:
    start, end = lanes.index(message.sender), lanes.index(message.recipient)
    if back:
        start, end = end, start
    left, right = sorted((start, end))
    way = f"{_text(lanes[start])} → {_text(lanes[end])}"
    kind = f"oat-arrow{' answer' if back else ''}{' left' if end < start else ''}"
    return (
        f"<span class='{kind}' style='grid-column:{2 * left + 3}/{2 * right + 3}'>"
        f"<span class='oat-way'>{way}<span class='oat-sr'>: </span></span>"
        f"<span class='oat-label'>{label}{chips}</span><span class='oat-line'></span></span>"
    )


def _answer(message: Message, lanes: Sequence[str], chips: str) -> str:
    if message.method == "LINK":
        return ""
    verdict = ""
    if message.refused:
        verdict = f" <b class='oat-bad'>✗ {_text(message.error or 'refused')}</b>"
    status = _text(message.status_line if message.status else message.remark or "no answer")
    location = header(message.response_headers, "location")
    where = f" to {_text(_short(location))}" if location else ""
    return _arrow(message, lanes, f"{status}{where}{verdict}", chips, back=True)


def _short(location: str) -> str:
    parts = urlsplit(location)
    return parts.path or parts.netloc


def _chips(items: Sequence[Item], name: str, parts: set[str]) -> str:
    """The names of the secrets that travel, and of the value that is followed."""
    found: dict[str, bool] = {}
    for item in items:
        chosen = item.name == name and item.part in parts
        if chosen or item.name.lower() in SECRET_PARAMETERS:
            found[item.name] = found.get(item.name, False) or chosen
    chips = "".join(
        f" <mark>{_text(n)}</mark>" if chosen else f" <code>{_text(n)}</code>"
        for n, chosen in found.items()
    )
    return f" <span class='oat-chips'>{chips}</span>" if chips else ""


def _readers(readers: Sequence[str]) -> str:
    if not readers:
        return ""
    names = "".join(f" <span>{name}</span>" for name in dict.fromkeys(readers))
    return f"<span class='oat-readers'>● Here it can be read by:{names}</span>"


def _details(message: Message, items: Sequence[Item]) -> str:
    remark = f"<p>{_text(message.remark)}</p>" if message.remark else ""
    return remark + _checks(message) + _parameters(items) + _raw(message)


def _checks(message: Message) -> str:
    if not message.checks:
        return ""
    lines = "".join(
        f"<li class='{'yes' if check.passed else 'bad'}'>"
        f"<span class='oat-sr'>{'passed' if check.passed else 'failed'}: </span>{_text(check)}</li>"
        for check in message.checks
    )
    return f"<p><b>What the server checked</b></p><ul class='oat-checks'>{lines}</ul>"


def _parameters(items: Sequence[Item]) -> str:
    if not items:
        return ""
    rows = "".join(
        f"<tr><th scope='row'><code>{_text(item.name)}</code></th>"
        f"<td><code>{_text(item.value)}</code><br><small>{_text(item.part)}</small></td>"
        f"<td>{_meaning(item.name)}</td></tr>"
        for item in items
    )
    head = "<tr><th scope='col'>name</th><th scope='col'>value</th><th scope='col'>what it is</th>"
    return f"<table><caption>What travels</caption><thead>{head}</tr></thead>{rows}</table>"


def _raw(message: Message) -> str:
    if not message.is_http:
        return f"<pre>{_text(message.url)}</pre>"
    parts = urlsplit(message.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = [f"{message.method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
    sent = {k: v for k, v in message.request_headers.items() if k.lower() != "host"}
    response = [f"HTTP/1.1 {message.status_line}"] if message.status else ["no answer"]
    pair = (
        ("Request", request, sent, message.request_body),
        ("Response", response, message.response_headers, message.response_body or _page(message)),
    )
    columns = "".join(
        f"<div><p><b>{title}</b></p><pre>"
        + _text("\n".join([*lines, *(f"{n}: {v}" for n, v in headers.items()), "", body]).rstrip())
        + "</pre></div>"
        for title, lines, headers, body in pair
    )
    return f"<div class='oat-raw'>{columns}</div>"


def _page(message: Message) -> str:
    kind = header(message.response_headers, "content-type")
    return "(a page for the person)" if "html" in kind and message.status == 200 else ""


def _who(sightings: Sequence[Sightings], chosen: str) -> str:
    if not sightings:
        return ""
    rows = "".join(
        f"<tr><th scope='row'><code>{_text(one.name)}</code></th>"
        f"<td>{', '.join(dict.fromkeys(str(place.number) for place in one))}</td>"
        f"<td>{', '.join(one.readers)}</td></tr>"
        for one in sightings
    )
    readers = "".join(f"<dt>{name}</dt><dd>{what}</dd>" for name, what in READERS.items())
    head = "<tr><th scope='col'>value</th><th scope='col'>in message</th>"
    head += "<th scope='col'>who could read it on its way</th></tr>"
    return (
        "<details class='oat-who'><summary>Who can see this? Every value, every reader</summary>"
        f"<div class='oat-open'><table><thead>{head}</thead>{rows}</table><dl>{readers}</dl></div>"
        "</details>"
    )
