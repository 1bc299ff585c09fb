"""The card for the provider's registration form: what to paste where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.card import card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.presets import AppKind, Preset
from oauth_tutorial.providers.address import Address
from oauth_tutorial.providers.asked import address_of, kind_of, preset_of
from oauth_tutorial.providers.rules.redirects import FIXED
from oauth_tutorial.text.plain import plain

_GAP = re.compile(r"\{(redirect_uri_without_port|redirect_uri|redirect_host)\}")
_TEXTS = ("name", "homepage", "redirect_uri")
_AN_HTTPS_ADDRESS = "https://your.example/callback"


@dataclass(frozen=True, slots=True)
class Paste:
    """One field of the form.

    Attributes:
        label: The form's own label.
        paste: What to write there.
        note: What to know about it.
        is_text: Whether ``paste`` is the text to write; otherwise it says what to do.
    """

    label: str
    paste: str
    note: str = ""
    is_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCard(Shown):
    """Where to register an app, what to paste where, and what you get.

    Attributes:
        name: The provider, as people write it.
        url: The page.
        menu: The way there, in the words of the menus.
        register_as: What the provider calls that kind of app.
        fields: In the order of the form.
        button: The button that submits the form.
        gives: What you get: the label, and what to know about it.
        notes: What to know first: the cost, and what is special about that kind of app.
    """

    name: str
    url: str
    menu: tuple[str, ...]
    register_as: str
    fields: tuple[Paste, ...]
    button: str
    gives: tuple[Paste, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join([f"Register an app at {self.name}", *self._lines()])

    __str__ = __repr__

    def _lines(self) -> Iterator[str]:
        yield from (f"  Before you begin: {note}" for note in self.notes)
        yield f"  Page: {self.url}"
        yield f"  Menu: {' → '.join(self.menu)}"
        yield f"  Kind: {self.register_as}"
        for one in self.fields:
            yield f"  {one.label}: {one.paste}{f'  ({one.note})' if one.note else ''}"
        if self.button:
            yield f"  Press: {self.button}"
        for one in self.gives:
            yield f"  {one.paste}: called {one.label}{f'  ({one.note})' if one.note else ''}"

    def as_html(self) -> Markup:
        """The card of a notebook: theme variables, every text escaped, no script."""
        said, pasted = Markup("<dt>{}</dt><dd>{}{}</dd>"), Markup("<code>{}</code>")
        note = Markup("<br><small>{}</small>")
        link = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
        rows = [said.format("Before you begin", one, "") for one in self.notes]
        rows.append(said.format("Page", link.format(self.url, self.url), ""))
        rows.append(said.format("Menu", " → ".join(self.menu), ""))
        rows.append(said.format("Kind", self.register_as, ""))
        rows += [
            said.format(
                one.label,
                pasted.format(one.paste) if one.is_text else one.paste,
                note.format(one.note) if one.note else "",
            )
            for one in self.fields
        ]
        rows += [said.format("Press", self.button, "")] if self.button else []
        rows += [
            said.format(
                one.paste,
                Markup("called <strong>{}</strong>").format(one.label),
                note.format(one.note) if one.note else "",
            )
            for one in self.gives
        ]
        body = Markup("<dl>{}</dl>").format(Markup().join(rows))
        return card(f"Register an app at {self.name}", "", body)


def registration_card(
    name: str, *, redirect_uri: str | None = None, app: AppKind | None = None
) -> RegistrationCard:
    """Say what to paste where in a provider's registration form.

    Args:
        name: The provider, as ``"github"``.
        redirect_uri: What you will send. Default: one on this machine that the provider accepts.
        app: The kind of app. Default: the provider's usual one.

    Raises:
        InvalidArgument: When there is no such provider or kind of app, or the redirect URI is none.

    Example:
        >>> registration_card("github").fields[2].paste
        'http://127.0.0.1/callback'
    """
    preset, kind = preset_of(name), kind_of(app)
    if kind is not None and kind not in preset.apps:
        raise InvalidArgument(
            f'{preset.name} has no app of the kind "{kind}". It has: {", ".join(preset.apps)}.'
        )
    preset = preset.as_app(kind)
    address = address_of(redirect_uri) or address_of(suggested_redirect_uri(preset))
    if address is None or address.leads is None:
        raise InvalidArgument(
            f"redirect_uri is not a redirect URI: {plain(redirect_uri or '', 60)!r}.",
            hint="Ask preflight(name, redirect_uri=…) what is wrong with it.",
        )
    form, own = preset.registration, preset.app(kind)
    notes = (preset.cost_note or ("" if preset.cost == "free" else f"Cost: {preset.cost}."),)
    return RegistrationCard(
        name=preset.name,
        url=form.url,
        menu=form.menu,
        register_as=own.register_as,
        fields=tuple(
            Paste(one.label, filled(one.paste, address), one.note, one.means in _TEXTS)
            for one in form.fields
        ),
        button=form.button,
        gives=(
            Paste(form.client_id.label, "client_id", form.client_id.note),
            *(
                [Paste(form.client_secret.label, "client_secret", form.client_secret.note)]
                if set(own.client_auth) != {"none"}
                else []
            ),
        ),
        notes=tuple(filter(None, (*notes, own.note))),
    )


def suggested_redirect_uri(preset: Preset) -> str:
    """Return a redirect URI on this machine that a provider accepts, or an https one if it must be.

    Args:
        preset: The provider, as the kind of app sees it.

    Example:
        >>> from oauth_tutorial import presets
        >>> suggested_redirect_uri(presets.load("github"))
        'http://127.0.0.1/callback'
    """
    rule = preset.redirect
    if not rule.hosts:
        return _AN_HTTPS_ADDRESS
    port = f":{FIXED}" if rule.loopback in {"exact", "prefix"} else ""
    return f"http://{rule.hosts[0]}{port}/callback"


def filled(paste: str, address: Address) -> str:
    """Return what to paste, with the redirect URI filled in.

    Args:
        paste: As the preset has it.
        address: The redirect URI.

    Example:
        >>> from oauth_tutorial.providers.address import read
        >>> filled("{redirect_uri_without_port}", read("http://127.0.0.1:8000/callback"))
        'http://127.0.0.1/callback'
    """
    values = {
        "redirect_uri": plain(address.text),
        "redirect_uri_without_port": plain(address.without_port),
        "redirect_host": plain(address.host),
    }
    return _GAP.sub(lambda found: values[found.group(1)], paste)
