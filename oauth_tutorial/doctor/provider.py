"""Which provider it was, and what its preset says about the cause: its words, its menus."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from oauth_tutorial import presets
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.vocabulary.table import Phrase, phrases, rows
from oauth_tutorial.presets import Preset
from oauth_tutorial.presets.words import (
    auth_rule,
    field_of,
    menu,
    redirect_rule,
    refresh_rule,
)
from oauth_tutorial.text.glossary import PARAMETERS
from oauth_tutorial.text.listing import listed
from oauth_tutorial.text.readers import split_url

MOST_SEARCHED = 20_000  # characters of each text
_HOST = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])", re.I)
_PATH = re.compile(r"(?::\d+)?(?:/v?\d[\d.]*(?=/))?/([\w.%~-]+)")  # its first step, no version
_ENDPOINT = re.compile(
    r"(?<![\w.@-])((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?/(?:[\w.~-]+/)*"
    r"(?:access_token|tokens?|authorize|bearer|oauth_token\.do)(?![\w/-])",
    re.I,
)
_STEPS = {"api", "auth", "authorize", "connect", "dialog", "error", "login", "oauth", "oauth2"}
_STEPS |= {"settings", "signin"}  # of addresses where people sign in and apps are registered
_CODE = re.compile(r"(?<![\w-])(?:[A-Za-z]+_\w{3,}|[A-Z]{3,}\d{3,})(?![\w-])")
_ANYBODYS = ("invalid_", "missing_", "unsupported_", "unauthorized_", "access_", "expired_")
_LONGEST_STEP = 100  # characters behind a host that are looked at
_OWN = 30  # characters of a sentence of the table: a shorter one may be anybody's


def recognised(facts: Facts) -> Preset | None:
    """Return the preset of the provider that everything is about.

    It is the one that was named; otherwise the one whose host appears; otherwise the only one
    that uses such a code or sentence.
    """
    if facts.provider:
        return presets.load(facts.provider)
    texts = [text[:MOST_SEARCHED] for text in [*facts.around, *facts.uris]]
    texts += [one.url for one in facts.requests]
    slug = _by_host(texts)
    if not slug and not any(map(_ENDPOINT.search, texts)):
        slug = _by_words([*texts, *facts.error_texts()])
    return presets.load(slug) if slug else None


def at(url: str) -> Preset | None:
    """Return the preset of the provider whose address this is."""
    slug = _by_host([split_url(url).netloc])
    return presets.load(slug) if slug else None


def named(text: str) -> str:
    """Return the preset that a text names, as ``GitHub`` or ``github``; otherwise nothing."""
    return _by_name().get(text.strip().lower(), "")


@cache
def _by_name() -> dict[str, str]:
    names = {slug: slug for slug in presets.names()}
    return {presets.load(slug).name.lower(): slug for slug in reversed(presets.names())} | names


@cache
def _hosts() -> dict[str, str]:
    """Each host with its preset. Of two with one host, the shorter name: ``github``."""
    found: dict[str, str] = {}
    for slug in sorted(presets.names(), key=len, reverse=True):
        preset = presets.load(slug)
        ends = preset.endpoints
        urls = (ends.authorization, ends.token, ends.device_authorization, ends.userinfo)
        own = [split_url(url).netloc for url in (*urls, preset.api.base) if "{" not in url]
        found |= dict.fromkeys([one for one in (*own, *preset.hosts) if one], slug)
    return found


@cache
def _first_steps() -> dict[str, frozenset[str]]:
    """The paths of the provider itself, at hosts with people's pages too: ``github.com/ann/app``.

    Those are the hosts of the authorization endpoints.
    """
    found: dict[str, frozenset[str]] = {}
    for slug in presets.names():
        preset = presets.load(slug)
        ends = preset.endpoints
        own = (ends.authorization, ends.token, ends.device_authorization, preset.registration.url)
        urls = [split_url(url) for url in (*own, preset.source, *preset.sources)]
        host = urls[0].netloc.removeprefix("www.")
        here = [url for url in urls if url.netloc.removeprefix("www.") == host]
        steps = {step.group(1) for url in here if (step := _PATH.match(url.path))}
        found[host] = found.get(host, frozenset()) | steps | _STEPS
    return found


def _is_a_page(host: str, behind: str) -> bool:
    """Whether it is somebody's page, at a host where people publish and discuss."""
    step = _PATH.match(behind)
    steps = _first_steps().get(host.removeprefix("www."))
    if host.partition(".")[0] in {"gist", "groups"}:
        return True
    return bool(steps and step and step.group(1).lower() not in steps)


