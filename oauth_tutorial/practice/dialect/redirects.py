"""The redirect, in a provider's words: what the answer carries, and where a mismatch shows."""

from collections.abc import Mapping, Sequence

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.redirect_uris import split
from oauth_tutorial.practice.rules.redirect_rules import is_here
from oauth_tutorial.presets.schema import Preset

Answer = dict[str, str | None]
_OF_THE_REDIRECT_URI = {
    "dialect_redirect",
    "redirect_uri_registered",
    "redirect_uri_begins_registered",
}


def with_extra(
    playing: Personality, preset: Preset, answer: Mapping[str, str | None], scope: Sequence[str]
) -> Answer:
    """Add what the provider's answer carries besides the RFC's; ``scope`` is the granted one."""
    extra: Answer = dict(preset.redirect.extra)
    if "scope" in extra:
        own = [playing.own_words.get(word, word) for word in scope]
        extra["scope"] = preset.authorization.scope_separator.join(own)
    return {**extra, **answer}


def mismatch(preset: Preset, checks: Checklist) -> tuple[str, str] | None:
    """Return code and sentence of the provider for a redirect URI that is not taken.

    Returns:
        None where something else was refused. The sentence is empty where nobody knows it.
    """
    failed = checks.failed
    if failed is None or failed.name not in _OF_THE_REDIRECT_URI:
        return None
    errors = preset.errors
    return errors.codes.get("redirect_uri", "invalid_request"), errors.words.get("redirect_uri", "")


def registered_instead(preset: Preset, client: Client, sent: str) -> str:
    """Return the registered URI that is told of a mismatch; empty where a page shows it.

    A client that stands for an app which registered what it uses keeps the port that it sent.
    """
    if preset.redirect.mismatch != "redirect" or not client.redirect_uris:
        return ""
    registered, parts = client.redirect_uris[0], split(sent)
    known = split(registered)
    if client.registration is None and is_here(sent) and parts and known and not known.port:
        before, _, path = registered.removeprefix("http://").partition("/")
        return f"http://{before}:{parts.port}/{path}" if parts.port else registered
    return registered


def with_error(preset: Preset, answer: Mapping[str, str | None]) -> Answer:
    """Put an error that travels back in the provider's words, and under its names."""
    errors, code = preset.errors, answer.get("error") or ""
    own: Answer = {**answer, "error": errors.codes.get(code, code)}
    if code in errors.words:
        own["error_description"] = errors.words[code]
    return {preset.redirect.names.get(name, name): value for name, value in own.items()}


def wrong(refused: Refused, code: str, sentence: str) -> Refused:
    """Return a refusal with the provider's code and sentence in the place of the RFC's."""
    return Refused(code, sentence or refused.description, refused.status)
