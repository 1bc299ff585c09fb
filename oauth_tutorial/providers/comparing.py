"""How providers differ: their facts side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest
from textwrap import wrap

from markupsafe import Markup

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.card import card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.presets import Preset
from oauth_tutorial.presets.words import said
from oauth_tutorial.providers.asked import preset_of
from oauth_tutorial.providers.rules.facts import unchecked
from oauth_tutorial.text.plain import plain

# What is compared: the path of each fact, and its name for people.
FACTS: dict[str, str] = {
    "kind": "kind",
    "cost": "cost",
    "use": "where it works",
    "apps": "kinds of app",
    "authorization.scope_separator": "between requested scopes",
    "authorization.scopes_taken": "scope has an effect",
    "authorization.names": "other names, authorization request",
    "authorization.extra": "also sent, authorization request",
    "authorization.state": "state",
    "token.body": "token request",
    "token.answer": "token answer",
    "token.at": "where the token is",
    "token.names": "other names, token request",
    "token.extra": "also sent, token request",
    "token.headers": "headers of the token request",
    "token.scope_name": "name of the granted scope",
    "token.scope_as": "form of the granted scope",
    "token.scope_separator": "between granted scopes",
    "token.scope_adds": "scopes granted without asking",
    "token.scope_drops": "scopes that are never listed",
    "token.lifetime": "expires_in",
    "token.seconds": "lifetime of the access token",
    "token.token_type": "token_type",
    "refresh.when": "you get a refresh token with",
    "refresh.rotates": "refresh token works only once",
    "refresh.returned": "a refresh returns a new one",
    "refresh.seconds": "lifetime of the refresh token",
    "refresh.endpoint": "refreshed at",
    "errors.status": "status of an error",
    "errors.shape": "shape of an error",
    "errors.description": "an error has a sentence",
    "redirect.loopback": "redirect URI on this machine",
    "redirect.hosts": "names of this machine",
    "redirect.many": "redirect URIs that can be registered",
    "redirect.mismatch": "where a wrong redirect URI shows",
    "redirect.answer": "the answer comes as",
    "redirect.iss": "the answer names the issuer",
    "redirect.query": "redirect URI with a query",
    "redirect.bare": "redirect URI without a path",
    "redirect.http": "http for hosts other than this machine",
    "device.interval": "device flow, seconds between polls",
    "revocation.style": "revocation",
    "api.first_call.path": "who am I",
    "api.first_call.subject": "identifies the person",
    "api.headers": "headers of the API",
}
_SAID = {" ": "a space", ",": "a comma"}
_RULES = ("client_auth", "pkce")  # of each kind of app
WIDE = 38  # characters of a column of text
_UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Value:
    """One fact of one provider, and whether it could be checked."""

    text: str
    is_verified: bool = True

    def __str__(self) -> str:
        return self.text if self.is_verified else f"{self.text} ({_UNVERIFIED})"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of each provider.

    Attributes:
        path: Such as ``"token.answer"``.
        name: Its name for people.
        values: In the order of the providers.
    """

    path: str
    name: str
    values: tuple[Value, ...]

    @property
    def differs(self) -> bool:
        """Whether the providers do not all say the same."""
        return len({one.text for one in self.values}) > 1


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """The facts of providers side by side.

    Attributes:
        names: The providers, as people write them.
        rows: The facts that are shown.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        rows = [("", *self.names), *((one.name, *map(str, one.values)) for one in self.rows)]
        wrapped = [[wrap(cell, WIDE) or [""] for cell in row] for row in rows]
        lines = [line for row in wrapped for line in zip_longest(*row, fillvalue="")]
        wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(text.ljust(width) for text, width in zip(line, wide, strict=True)).rstrip()
            for line in lines
        )

    __str__ = __repr__

    def as_html(self) -> Markup:
        """The table of a notebook: theme variables, every text escaped, no script."""
        head, first = Markup('<th scope="col">{}</th>'), Markup('<th scope="row">{}</th>')
        cell, row = Markup("<td>{}</td>"), Markup("<tr>{}{}</tr>")
        top = Markup("<tr>{}</tr>").format(Markup().join(map(head.format, ("fact", *self.names))))
        lines = (
            row.format(first.format(one.name), Markup().join(map(cell.format, one.values)))
            for one in self.rows
        )
        table = Markup('<table class="oat-difference"><thead>{}</thead><tbody>{}</tbody></table>')
        return card("How they differ", "", table.format(top, Markup().join(lines)))


def compare(*names: str, all: bool = False) -> Comparison:
    """Show how providers differ, side by side. What could not be checked is marked.

    Args:
        *names: Two providers or more, such as ``"github"``.
        all: Whether to show facts that are the same everywhere, too. Default: no.

    Raises:
        InvalidArgument: When there are fewer than two, or no such provider.

    Example:
        >>> row = compare("github", "slack").rows[0]
        >>> row.path, [str(one) for one in row.values]
        ('use', ['laptop, device', 'https-only'])
    """
    if len(names) < 2:
        raise InvalidArgument(
            f"compare needs two providers or more, got {len(names)}.",
            hint='Write compare("github", "slack").',
        )
    presets = [preset_of(name) for name in dict.fromkeys(names)]
    rows = [
        Row(path, name, tuple(_value(one, path) for one in presets)) for path, name in FACTS.items()
    ]
    kinds = dict.fromkeys(kind for one in presets for kind in one.apps)
    rows += [
        Row(
            f"apps.{kind}.{rule}",
            f"{kind}: {rule}",
            tuple(_of_app(one, kind, rule) for one in presets),
        )
        for kind in kinds
        for rule in _RULES
    ]
    shown = tuple(row for row in rows if all or row.differs)
    return Comparison(tuple(one.name for one in presets), shown)


def fact(preset: Preset, path: str) -> object:
    """Return the fact that a path leads to; None where its table is absent.

    Args:
        preset: The provider.
        path: Such as ``"token.answer"``.
    """
    value: object = preset
    for name in path.split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
    return value


def _value(preset: Preset, path: str) -> Value:
    value = fact(preset, path)
    return Value(said(path, value) or _text(value), not unchecked(preset, (path,)))


def _of_app(preset: Preset, kind: str, rule: str) -> Value:
    if kind not in preset.apps:
        return Value("no such app")
    return _value(preset, f"apps.{kind}.{rule}")


def _text(value: object) -> str:
    """Return a fact in words."""
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case str():
            return _SAID.get(value, plain(value)) or "–"
        case Mapping():
            pairs = (
                name if is_dataclass(one) else f"{name}={_text(one)}" for name, one in value.items()
            )
            return ", ".join(pairs) or "–"
        case tuple():
            return ", ".join(map(_text, value)) or "–"
    if is_dataclass(value):
        return ", ".join(f"{one.name}={_text(getattr(value, one.name))}" for one in fields(value))
    return plain(str(value))
