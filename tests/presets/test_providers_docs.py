"""The page about real providers says what the presets say, and marks what could not be checked.

Set OAUTH_TUTORIAL_REWRITE=1 to write it.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from oauth_tutorial import presets
from oauth_tutorial.presets.schema import App, Preset, Redirect, Refresh

PAGE = Path(__file__).parents[2] / "docs" / "providers.md"
HEAD = (
    "# Real providers\n\n"
    "What we know about real providers, and what to expect of each. This page is generated from "
    "the files in `oauth_tutorial/presets/`, and a test\ncompares the two. Rules change: each "
    "section ends with its sources, and the day on which we read them. "
    "**(unverified)**\nmarks what we could not check against the provider's own "
    "documentation.\n\n"
    "## Which one to begin with\n\n"
    "The easiest come first. "
    "*Laptop*: a redirect URI on your own machine is accepted. *Device*: the device flow, which "
    "works on Binder or a hub. *Paste*: the provider\nshows a code, and you paste it. "
    "*https only*: you need an https address on the web.\n"
)
FILLED = {
    "{redirect_uri}": "your redirect URI",
    "{redirect_uri_without_port}": "your redirect URI, without its port",
    "{redirect_host}": "the host of your redirect URI",
}
COST = {
    "free": "free",
    "subscription": "a subscription",
    "paid": "paid",
    "approval": "approval first",
    "closed": "closed",
}
AUTH = {"post": "secret in the body", "basic": "HTTP Basic", "none": "no secret"}
PKCE = {
    "required": "required",
    "supported": "supported",
    "refused": "refused",
    "ignored": "no effect",
    "unknown": "unknown",
}
KIND = {"web": "with a secret", "desktop": "desktop", "device": "device flow", "public": "public"}
REVOCATION = {
    "rfc7009": "As in RFC 7009, at",
    "bearer-post": "POST, with the token itself as the Bearer token, to",
    "bearer-get": "GET, with the token itself as the Bearer token, from",
    "bearer-delete": "DELETE, with the token itself as the Bearer token, at",
    "basic-delete-json": "DELETE, with HTTP Basic for the client and the token in JSON, at",
    "none": "A program cannot revoke a token.",
}
UNITS = ((31_536_000, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def test_the_page_is_true() -> None:
    true = "\n".join(page())
    if os.environ.get("OAUTH_TUTORIAL_REWRITE"):
        PAGE.write_text(true, encoding="utf-8")

    assert true == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3600, "1 hour"),
        (3599, "about 1 hour"),
        (14124, "about 4 hours"),
        (604_800, "7 days"),
        (300, "5 minutes"),
        (30, "30 seconds"),
        (631_138_518, "about 20 years"),
        (0, "does not expire"),
    ],
)
def test_a_time_in_words(seconds: int, words: str) -> None:
    assert span(seconds) == words


def test_a_doubt_is_marked_at_the_fact_and_at_what_it_is_part_of() -> None:
    slack = presets.load("slack")

    assert doubt(slack, "revocation", "revocation.style") == " **(unverified)**"
    assert doubt(slack, "registration.client_id") == " **(unverified)**"
    assert doubt(slack, "token.at") == ""


def how_easy(one: Preset) -> tuple[object, ...]:
    """What costs least comes first, then what works in most places and takes any port."""
    fixed = one.redirect.loopback != "any-port"
    return list(COST).index(one.cost), "device" not in one.use, fixed, one.name.lower()


def page() -> Iterator[str]:
    every = [presets.load(name) for name in presets.names()]
    every.sort(key=how_easy)
    yield HEAD
    yield from table(
        ["provider", "cost", "works with", "redirect URI on your machine", "refresh token"],
        (
            [
                f"[{one.name}](#{one.name.lower().replace(' ', '-').replace('.', '')})",
                COST[one.cost],
                ", ".join(use.replace("https-only", "https only") for use in one.use),
                {
                    "any-port": "any port",
                    "exact": "a fixed port",
                    "domain": "any port",
                    "prefix": "a fixed port",
                    "none": "refused",
                }[one.as_app().redirect.loopback],
                ("never" if one.as_app().refresh is None else when(one.as_app().refresh))
                + doubt(one, "refresh"),
            ]
            for one in every
        ),
    )
    for preset in every:
        yield from section(preset)


def section(preset: Preset) -> Iterator[str]:
    form = preset.registration
    yield f"## {preset.name}"
    yield ""
    if preset.cost_note or preset.cost != "free":
        yield f"Cost: {COST[preset.cost]}. {preset.cost_note}".rstrip()
        yield ""
    ends, call = preset.endpoints, preset.api.first_call
    first = call.path if "://" in call.path else preset.api.base + call.path
    yield from table(
        ["what", "where"],
        (
            [what, f"`{where}`{doubt(preset, path)}"]
            for what, where, path in (
                ("issuer", preset.issuer, "issuer"),
                ("authorization", ends.authorization, "endpoints.authorization"),
                ("token", ends.token, "endpoints.token"),
                ("device flow", ends.device_authorization, "endpoints.device_authorization"),
                ("person (userinfo)", ends.userinfo, "endpoints.userinfo"),
                ("first call", f"{call.method} {first}", "api.first_call"),
            )
            if where
        ),
    )
    if call.subject:
        yield (
            f"`{call.subject}` in the answer to the first call identifies the person: "
            "store that, not the name."
        )
        yield ""
    if preset.fill:
        filled = ", ".join(f"`{{{name}}}` with `{value}`" for name, value in preset.fill.items())
        yield f"To practise, replace {filled}."
        yield ""
    if preset.api.headers:
        yield (
            f"Header{'s' * (len(preset.api.headers) > 1)} of every call to the API: "
            + ", ".join(
                f"`{name}` (your own)" if value == "*" else f"`{name}: {value}`"
                for name, value in preset.api.headers.items()
            )
            + f".{doubt(preset, *(f'api.headers.{name}' for name in preset.api.headers))}"
        )
        yield ""
    doubted = doubt(preset, "registration.fields")
    yield f"**Where to register.** {' → '.join(form.menu)}: <{form.url}>{doubted}"
    yield ""
    yield from table(
        ["field", "write", "note"],
        ([one.label, written(one.paste), one.note] for one in form.fields),
    )
    if form.button:
        yield f"Press *{form.button}* at the end."
    for standard, given in (("client_id", form.client_id), ("client_secret", form.client_secret)):
        yield f"The `{standard}` is called *{given.label}*. {given.note}".rstrip()
    yield ""
    yield "**Kinds of app.**"
    yield ""
    yield from table(
        ["kind", "registered as", "authentication", "PKCE", "redirect URI"],
        (
            [
                KIND[kind],
                app.register_as,
                ", or ".join(AUTH[one] for one in app.client_auth)
                + doubt(preset, f"apps.{kind}.client_auth"),
                pkce(app) + doubt(preset, f"apps.{kind}.pkce"),
                "none"
                if kind == "device"
                else loopback(preset.as_app(kind).redirect)
                + doubt(preset, "redirect.hosts", f"apps.{kind}.redirect"),
            ]
            for kind, app in preset.apps.items()
        ),
    )
    for kind, app in preset.apps.items():
        if app.note:
            yield f"*{KIND[kind].capitalize()}*: {app.note}"
            yield ""
    yield " ".join(redirect_words(preset))
    yield ""
    if preset.scopes:
        comma = preset.authorization.scope_separator == ","
        yield f"**Scopes**, separated by {'commas' if comma else 'spaces'}."
        yield ""
        yield from table(
            ["scope", "the app may"],
            ([f"`{one.name}`", one.says[0].lower() + one.says[1:]] for one in preset.scopes),
        )
    yield "**Lifetimes.** " + " ".join(lifetimes(preset))
    yield ""
    style, end = preset.revocation.style, preset.revocation.endpoint
    by_hand = " → ".join(preset.revocation.by_hand)
    yield (
        f"**Revocation.** {REVOCATION[style]}{f' `{end}`.' if end else ''}"
        f"{f' By hand: {by_hand}.' if by_hand else ''}"
        f"{doubt(preset, 'revocation', 'revocation.by_hand')}"
    )
    yield ""
    yield "**What is different here.**"
    yield ""
    for quirk in preset.quirks:
        yield f"* {quirk.teach}{doubt(preset, quirk.show)}"
    yield ""
    if preset.unverified:
        doubts = ", ".join(f"`{path}`" for path in preset.unverified)
        yield f"Unverified facts, by their paths in the file: {doubts}."
        yield ""
    links = ", ".join(f"<{one}>" for one in (preset.source, *preset.sources))
    yield f"Sources, read on {preset.checked}: {links}"
    yield ""


def table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"

    yield line(head)
    yield "|" + "---|" * len(head)
    yield from map(line, rows)
    yield ""


def written(paste: str) -> str:
    """What to write: as it is, or in words."""
    if paste.startswith("http"):
        return f"`{paste}`"
    for hole, words in FILLED.items():
        paste = paste.replace(hole, words)
    return paste


def doubt(preset: Preset, *paths: str) -> str:
    def near(one: str, other: str) -> bool:
        return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")

    doubted = any(near(one, path) for one in preset.unverified for path in paths)
    return " **(unverified)**" if doubted else ""


def pkce(app: App) -> str:
    methods = [one for one in app.pkce_methods if one != "S256"]
    return PKCE[app.pkce] + (f" (also {', '.join(methods)})" if methods else "")


def loopback(rule: Redirect) -> str:
    hosts = ", ".join(f"`{one}`" for one in rule.hosts)
    return {
        "any-port": f"http on {hosts}, any port",
        "exact": f"http on {hosts}, with the registered port",
        "domain": f"http on {hosts}, any port and path",
        "prefix": f"http on {hosts}, anything that begins with the registered one",
        "none": "https only",
    }[rule.loopback]


def redirect_words(preset: Preset) -> Iterator[str]:
    rule = preset.as_app().redirect
    yield "**Redirect URI.**"
    if rule.registered_without_port:
        yield "The port may vary only if you register the address without one."
    if rule.many == 1:
        yield "You can register only one."
    elif rule.many:
        yield f"You can register up to {rule.many}."
    if rule.forbidden:
        yield f"It may not contain any of these characters: `{' '.join(rule.forbidden)}`."
    if not rule.query:
        unless = rule.unless.get("query", "")
        yield f"It may not have a query{unless and f', unless {unless}'}."
    if not rule.bare:
        yield "It needs a path."
    if not rule.http and rule.loopback != "none":
        yield "Any host other than your own machine needs https."
    if rule.answer == "form_post":
        yield "The answer comes as a POST."
    if rule.iss:
        yield "The answer names the issuer (`iss`)."
    yield (
        (
            "If it does not match, the provider shows an error page"
            if rule.mismatch == "page"
            else "If it does not match, the error goes to the registered one"
        )
        + (f": “{said}”" if (said := preset.errors.words.get("redirect_uri")) else ".")
        + doubt(preset, "redirect.mismatch", "errors.words.redirect_uri")
    )


def when(refresh: Refresh | None) -> str:
    assert refresh is not None
    asked = [
        f"with the scope `{value}`" if name == "scope" else f"with `{name}={value}`"
        for name, value in refresh.when.items()
    ]
    setting = [f"with *{refresh.setting}* switched on"] if refresh.setting else []
    return ", or ".join([" and ".join(asked)] * bool(asked) + setting) or "always"


def lifetimes(preset: Preset) -> Iterator[str]:
    token, first = preset.as_app().token, next(iter(preset.apps))
    if token.seconds is not None:
        yield f"Access token: {span(token.seconds)}{doubt(preset, 'token.seconds')}."
    if token.lifetime == "none":
        yield "The answer has no `expires_in`."
    if preset.device and preset.device.seconds:
        yield (f"Device code: {span(preset.device.seconds)}{doubt(preset, 'device.seconds')}.")
    for kind in preset.apps:
        refresh = preset.as_app(kind).refresh
        if kind != first and refresh == preset.as_app().refresh:
            continue
        of_kind = "" if kind == first else f" ({KIND[kind]})"
        if refresh is None:
            yield f"You get no refresh token{of_kind}.{doubt(preset, 'refresh')}"
            continue
        mark = doubt(preset, "refresh.rotates", f"apps.{kind}.refresh")
        got = when(refresh)
        yield (
            f"You always get a refresh token{of_kind}{mark}."
            if got == "always"
            else f"You get a refresh token{of_kind} {got}{mark}."
        )
        yield "It works once." if refresh.rotates else "You can use it again and again."
        if not refresh.returned:
            yield "A refresh does not return a new one."
        if refresh.seconds:
            yield f"It lives for {span(refresh.seconds)}."


def span(seconds: int) -> str:
    """A time in words, in the largest unit that says it."""
    if not seconds:
        return "does not expire"
    size, unit = next(one for one in UNITS if seconds >= one[0] * 0.95)
    count = round(seconds / size)
    return f"{'' if count * size == seconds else 'about '}{count} {unit}{'s' * (count != 1)}"
