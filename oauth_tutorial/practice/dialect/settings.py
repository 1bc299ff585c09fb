"""A provider's own settings page: which fields it has, and which redirect URIs it takes there."""

from collections.abc import Sequence
from dataclasses import dataclass

from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.redirect_uris import why_unfit
from oauth_tutorial.practice.rules.redirect_rules import why_never
from oauth_tutorial.presets.schema import AppKind, Field, Preset, Redirect
from oauth_tutorial.presets.shapes import made
from oauth_tutorial.text.plain import plain

MOST_URIS = 20
_SHOWN = 200  # characters of an address
_USUAL_PATHS = ("/", "/callback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of the form.

    Attributes:
        name: Of the input.
        label: The provider's own.
        means: As in the preset.
        value: What is filled in.
        note: What to know about it.
    """

    name: str
    label: str
    means: str
    value: str
    note: str


def rows(preset: Preset) -> list[Row]:
    """Return the fields of the provider's form, in its order; the redirect URI is left empty."""
    fields = preset.registration.fields
    if not any(one.means == "redirect_uri" for one in fields):
        fields = (*fields, Field(label="Redirect URI", means="redirect_uri"))
    return [
        Row(
            name=f"field_{n}",
            label=one.label,
            means=one.means,
            value="" if one.means == "redirect_uri" else one.paste,
            note=one.note or (_sentence(one.paste) if one.means == "device" else ""),
        )
        for n, one in enumerate(fields)
    ]


def kinds(preset: Preset) -> list[tuple[AppKind, str, str]]:
    """Return each kind of app with what the provider calls it, and what to know about it."""
    return [(kind, app.register_as, app.note) for kind, app in preset.apps.items()]


def read_redirect_uris(
    playing: Personality, kind: AppKind, text: str
) -> tuple[tuple[str, ...], str]:
    """Return the redirect URIs that a person pasted, and why they are not taken.

    Args:
        playing: Whose settings page.
        kind: Of the app.
        text: One on each line.

    Returns:
        The URIs, and a sentence; it is empty where they are taken.
    """
    rule = playing.preset.as_app(kind).redirect
    wanted = tuple(dict.fromkeys(text.split()))
    if not wanted:
        return _none_given(rule)
    uris = tuple(_whole(rule, one) for one in wanted)
    most = min(rule.many or MOST_URIS, MOST_URIS)
    if len(uris) > most:
        return uris, f"At most {most} can be registered here, and these are {len(uris)}."
    for uri in uris:
        if reason := why_unfit(uri):
            return uris, f"{_shown(uri)}: {reason}."
        if (reason := why_never(rule, uri)) and not _is_let_through(playing, rule, uri):
            return uris, f"{_shown(uri)}: {reason}."
    return uris, ""


def credentials(preset: Preset) -> tuple[str, str]:
    """Make a client_id and a secret that look like the provider's; empty where nobody knows."""
    form = preset.registration
    shapes = form.client_id.shapes, form.client_secret.shapes
    client_id, secret = (made(one[0]) if one else "" for one in shapes)
    return client_id, secret


def standard_words(playing: Personality, text: str) -> tuple[str, ...]:
    """Return the scopes that a text names, as PhotoBox calls them; none where it names none."""
    words: Sequence[str] = text.replace(",", " ").split()
    known = playing.standard_words
    return tuple(dict.fromkeys(known[word] for word in words if word in known))


def _none_given(rule: Redirect) -> tuple[tuple[str, ...], str]:
    """Some need none: whatever is on this machine is taken then."""
    if rule.registered or rule.loopback != "any-port":
        return (), "Paste the redirect URI of your app."
    return tuple(f"http://{host}{path}" for host in rule.hosts for path in _USUAL_PATHS), ""


def _whole(rule: Redirect, uri: str) -> str:
    """Make an address of a host alone, where no more is registered."""
    if rule.loopback != "domain" or "://" in uri:
        return uri
    return f"http://{uri}/" if uri in rule.hosts else f"https://{uri}/"


def _is_let_through(playing: Personality, rule: Redirect, uri: str) -> bool:
    """Whether it was refused once, and is let through for practice."""
    if playing.redirect != "lenient" or rule.loopback != "none":
        return False
    known = f"settings {uri}" in playing.refused
    playing.refused[f"settings {uri}"] = True
    return known


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _shown(uri: str) -> str:
    return plain(uri, _SHOWN)
