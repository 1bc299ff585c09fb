"""Panels: fields over the same functions that the lessons use.

A panel holds no rule of its own. What came from outside is escaped in ``_table``;
a secret is shown by its shape, and a panel is never saved with what was typed.
"""

import html
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import ipywidgets
import requests

from oauth_tutorial.authorization import build_authorization_url, read_redirect
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.glossary import describe
from oauth_tutorial.redaction import redact

COLOURS = ("brand", "info", "success", "warn", "error")  # beside a label, never alone


def url_builder(authorization_endpoint: str, **initial: str) -> ipywidgets.VBox:
    """Return the panel of notebook 01: a field per parameter, the URL growing below.

    Args:
        authorization_endpoint: Absolute URL, the part before the ``?``.
        **initial: First values, by parameter name.
    """
    first = {
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": "http://127.0.0.1:8000/callback",
        "scope": "photos.read",
        "state": "remember-me",
        "extra": "",
    } | initial
    fields = {name: _text(name, value) for name, value in first.items()}
    view = ipywidgets.HTML()

    def draw(name: str) -> None:
        values = {key: field.value for key, field in fields.items()}
        view.value = _live(_draw_url(authorization_endpoint, values, name))

    _watch(fields, draw)
    draw("response_type")
    return _panel("URL builder", fields.values(), view)


def _draw_url(endpoint: str, values: dict[str, str], edited: str) -> str:
    pairs = [(key, value) for key, value in values.items() if key != "extra" and value]
    pairs += parse_qsl(values["extra"], keep_blank_values=True)
    rows = "".join(_part(number, name, value) for number, (name, value) in enumerate(pairs))
    url = f"{endpoint}?{urlencode(pairs)}"
    link = (
        f'<p><a href="{html.escape(url, quote=True)}" target="_blank" rel="noopener" '
        'style="text-decoration:underline">Open this URL ↗</a></p>'
    )
    return (
        f"<p><b>{edited}</b>: {_explain(edited)}</p><code>{html.escape(endpoint)}?</code>"
        f"<ul>{rows}</ul>{link}<p>{html.escape(_verdict(endpoint, values))}</p>"
    )


def _explain(name: str) -> str:
    return "More parameters, as name=value&amp;name=value." if name == "extra" else describe(name)


def _part(number: int, name: str, value: str) -> str:
    colour = f"var(--jp-{COLOURS[number % len(COLOURS)]}-color1, GrayText)"
    encoded = html.escape(urlencode({name: value}))
    return (
        f'<li style="border-left:4px solid {colour};padding-left:.5em;margin:.2em 0;'
        f'list-style:none"><small>{html.escape(name)}</small><br>'
        f"<code style='overflow-wrap:anywhere'>{'&amp;' if number else ''}{encoded}</code></li>"
    )


def _verdict(endpoint: str, values: dict[str, str]) -> str:
    if values["response_type"] != "code":
        return "Not yet: response_type is code; PhotoBox refuses every other one."
    given = {key: values[key] for key in ("scope", "state") if values[key]}
    try:
        build_authorization_url(
            endpoint,
            client_id=values["client_id"],
            redirect_uri=values["redirect_uri"],
            **given,
        )
    except OAuthTutorialError as error:
        return f"Not yet: {error.message}"
    return "This URL can be opened." if values["state"] else "Not yet: there is no state."


def capture_panel(*, state: str, address: str = "") -> ipywidgets.VBox:
    """Return the panel of notebook 02: an address, taken apart.

    Args:
        state: The value that was sent.
        address: What to begin with: a sample. Default: nothing.
    """
    fields = {
        "address": _text("address of the last page", address),
        "state": _text("state that you sent", state),
    }
    view = ipywidgets.HTML()

    def draw(_: str) -> None:
        view.value = _live(_draw_redirect(fields["address"].value, fields["state"].value))

    _watch(fields, draw)
    draw("address")
    return _panel("What came back", fields.values(), view)


