"""The panel of notebook 02: a redirect, taken apart."""

import re

from markupsafe import Markup

from oauth_tutorial.client.authorization import read_redirect
from oauth_tutorial.client.pasting.layers import layers
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.notebook.region import Html
from oauth_tutorial.text.glossary import describe
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_pairs, split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, hide_random, redact, shape
from oauth_tutorial.text.spelling import hide_values
from oauth_tutorial.widgets.panel import Panel, Word, table, text_fields

REAL = 80  # characters of an address with a real code; a sample that somebody types is shorter
AT_ONCE = 8  # more characters at once than anybody types
SHORT = 8  # a value with fewer characters may be part of any other text
_MOST = 64 * 1024  # characters of an address that are read
_MOST_SHOWN = 2000  # characters of one part
_SECRET = re.compile(
    rf"(?<![A-Za-z0-9_-])(?:{'|'.join(sorted(SECRET_PARAMETERS))})=([^&#\s\"'<>]{{{SHORT},}})", re.I
)


def capture_panel(*, state: str, address: str = "") -> Panel:
    """Return a panel that reads an authorization response (RFC 6749 §4.1.2).

    Args:
        state: The value that was sent.
        address: A sample to begin with. Default: none.
    """
    parts, word = Html(), Word()
    panel = Panel("What came back", text_fields(address=address, state=state), parts, word)
    field = panel.fields["address"]
    before = len(address)

    def draw() -> None:
        nonlocal before
        grown, before = len(field.value) - before, len(field.value)
        values = panel.values()
        judged = values.get("address", "")
        parts.value = _parts(judged)
        text, good = _judge(judged, values.get("state", ""))
        word.judge(text, good)
        # an address typed letter by letter may be valid before it is complete
        if grown > AT_ONCE and _is_real(judged):
            panel.put_away(*(("address", "state") if good else ("address",)))

    panel.on_typing(draw)
    return panel


def _is_real(address: str) -> bool:
    """Whether an address is not a sample, and holds something that must not be saved."""
    return len(address) >= REAL and bool(_secrets_in(address))


def _parts(address: str) -> Markup:
    secrets = {one: shape(one) for one in _secrets_in(address)}
    target, pairs = _taken_apart(address.strip()[:_MOST])

    def shown(text: str) -> str:
        return plain(hide_random(hide_values(text, secrets)), _MOST_SHOWN)

    rows = [(shown(name), shown(redact(name, value)), describe(name)) for name, value in pairs]
    if split_url(target).scheme:
        rows.insert(0, ("redirect_uri", shown(target), describe("redirect_uri")))
    return table(("part", "value", "meaning"), rows) if rows else Markup()


def _taken_apart(address: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what comes before the parameters, and those of the query and the fragment."""
    front, _, fragment = address.partition("#")
    target, _, query = front.partition("?")
    inside = fragment.partition("?")[2] or fragment  # some pages have their address there
    pairs = _pairs(query or target) + _pairs(inside)
    return target, pairs


def _pairs(query: str) -> list[tuple[str, str]]:
    return read_pairs(query) if "=" in query else []


def _secrets_in(address: str) -> list[str]:
    """Return the codes and states in an address, and in an address inside it."""
    found = {one for layer in layers(address[:_MOST]) for one in _SECRET.findall(layer)}
    return sorted(found, key=len, reverse=True)


def _judge(address: str, state: str) -> tuple[str, bool | None]:
    if not address:
        return "Waiting: paste the address of the page where the browser ended up.", None
    try:
        return f"Received: {read_redirect(address, state=state)}", True
    except OAuthTutorialError as error:
        return f"Refused: {error.message}", False
