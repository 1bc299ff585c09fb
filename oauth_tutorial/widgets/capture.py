"""The panel of notebook 02: a redirect, taken apart."""

from markupsafe import Markup

from oauth_tutorial.client.authorization import read_redirect
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.notebook.region import Html
from oauth_tutorial.text.glossary import describe
from oauth_tutorial.text.readers import read_pairs, split_url
from oauth_tutorial.text.redaction import redact
from oauth_tutorial.widgets.panel import Panel, Word, table, text_fields

REAL = 80  # characters of an address that holds a real code, and is no sample that somebody types


def capture_panel(*, state: str, address: str = "") -> Panel:
    """Return a panel that reads an authorization response (RFC 6749 §4.1.2).

    Args:
        state: The value that was sent.
        address: What to begin with: a sample. Default: nothing.
    """
    parts, word = Html(), Word()
    panel = Panel("What came back", text_fields(address=address, state=state), parts, word)

    def draw() -> None:
        values = panel.values()
        parts.value = _parts(values.get("address", ""))
        text, good = _judge(values.get("address", ""), values.get("state", ""))
        word.judge(text, good)
        if good and len(values["address"]) >= REAL:
            panel.put_away("address", "state")

    panel.on_typing(draw)
    return panel


def _parts(address: str) -> Markup:
    target, _, query = address.strip().partition("?")
    rows = [(name, redact(name, value), describe(name)) for name, value in _pairs(query or target)]
    if split_url(target).scheme:
        rows.insert(0, ("redirect_uri", target, describe("redirect_uri")))
    return table(("part", "value", "what it says"), rows) if rows else Markup()


def _pairs(query: str) -> list[tuple[str, str]]:
    return read_pairs(query.partition("#")[0]) if "=" in query else []


def _judge(address: str, state: str) -> tuple[str, bool | None]:
    if not address:
        return "Waiting: paste the address of the page on which the browser ended.", None
    try:
        return f"Received: {read_redirect(address, state=state)}", True
    except OAuthTutorialError as error:
        return f"Refused: {error.message}", False