def _draw_redirect(address: str, state: str) -> str:
    pairs = parse_qsl(address.partition("?")[2] or address, keep_blank_values=True)
    rows = [(name, redact(name, value), describe(name)) for name, value in pairs]
    try:
        verdict = f"Received: {read_redirect(address, state=state)}"
    except OAuthTutorialError as error:
        verdict = f"Refused: {error.message}"
    return _table(("part", "value", "what it says"), rows) + f"<p>{html.escape(verdict)}</p>"


def token_exchange_panel(token_endpoint: str, **initial: str) -> ipywidgets.VBox:
    """Return the panel of notebook 03: five fields, request and answer side by side.

    Args:
        token_endpoint: Absolute URL.
        **initial: First values, by parameter name; never a code or a secret.
    """
    first = {
        "grant_type": "authorization_code",
        "code": "",
        "redirect_uri": "http://127.0.0.1:8000/callback",
        "client_id": "printshop",
    } | initial
    fields: dict[str, Any] = {name: _text(name, value) for name, value in first.items()}
    fields["client_secret"] = ipywidgets.Password(
        description="client_secret", style={"description_width": "initial"}, layout=_WIDE
    )
    view = ipywidgets.HTML(_live("<p>Waiting: fill in the fields and press Send.</p>"))
    button = ipywidgets.Button(description="Send the token request", layout={"width": "auto"})

    def send(_: object) -> None:
        values = {name: field.value for name, field in fields.items() if field.value}
        view.value = _live(_draw_exchange(token_endpoint, values))

    button.on_click(send)
    return _panel("Token exchange", [*fields.values(), button], view)


def _draw_exchange(token_endpoint: str, values: dict[str, str]) -> str:
    try:
        answer = requests.post(token_endpoint, data=values, timeout=10, allow_redirects=False)
        body = answer.json()
    except requests.RequestException:
        return "<p>Refused: no answer that can be read. Is the practice service running?</p>"
    sent = "POST /token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n" + "&\n".join(
        f"{name}={redact(name, value)}" for name, value in values.items()
    )
    came = f"HTTP/1.1 {answer.status_code}\nContent-Type: application/json\n\n" + "\n".join(
        f"{name}: {redact(name, str(value))}" for name, value in body.items()
    )
    word = "Received" if answer.ok else "Refused"
    return (
        f'<p>{word}</p><div style="display:flex;flex-wrap:wrap;gap:1em">'
        + "".join(
            f'<div style="flex:1 1 20em"><b>{title}</b><pre style="white-space:pre-wrap;'
            f'overflow-wrap:anywhere">{html.escape(text)}</pre></div>'
            for title, text in (("Request", sent), ("Response", came))
        )
        + "</div>"
    )


_WIDE = {"width": "100%", "max_width": "46rem"}


def _text(description: str, value: str) -> ipywidgets.Text:
    return ipywidgets.Text(
        value=value, description=description, style={"description_width": "9rem"}, layout=_WIDE
    )


def _watch(fields: dict[str, Any], draw: Callable[[str], None]) -> None:
    for name, field in fields.items():
        field.observe(lambda _, name=name: draw(name), names="value")


def _live(content: str) -> str:
    return f'<div role="status" aria-live="polite">{content}</div>'


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(tag: str, cells: Iterable[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    return f"<table>{line('th', head)}{''.join(line('td', row) for row in rows)}</table>"


class Panel(ipywidgets.VBox):
    """A titled box whose repr is one stable line."""

    title = ""

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**options) or {}
        return {**bundle, "text/plain": f"Panel: {self.title}"}


def _panel(title: str, fields: Iterable[Any], view: ipywidgets.HTML) -> Panel:
    panel = Panel([ipywidgets.HTML(f"<b>{html.escape(title)}</b>"), *fields, view])
    panel.title = title
    return panel