def _by_host(texts: list[str]) -> str:
    known = _hosts()
    seen: Counter[str] = Counter()
    for text in texts:
        for found in _HOST.finditer(text):
            host = found[0].lower()
            if _is_a_page(host, text[found.end() : found.end() + _LONGEST_STEP]):
                continue
            parts = host.split(".")
            wider = (".".join(parts[n:]) for n in range(len(parts) - 1))
            seen.update(filter(None, [next((known[one] for one in wider if one in known), "")]))
    return seen.most_common(1)[0][0] if seen else ""


def _by_words(texts: list[str]) -> str:
    """Return the provider of these codes and sentences, if only one provider uses them."""
    found: set[str] = set()
    for text in texts:
        codes = {code.lower() for code in _CODE.findall(text)}
        found |= {_owners()[code] for code in codes & _owners().keys()}
        lowered = text.lower()
        for slug, sentence in _sentences():
            if sentence in lowered:
                found.add(slug)
        for phrase in phrases():
            slug = _slug(phrase.row.file)
            if slug and slug not in found and _says(phrase, text, lowered):
                found.add(_family(slug))
    return next(iter(found)) if len(found) == 1 else ""


def _says(phrase: Phrase, text: str, lowered: str) -> bool:
    return any(len(found[0]) >= _OWN for found in phrase.find(text, lowered))


@cache
def _owners() -> dict[str, str]:
    """Codes that only one provider uses, and no RFC."""
    own = {(name, "") for name in PARAMETERS}
    for row in rows():
        if row.kind == "codes":
            slug = _slug(row.file)
            own.add((row.key.lower(), slug and _family(slug)))
    for slug in presets.names():
        codes = presets.load(slug).errors.codes
        own |= {(one, "") for one in codes}
        own |= {(code.lower(), _family(slug)) for code in codes.values()}
    count = Counter(code for code, _ in own)
    return {
        code: slug
        for code, slug in own
        if slug and count[code] == 1 and not code.startswith(_ANYBODYS)
    }


@cache
def _sentences() -> tuple[tuple[str, str], ...]:
    """Sentences that only one provider uses, in lower case."""
    own = {
        (words.lower(), _family(slug))
        for slug in presets.names()
        for words in presets.load(slug).errors.words.values()
        if len(words.split()) > 4
    }
    count = Counter(words for words, _ in own)
    return tuple((slug, words) for words, slug in own if count[words] == 1 and not _of_many(words))


def _of_many(words: str) -> bool:
    """Whether the table has the sentence for a server that many people install, as Doorkeeper."""
    return any(
        phrase.row.file == "vocabulary/servers" and words in phrase.row.example.lower()
        for phrase in phrases()
    )


def _family(slug: str) -> str:
    """Return the preset that has the same token endpoint and the shorter name."""
    return _hosts().get(split_url(presets.load(slug).endpoints.token).netloc, slug)


def _slug(file: str) -> str:
    folder, _, name = file.partition("/")
    return name if folder == "providers" and name in presets.names() else ""


def at_the_provider(cause: str, preset: Preset) -> tuple[str, ...]:
    """Return what this cause means there: its rule, and where in its menus the fix is.

    Args:
        cause: A name of ``CAUSES``.
        preset: Of the provider.
    """
    say = _SAYS.get(cause)
    return tuple(filter(None, say(preset))) if say else ()


def fix_there(cause: str, preset: Preset) -> str:
    """Return the fix if the usual one is wrong at this provider; otherwise nothing."""
    if cause == "scope_invalid" and preset.authorization.scope_separator == ",":
        return (
            f"Ask for scopes that {preset.name} knows and that are enabled for the app, with a "
            "comma between them."
        )
    return ""


