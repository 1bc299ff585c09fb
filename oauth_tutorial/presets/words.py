"""Facts of a preset in words; every name is the provider's own."""

from oauth_tutorial.presets.schema import App, Field, Preset, Redirect, Refresh
from oauth_tutorial.text.listing import listed

_LOOPBACK = {
    "any-port": "the port may differ from the registered one",
    "exact": "it must match exactly, including the port",
    "domain": "only its host is registered; port and path may vary",
    "prefix": "it must begin with the registered one",
    "none": "it must be https: no address on your own machine is accepted",
}
_AUTH = {
    "post": "client_secret in the body",
    "basic": "HTTP Basic",
    "none": "no secret",
}

_VALUES: dict[str, dict[object, str]] = {  # by the path of the fact
    "token.answer": {"form-unless-accept-json": "a form, unless you ask for JSON"},
    "token.lifetime": {"seconds": "seconds", "text": "seconds, as text", "none": "missing"},
    "token.seconds": {0: "it does not expire"},
    "token.scope_as": {"absent": "missing"},
    "errors.status": {0: "the RFC's"},
    "errors.shape": {"rfc": "the RFC's"},
    "redirect.loopback": {
        "any-port": "any port",
        "exact": "exact match",
        "domain": "same host",
        "prefix": "same beginning",
        "none": "https only",
    },
    "redirect.mismatch": {"page": "on a page", "redirect": "in the redirect"},
    "redirect.answer": {"query": "a query", "form_post": "a POST"},
    "revocation.style": {
        "rfc7009": "RFC 7009",
        "bearer-post": "POST, the token as Bearer",
        "bearer-get": "GET, the token as Bearer",
        "bearer-delete": "DELETE, the token as Bearer",
        "basic-delete-json": "DELETE, Basic, the token in JSON",
        "none": "by hand",
    },
    "kind": {"oauth": "OAuth only", "openid": "OpenID Connect"},
}


def said(path: str, value: object) -> str | None:
    """Return the value of a fact in words; None if the value needs none.

    Example:
        >>> said("token.seconds", 7200)
        '2 hours'
    """
    known = _VALUES.get(path, {})
    if isinstance(value, str | int) and not isinstance(value, bool) and value in known:
        return known[value]
    if path.endswith(".seconds") and isinstance(value, int) and not isinstance(value, bool):
        return span(value)
    return None


def menu(preset: Preset) -> str:
    """Return the menus that lead to the page where you register an app."""
    return " → ".join(preset.registration.menu)


def field_of(preset: Preset, means: str) -> Field | None:
    """Return the field of the registration form for something, such as ``"redirect_uri"``."""
    return next((one for one in preset.registration.fields if one.means == means), None)


def redirect_rule(redirect: Redirect) -> str:
    """Say which redirect URIs are accepted, in one sentence."""
    rule = _LOOPBACK[redirect.loopback]
    if redirect.registered_without_port:
        rule = "the port may vary only if you registered no port"
    parts = [rule]
    if redirect.hosts:
        parts.append(f"http is accepted for {listed(redirect.hosts)}")
        missing = {"127.0.0.1", "localhost"} - {*redirect.hosts}
        if missing:
            parts.append(f"not for {listed(sorted(missing))}{_unless(redirect, 'hosts')}")
    if redirect.forbidden:
        parts.append(f"it may not contain any of {' '.join(redirect.forbidden)}")
    if not redirect.query:
        parts.append(f"it may not have a query{_unless(redirect, 'query')}")
    if not redirect.http and redirect.loopback != "none":
        parts.append("any other host needs https")
    if redirect.many is not None:
        parts.append(f"up to {redirect.many} can be registered")
    return f"{'; '.join(parts)}."


def _unless(redirect: Redirect, fact: str) -> str:
    return f", unless {redirect.unless[fact]}" if fact in redirect.unless else ""


def auth_rule(app: App) -> str:
    """Say how an app authenticates at the token endpoint."""
    return listed((_AUTH[one] for one in app.client_auth), "or")


def refresh_rule(refresh: Refresh | None) -> str:
    """Say when you get a refresh token, and how it behaves."""
    if refresh is None:
        return "There is no refresh token."
    asked = [
        f"the scope {value}" if name == "scope" else f"{name}={value}"
        for name, value in refresh.when.items()
    ]
    ways = [f"if you ask with {listed(asked)}"] if asked else []
    ways += [f"if the app's setting “{refresh.setting}” is on"] if refresh.setting else []
    first = (
        f"You get a refresh token {' or '.join(ways)}."
        if ways
        else ("You always get a refresh token.")
    )
    kept = "is replaced whenever you use it" if refresh.rotates else "stays the same"
    return f"{first} It {kept}."


def span(seconds: int) -> str:
    """Return a number of seconds in the largest unit that fits.

    Example:
        >>> span(7200)
        '2 hours'
    """
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            number = seconds // size
            return _number(number, unit)
    return _number(seconds, "second")


def _number(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
