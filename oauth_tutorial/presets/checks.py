"""What types cannot check in a preset: that paths exist, that endpoints fit, and so on."""

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain

from oauth_tutorial.errors import PresetError
from oauth_tutorial.presets.schema import Endpoints, Preset
from oauth_tutorial.presets.shapes import why_unfit
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import NO_URL, split_url

# Tables whose absence means something: a quirk or a doubt may point to that, too.
_SAYS_BY_ABSENCE = frozenset({"refresh", "device", "revocation"})
_HOST_OF_A_HOST = re.compile(r"[a-z0-9{][a-z0-9{}.-]*\.[a-z]{2,}")
_REST = re.compile(  # RFC 3986 §3.3; braces only around a word
    r"https://(?![^/]*//)[^/]+(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#%]|\{\w+\})*"
)


def check(preset: Preset, document: dict[str, object]) -> None:
    """Raise an error for the first thing that cannot be right.

    Args:
        preset: As it was read.
        document: What it was read from, including what it inherits.

    Raises:
        PresetError: With the path, and what is wrong there.
    """
    for path, what in chain(
        _pointers(preset, document),
        _addresses(preset),
        _discovery(preset),
        _scopes(preset),
        _apps(preset),
        _shapes(preset),
    ):
        raise PresetError(f"{preset.slug}: {path} {what}", path=path)


def has(document: object, path: str) -> bool:
    """Whether the document has something at a path.

    Example:
        >>> has({"token": {"at": "authed_user"}}, "token.at")
        True
    """
    for name in path.split("."):
        if isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        elif isinstance(document, dict) and name in document:
            document = document[name]
        else:
            return False
    return True


def _pointers(preset: Preset, document: dict[str, object]) -> Iterator[tuple[str, str]]:
    for n, quirk in enumerate(preset.quirks):
        if not has(document, quirk.show) and quirk.show not in _SAYS_BY_ABSENCE:
            yield f"quirks.{n}.show", f"points to {quirk.show!r}, but there is no such fact"
    for n, path in enumerate(preset.unverified):
        if not has(document, path) and path not in _SAYS_BY_ABSENCE:
            yield f"unverified.{n}", f"names {path!r}, but there is no such fact"
    for name in preset.redirect.unless:
        if name not in {"hosts", "query"}:
            yield f"redirect.unless.{name}", "has no exception; only hosts and query can have one"


def _of_endpoints(path: str, ends: Endpoints) -> dict[str, str]:
    return {f"{path}.{one.name}": getattr(ends, one.name) for one in fields(ends)}


def _addresses(preset: Preset) -> Iterator[tuple[str, str]]:
    urls = {
        **_of_endpoints("endpoints", preset.endpoints),
        **{
            path: url
            for kind, app in preset.apps.items()
            if app.endpoints
            for path, url in _of_endpoints(f"apps.{kind}.endpoints", app.endpoints).items()
        },
        "issuer": preset.issuer,
        "source": preset.source,
        "api.base": preset.api.base,
        "registration.url": preset.registration.url,
        "revocation.endpoint": preset.revocation.endpoint,
        "refresh.endpoint": preset.refresh.endpoint if preset.refresh else "",
    }
    for path, url in urls.items():
        parts = split_url(url)
        host = parts.netloc if parts is not NO_URL else ""
        is_https = url.startswith("https://") and _HOST_OF_A_HOST.fullmatch(host)
        if url and not (is_https and _REST.fullmatch(url)):
            yield path, f"is {plain(repr(url), 120)}, but has to be an https address"
        for part in re.findall(r"\{(\w+)\}", url):
            if part != "client_id" and part not in preset.fill:
                yield path, f"contains {{{part}}}, but fill does not say what that is"
    for path in ("endpoints.authorization", "endpoints.token", "source", "api.base"):
        if not urls[path]:
            yield path, "is empty"


def _discovery(preset: Preset) -> Iterator[tuple[str, str]]:
    if (preset.kind == "openid") != bool(preset.issuer):
        yield "issuer", "and kind do not match: only a provider of the kind 'openid' has an issuer"
    if bool(preset.device) != bool(preset.endpoints.device_authorization):
        yield "device", "and endpoints.device_authorization do not match: one is missing"
    if ("device" in preset.use) != ("device" in preset.apps and preset.device is not None):
        yield "use", "and apps.device do not match: one is missing"
    if preset.revocation.style != "none" and not preset.revocation.endpoint:
        yield "revocation.endpoint", "is missing"


def _scopes(preset: Preset) -> Iterator[tuple[str, str]]:
    names = [one.name for one in preset.scopes]
    played = [one.like for one in preset.scopes if one.like]
    for n, one in enumerate(preset.scopes):
        if names.count(one.name) > 1:
            yield f"scopes.{n}.name", f"{one.name!r} is there twice"
        if one.like and played.count(one.like) > 1:
            yield f"scopes.{n}.like", f"{one.like!r} is played by two scopes"
        if preset.authorization.scope_separator in one.name:
            yield f"scopes.{n}.name", "contains the separator"


def _apps(preset: Preset) -> Iterator[tuple[str, str]]:
    if not preset.apps:
        yield "apps", "is empty, but rules depend on the kind of app"
    for kind, app in preset.apps.items():
        if not app.client_auth:
            yield f"apps.{kind}.client_auth", "is empty"
        redirect = app.redirect or preset.redirect
        if (redirect.loopback != "none") != bool(redirect.hosts):
            yield f"apps.{kind}.redirect.hosts", "and loopback do not match"
    for name in preset.authorization.required:
        if name not in preset.authorization.extra:
            yield "authorization.required", f"names {name!r}, but extra does not send that"


def _shapes(preset: Preset) -> Iterator[tuple[str, str]]:
    form = preset.registration
    for name, one in {"client_id": form.client_id, "client_secret": form.client_secret}.items():
        for n, shape in enumerate(one.shapes):
            if why := why_unfit(shape):
                yield f"registration.{name}.shapes.{n}", why
