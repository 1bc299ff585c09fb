"""Finding and loading presets. Each is read when it is first needed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from oauth_tutorial.errors import InvalidArgument, PresetError
from oauth_tutorial.presets.checks import check
from oauth_tutorial.presets.reading import read
from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

_FOLDER = Path(__file__).parent
# What may differ between kinds of app.
_OF_AN_APP = ("endpoints", "redirect", "refresh", "authorization", "token", "device")
# What a preset does not inherit from the one that it is like.
_OWN = ("quirks", "unverified")


@cache
def names() -> tuple[str, ...]:
    """Return the name of every preset, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def load(name: str) -> Preset:
    """Return the preset of a provider.

    Args:
        name: Such as ``"github"``; one of :func:`names`.

    Raises:
        InvalidArgument: When there is no preset of that name.
        PresetError: When its file is wrong.

    Example:
        >>> load("github").endpoints.token
        'https://github.com/login/oauth/access_token'
    """
    if name not in names():
        near = did_you_mean(str(name).lower(), names()) if isinstance(name, str) else ""
        raise InvalidArgument(
            f"There is no preset {plain(repr(name), 60)}.{near} There are: {', '.join(names())}.",
            hint="For another OpenID provider, provider.discover(issuer) reads its own metadata.",
        )
    return parse(name, document_of(name))


def document_of(name: str, above: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what the file of a preset says, with what it inherits from the one that it is like.

    Args:
        name: The name of the preset.
        above: The presets that are like it.

    Raises:
        PresetError: When it is not TOML, or is like itself or a preset that does not exist.
    """
    try:
        own = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    except RecursionError:
        raise PresetError(f"{name}.toml is nested too deep to be read.", path="") from None
    except ValueError as error:  # not TOML, not UTF-8, or a huge number
        raise PresetError(f"{name}.toml is not TOML: {plain(str(error), 120)}", path="") from None
    parent = own.pop("like", None)
    if parent is None:
        return own
    line = (*above, name)
    if parent not in names():
        near = did_you_mean(parent, names()) if isinstance(parent, str) else ""
        raise PresetError(
            f"{name}: like names {plain(repr(parent), 60)}, but there is no such preset.{near}",
            path="like",
        )
    if parent in line:
        raise PresetError(f"{line[0]} is like itself: {' → '.join([*line, parent])}.", path="like")
    inherited = {key: value for key, value in document_of(parent, line).items() if key not in _OWN}
    return merged(inherited, own)


def parse(slug: str, document: Mapping[str, object]) -> Preset:
    """Make a preset from a document, and check it.

    Args:
        slug: Its name.
        document: As ``tomllib`` reads it, without ``like``.

    Raises:
        PresetError: With the path of what is wrong, and what is allowed there.
    """
    whole = {**document, "slug": slug}
    apps = document.get("apps")
    if isinstance(apps, dict):
        whole["apps"] = {kind: _with_defaults(app, document) for kind, app in apps.items()}
    preset = read(Preset, whole)
    check(preset, whole)
    return preset


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return both tables in one; where both say something, *above* wins.

    An empty table says something, too: it replaces the one below.
    """
    both = {**below, **above}
    for name, value in above.items():
        under = below.get(name)
        if value and isinstance(value, Mapping) and isinstance(under, Mapping):
            both[name] = merged(under, value)
    return both


def _with_defaults(app: object, document: Mapping[str, object]) -> object:
    """Fill in what one kind of app does not say itself, from the tables at the top."""
    if not isinstance(app, dict):
        return app
    tables = {name: (document.get(name), app.get(name)) for name in _OF_AN_APP}
    return {
        **app,
        **{
            name: merged(top, own) if isinstance(top, dict) and isinstance(own, dict) else own
            for name, (top, own) in tables.items()
            if own is not None
        },
    }
