"""The panel of notebook 01: a field for each parameter, and the URL that they make."""

import re
from urllib.parse import urlencode

from markupsafe import Markup

from oauth_tutorial import practice
from oauth_tutorial.client.authorization import build_authorization_url
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.notebook.region import Html
from oauth_tutorial.practice.rules.redirect_rules import fits
from oauth_tutorial.text.readers import read_pairs
from oauth_tutorial.widgets.panel import Panel, Word, text_fields

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
COLOURS = ("link", "info", "good", "warn", "bad")  # colours of the style sheet
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
        **initial: Initial values, by parameter name.
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
        return "Not yet: response_type must be code; PhotoBox refuses any other.", False
    extra = read_pairs(values.get("extra", ""))
    try:
        build_authorization_url(
            endpoint,
            client_id=values.get("client_id", ""),
            redirect_uri=values.get("redirect_uri", ""),
            scope=values.get("scope"),
            state=values.get("state"),
            code_challenge=dict(extra).get("code_challenge"),
        )
    except OAuthTutorialError as error:
        return f"Not yet: {error.message}", False
    if wrong := _refused(values) or _wrong_in_extra(values, extra):
        return f"Not yet: {wrong}", False
    if "state" not in values:
        return f"Not yet: there is no state. {_WITHOUT_STATE}", False
    return "This URL can be opened.", True


_WITHOUT_STATE = "PhotoBox would go on, and your app could not tell whose answer comes back."


def _refused(values: dict[str, str]) -> str:
    """Say which of client and redirect_uri PhotoBox does not know; empty if it knows both."""
    service = practice.running()
    if service is None:
        return ""
    client = service.clients.get(values.get("client_id", ""))
    if client is None:
        return "PhotoBox does not know that client_id, and shows an error page."
    if not fits(service, client, values.get("redirect_uri", "")):
        return "this client has not registered that redirect_uri, so PhotoBox shows an error page."
    return ""


def _wrong_in_extra(values: dict[str, str], extra: list[tuple[str, str]]) -> str:
    """Say what PhotoBox would refuse in the other parameters; empty if nothing."""
    names = [*(name for name in values if name != "extra"), *(name for name, _ in extra)]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return f"{twice} appears twice (RFC 6749 §3.1)."
    given = dict(extra)
    if "code_challenge" not in given:
        service = practice.running()
        client = service.clients.get(values.get("client_id", "")) if service else None
        if client is not None and client.is_public:
            return "this client has no secret, so PhotoBox wants a code_challenge (RFC 7636)."
        return ""
    if not _CHALLENGE.fullmatch(given["code_challenge"]):
        return (
            "code_challenge must be 43 characters of base64url, as S256 makes it (RFC 7636 §4.2)."
        )
    if given.get("code_challenge_method") != "S256":
        return (
            "code_challenge_method must be S256; PhotoBox refuses plain, which is the "
            "default when it is left out."
        )
    return ""
