"""The panel of notebook 01: a field per parameter, the URL growing below."""

from urllib.parse import urlencode

from markupsafe import Markup

from oauth_tutorial.client.authorization import build_authorization_url
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.notebook.region import Html
from oauth_tutorial.text.readers import read_pairs
from oauth_tutorial.widgets.panel import Panel, Word, text_fields

COLOURS = ("link", "info", "good", "warn", "bad")  # of the style sheet
FIRST = {
    "response_type": "code",
    "client_id": "printshop",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "scope": "photos.read",
    "state": "remember-me",
    "extra": "",
}


def url_builder(authorization_endpoint: str, **initial: str) -> Panel:
    """Return a panel that builds an authorization URL (RFC 6749 §4.1.1).

    Args:
        authorization_endpoint: Absolute URL, the part before the ``?``.
        **initial: First values, by parameter name.
    """
    url, word = Html(), Word()
    panel = Panel("URL builder", text_fields(**(FIRST | initial)), url, word)

    def draw() -> None:
        values = panel.values()
        url.value = _url(authorization_endpoint, _pairs(values))
        word.judge(*_judge(authorization_endpoint, values))

    panel.on_typing(draw)
    return panel


def _pairs(values: dict[str, str]) -> list[tuple[str, str]]:
    named = [(name, value) for name, value in values.items() if name != "extra"]
    return named + read_pairs(values.get("extra", ""))


def _url(endpoint: str, pairs: list[tuple[str, str]]) -> Markup:
    signs = ["&" if "?" in endpoint else "?", *"&" * len(pairs)]
    parts = [_part("authorization endpoint", endpoint, "edge")]
    for number, (name, value) in enumerate(pairs):
        colour = COLOURS[number % len(COLOURS)]
        parts.append(_part(name, signs[number] + urlencode({name: value}), colour))
    return Markup(
        '<ol class="oat-url">{}</ol><a href="{}" target="_blank" rel="noopener">Open this URL ↗</a>'
    ).format(Markup().join(parts), endpoint + signs[0] + urlencode(pairs))


def _part(name: str, text: str, colour: str) -> Markup:
    part = Markup('<li style="--oat-part:var(--oat-{})"><small>{}</small><code>{}</code></li>')
    return part.format(colour, name, text)


def _judge(endpoint: str, values: dict[str, str]) -> tuple[str, bool]:
    if values.get("response_type") != "code":
        return "Not yet: response_type is code; PhotoBox refuses every other one.", False
    try:
        build_authorization_url(
            endpoint,
            client_id=values.get("client_id", ""),
            redirect_uri=values.get("redirect_uri", ""),
            scope=values.get("scope"),
            state=values.get("state"),
        )
    except OAuthTutorialError as error:
        return f"Not yet: {error.message}", False
    if "state" not in values:
        return "Not yet: there is no state.", False
    return "This URL can be opened.", True
