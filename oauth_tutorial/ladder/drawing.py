"""The ladder as HTML: an ordered list that CSS draws as a sequence diagram.

No JavaScript. Markup escapes every value, because anybody may have written an
``error_description``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

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
from oauth_tutorial.ladder.travel import Place, Sightings, described, in_order
from oauth_tutorial.notebook.files import own_file, template
from oauth_tutorial.notebook.style import OUTER, sheet
from oauth_tutorial.text.glossary import describe
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS
from oauth_tutorial.wire.exchange import header

ROLES = {
    BROWSER: "the person",
    CLIENT: "client",
    SIGN_IN: "authorization server",
    API: "resource server",
    OTHER_SIGN_IN: "not PhotoBox",
    OTHER_API: "not PhotoBox",
}
_PARTY = "not your app"
_OWN = [BROWSER, CLIENT, SIGN_IN, API]


def draw(messages: Sequence[Message], sightings: Sequence[Sightings], chosen: str = "") -> Markup:
    """Return the ladder as HTML.

    Args:
        messages: The messages, redacted unless they are to be revealed.
        sightings: Where each value travels, for the table.
        chosen: The value whose places are marked. Default: none.
    """
    lanes, rows = _lanes(messages), Markup().join(_rows(messages, sightings, chosen))
    body = Markup("<ol role='list'>{}</ol>").format(rows) if messages else Markup()
    return _framed(lanes, _head(messages, lanes) + body + _who(sightings))


def draw_parts(
    messages: Sequence[Message], sightings: Sequence[Sightings], chosen: str = "", name: str = ""
) -> list[Markup]:
    """Return the ladder in parts, each of which can be updated without the others.

    They are the head, one part for each message, and the table below. For a screen reader the
    messages are one list, which is in the head and owns the parts (WAI-ARIA 1.2, ``aria-owns``).

    Args:
        messages: As in :func:`draw`.
        sightings: As in :func:`draw`.
        chosen: As in :func:`draw`.
        name: The beginning of each message's ``id``. Default: no list.
    """
    lanes = _lanes(messages)
    items = [f"{name}-{number}" for number, _ in enumerate(messages, 1)] if name else []
    rows = [
        Markup("<ol role='{}'>{}</ol>").format("none" if name else "list", row)
        for row in _rows(messages, sightings, chosen, items)
    ]
    owner = _LIST.format(" ".join(items)) if items else Markup()
    parts = [_head(messages, lanes) + owner, *rows, _who(sightings)]
    return [_framed(lanes, part, "oat-ladder oat-part") for part in parts]


def _framed(lanes: Sequence[str], inner: Markup, classes: str = "oat-ladder") -> Markup:
    frame = Markup("<div class='{} {}' style='--lanes:{};--half:{}'>{}</div>")
    return frame.format(classes, " ".join(OUTER), len(lanes), 2 * len(lanes), inner)


def _head(messages: Sequence[Message], lanes: Sequence[str]) -> Markup:
    return Markup("{}<p class='oat-title'><b>Ladder</b> · {} message{} {}</p>{}{}").format(
        sheet(own_file("oauth_tutorial.ladder", "style.css")),
        len(messages),
        "" if len(messages) == 1 else "s",
        _LEGEND,
        _heads(lanes),
        "" if messages else Markup("<p>No message yet.</p>"),
    )


def _rows(
    messages: Sequence[Message],
    sightings: Sequence[Sightings],
    chosen: str,
    items: Sequence[str] = (),
) -> Iterator[Markup]:
    lanes = _lanes(messages)
    marked = next((s for s in sightings if s.name == chosen), None)
    for number, message in enumerate(messages, 1):
        yield _row(number, message, lanes, marked, items[number - 1] if items else "")


_LEGEND = Markup(
    "<span class='oat-key'><span class='oat-tag front'>front</span> through the browser: "
    "double line</span> "
    "<span class='oat-key'><span class='oat-tag back'>back</span> server to server: "
    "single line</span>"
)


_LIST = Markup("<div role='list' aria-label='Messages' aria-owns='{}'></div>")


def _lanes(messages: Sequence[Message]) -> list[str]:
    used = {lane for m in messages for lane in (m.sender, m.recipient)}
    foreign = [lane for lane in (OTHER_SIGN_IN, OTHER_API) if lane in used]
    own = _OWN if used & {SIGN_IN, API} or not foreign else _OWN[:2]
    parties = dict.fromkeys(m.party for m in messages if m.party)
    return list(dict.fromkeys([*own, *foreign, *parties]))


def _heads(lanes: Sequence[str]) -> Markup:
    # only for the eye: each message names its sender and recipient itself
    head = Markup("<span><b>{}</b><small>{}</small></span>")
    heads = Markup().join(head.format(name, ROLES.get(name, _PARTY)) for name in lanes)
    return Markup("<div class='oat-lanes' aria-hidden='true'>{}</div>").format(heads)


def _row(
    number: int, message: Message, lanes: Sequence[str], marked: Sightings | None, item: str = ""
) -> Markup:
    """One message, drawn by a template, because most of the time goes into these."""
    places = [place for place in marked or [] if place.number == number]
    classes = [message.channel, "seen" if places else "", "no" if message.refused else ""]
    items = message.items
    readers = in_order(reader for place in places for reader in place.readers)
    drawn = template("oauth_tutorial.ladder", "message.html").render(
        classes=" ".join(filter(None, classes)),
        number=number,
        item=item,
        message=message,
        arrows=_arrows(message, lanes, items, _Marked(marked, places)),
        readers=readers,
        checks=message.checks,
        parameters=[(item.name, item.value, item.part, describe(item.name)) for item in items],
        request=_request(message) if message.is_http else "",
        response=_response(message) if message.is_http else "",
    )
    return Markup(drawn)  # noqa: S704 # the template escapes


class _Marked:
    """The value that is followed, and where in this message it is."""

    def __init__(self, sightings: Sightings | None, places: Iterable[Place]) -> None:
        self.name = sightings.name if sightings else ""
        self.parts = {place.part for place in places}

    def chips(self, items: Iterable[Item]) -> dict[str, bool]:
        """The names of the secrets here and of the followed value; True for that value."""
        found: dict[str, bool] = {}
        for item in items:
            chosen = item.name == self.name and item.part in self.parts
            if chosen or item.name.lower() in SECRET_PARAMETERS:
                found[item.name] = found.get(item.name, False) or chosen
        return found


@dataclass(frozen=True, slots=True)
class _Arrow:
    """An arrow from one lane to another, with the text above it."""

    kind: str
    columns: str
    start: str
    end: str
    text: str
    chips: Mapping[str, bool]
    verb: str = ""
    refusal: str = ""


def _arrows(
    message: Message, lanes: Sequence[str], items: Sequence[Item], marked: _Marked
) -> Iterator[_Arrow]:
    start, end = lanes.index(message.sender), lanes.index(message.recipient)
    left, right = sorted((start, end))
    columns = f"{2 * left + 3}/{2 * right + 3}"
    words = {"LINK": "shows a link to", "PASTE": "pasted address:"}
    yield _Arrow(
        f"oat-arrow{' left' if end < start else ''}",
        columns,
        message.sender,
        message.recipient,
        message.target,
        marked.chips(item for item in items if item.part not in {REDIRECT, ANSWER}),
        verb=words.get(message.method, message.method),
    )
    if message.method == "LINK":
        return
    status = message.status_line if message.status else message.remark or "no answer"
    location = header(message.response_headers, "location")
    yield _Arrow(
        f"oat-arrow answer{' left' if start < end else ''}",
        columns,
        message.recipient,
        message.sender,
        f"{status} to {_short(location)}" if location else status,
        marked.chips(item for item in items if item.part in {REDIRECT, ANSWER}),
        refusal=(message.error or "refused") if message.refused else "",
    )


def _short(location: str) -> str:
    parts = split_url(location)
    return parts.path or parts.netloc


def _request(message: Message) -> str:
    parts = split_url(message.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{message.method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
    sent = {k: v for k, v in message.request_headers.items() if k.lower() != "host"}
    return _plain(lines, sent, message.request_body)


def _response(message: Message) -> str:
    line = f"HTTP/1.1 {message.status_line}" if message.status else "no answer"
    return _plain([line], message.response_headers, message.response_body or _page(message))


def _plain(lines: Sequence[str], headers: Mapping[str, str], body: str) -> str:
    return "\n".join([*lines, *(f"{n}: {v}" for n, v in headers.items()), "", body]).rstrip()


def _page(message: Message) -> str:
    kind = header(message.response_headers, "content-type")
    return "(a page for the person)" if "html" in kind and message.status == 200 else ""


_WHO = Markup(
    "<details class='oat-who'><summary>Who can see this? Every value, every reader</summary>"
    "<div class='oat-open'><table><thead><tr><th scope='col'>value</th>"
    "<th scope='col'>in message</th><th scope='col'>who could read it on its way</th></tr></thead>"
    "{rows}</table><dl>{readers}</dl></div></details>"
)


def _who(sightings: Sequence[Sightings]) -> Markup:
    if not sightings:
        return Markup()
    row = Markup("<tr><th scope='row'><code>{}</code></th><td>{}</td><td>{}</td></tr>")
    reader = Markup("<dt>{}</dt><dd>{}</dd>")
    return _WHO.format(
        rows=Markup().join(
            row.format(
                one.name,
                ", ".join(dict.fromkeys(str(place.number) for place in one)),
                ", ".join(one.readers),
            )
            for one in sightings
        ),
        readers=Markup().join(
            reader.format(name, what) for name, what in described(sightings).items()
        ),
    )