def _place(preset: Preset) -> str:
    return f"{menu(preset)} (or open your existing app)"


def _redirect_uri(preset: Preset) -> Iterator[str]:
    field = field_of(preset, "redirect_uri")
    if field is not None:
        yield f"{_place(preset)}: the field “{field.label}”. {field.note}".strip()
    yield f"The rule there: {redirect_rule(preset.redirect)}"
    for kind, app in preset.apps.items():
        if app.redirect is not None and app.redirect != preset.redirect:
            yield f"As {app.register_as} ({kind}): {redirect_rule(app.redirect)}"


def _authentication(preset: Preset) -> Iterator[str]:
    form = preset.registration
    labels = f"“{form.client_id.label}” and “{form.client_secret.label}”"
    yield f"{_place(preset)}: what you need is called {labels}. {form.client_secret.note}".strip()
    for app in preset.apps.values():
        yield f"{app.register_as}: it accepts {auth_rule(app)}."


def _client_id(preset: Preset) -> Iterator[str]:
    label = preset.registration.client_id.label
    note = preset.registration.client_id.note
    yield f"{_place(preset)}: client_id is called “{label}”. {note}".strip()


def _scopes(preset: Preset) -> Iterator[str]:
    if not preset.authorization.scopes_taken:
        yield "You choose the scopes when you register the app; the request names none."
        return
    if preset.authorization.scope_separator == ",":
        yield "Scopes are separated by commas."
    own = preset.authorization.names.get("scope")
    if own:
        yield f"The parameter is called {own}."
    if preset.scopes:
        yield f"Its scopes include: {', '.join(one.name for one in preset.scopes)}."


def _refresh(preset: Preset) -> Iterator[str]:
    yield refresh_rule(preset.refresh)


def _pkce(preset: Preset) -> Iterator[str]:
    for app in preset.apps.values():
        if app.pkce != "unknown":
            yield f"{app.register_as}: PKCE is {app.pkce}."


def _body(preset: Preset) -> Iterator[str]:
    yield f"The token request is sent as {'JSON' if preset.token.body == 'json' else 'a form'}."


def _answer(preset: Preset) -> Iterator[str]:
    if preset.token.answer == "form-unless-accept-json":
        yield "The answer is JSON only if the request says Accept: application/json."
    if preset.token.at:
        yield f"The token is in {preset.token.at}."


def _status(preset: Preset) -> Iterator[str]:
    if preset.errors.status:
        yield f"Errors come with status {preset.errors.status}: look at the body first."


def _gate(preset: Preset) -> Iterator[str]:
    yield preset.cost_note


def _api(preset: Preset) -> Iterator[str]:
    if preset.api.headers:
        yield f"Requests to the API need: {listed(preset.api.headers)}."
    if preset.api.token_header:
        yield f"The token goes into {preset.api.token_header}, not into Authorization."
    if preset.api.base_from:
        yield f"The API's address comes with the token, as {preset.api.base_from}."


_SAYS: dict[str, Callable[[Preset], Iterator[str]]] = {
    "redirect_uri_mismatch": _redirect_uri,
    "redirect_uri_differs_at_token": _redirect_uri,
    "insecure_transport": _redirect_uri,
    "oob_blocked": _redirect_uri,
    "client_authentication_failed": _authentication,
    "unknown_client": _client_id,
    "scope_invalid": _scopes,
    "scope_insufficient": _scopes,
    "scope_changed": _scopes,
    "no_refresh_token": _refresh,
    "refresh_token_dead": _refresh,
    "pkce_missing": _pkce,
    "pkce_mismatch": _pkce,
    "wrong_content_type": _body,
    "form_encoded_response": _answer,
    "token_response_malformed": _answer,
    "not_json": _answer,
    "error_in_success_status": _status,
    "app_not_approved": _gate,
    "registration_refused": _gate,
    "token_rejected": _api,
    "endpoint_wrong": lambda preset: iter(
        [f"The endpoints are {preset.endpoints.authorization} and {preset.endpoints.token}."]
    ),
}
