"""The preflight: every rule looks at what you ask about; the worst comes first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.presets import AppKind
from oauth_tutorial.providers.asked import (
    Asked,
    address_of,
    extra_of,
    flag_of,
    kind_of,
    place_of,
    preset_of,
    scopes_of,
    text_of,
)
from oauth_tutorial.providers.finding import LEVELS, Finding
from oauth_tutorial.providers.result import Preflight
from oauth_tutorial.providers.rules.facts import unchecked
from oauth_tutorial.providers.rules.rule import PreflightRule
from oauth_tutorial.providers.rules.table import RULES

if TYPE_CHECKING:
    from oauth_tutorial.location import Location

_GUESS = " This is a guess: it could not be checked in the provider's documentation."


def preflight(
    name: str,
    *,
    redirect_uri: str | None = None,
    scopes: str | Iterable[str] = (),
    app: AppKind | None = None,
    client_id: str | None = None,
    client_secret_given: bool | None = None,
    where: "Location | str | None" = None,
    refresh: bool = False,
    pkce: bool = True,
    extra: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Preflight:
    """Say what will fail at a provider, before anything is registered or sent.

    Args:
        name: The provider, as ``"github"``; one of ``presets.names()``.
        redirect_uri: What you would register, and send (RFC 6749 §3.1.2).
        scopes: What you would ask for: words, or the text that you would send.
        app: The kind of app, ``"web"``, ``"desktop"``, ``"device"`` or ``"public"``. Default: the
            provider's usual one.
        client_id: What the registration gave. It is not a secret (RFC 6749 §2.2).
        client_secret_given: Whether it gave a secret as well; never the secret itself.
        where: Where the program is: what ``location.where()`` returns, or its kind as text.
        refresh: Whether you want a refresh token. Default: no.
        pkce: Whether you send a ``code_challenge``. Default: yes, as the course does.
        extra: Further parameters of the authorization request.
        today: The day of the question. Default: today.

    Raises:
        InvalidArgument: When there is no such provider, or an argument is of another type.

    Example:
        >>> preflight("slack", redirect_uri="http://localhost:8000/callback")[0].level
        'will fail'
    """
    preset, wanted = preset_of(name), kind_of(app)
    first = next(iter(preset.apps))
    kind = wanted if wanted is not None and wanted in preset.apps else first
    preset = preset.as_app(kind)
    asked = Asked(
        preset=preset,
        kind=kind,
        wanted=wanted,
        address=address_of(redirect_uri),
        scopes=scopes_of(scopes, preset.authorization.scope_separator),
        extra=extra_of(extra or {}),
        client_id=text_of("client_id", client_id),
        secret_given=None
        if client_secret_given is None
        else flag_of("client_secret_given", client_secret_given),
        refresh=flag_of("refresh", refresh),
        pkce=flag_of("pkce", pkce),
        place=place_of(where),
        today=_day(today),
    )
    return judge(asked)


def _day(today: object) -> date:
    """Return the day of the question."""
    if isinstance(today, datetime):
        return today.date()
    if today is None or isinstance(today, date):
        return today or date.today()
    raise InvalidArgument(f"today must be a date, got {type(today).__name__}.")


def judge(asked: Asked, rules: Iterable[PreflightRule] = RULES) -> Preflight:
    """Let each rule that applies look, and put the worst first.

    Args:
        asked: What was asked, in one form.
        rules: Default: all of them.
    """
    looking = [rule for rule in rules if rule.applies(asked)]
    facts = (fact.replace("{kind}", asked.kind) for rule in looking for fact in rule.facts)
    asked = replace(asked, rests_on=tuple(facts))
    found = [_honest(one, asked) for rule in looking for one in rule.judge(asked)]
    if not any(one.level in LEVELS[:2] for one in found):
        found.append(_all_is_well(asked, looking))
    return Preflight(
        name=asked.preset.name,
        findings=tuple(sorted(found, key=lambda one: LEVELS.index(one.level))),
    )


def _honest(finding: Finding, asked: Asked) -> Finding:
    """What rests on a fact that nobody could check *may* fail: no more is known."""
    if finding.level != "will fail" or not unchecked(asked.preset, finding.facts):
        return finding
    return replace(finding, level="may fail", sentence=finding.sentence + _GUESS)


def _all_is_well(asked: Asked, looking: Iterable[PreflightRule]) -> Finding:
    seen = [rule.looks_at for rule in looking]
    unseen = list(_not_told(asked))
    more = f" Not checked, because you did not say: {', '.join(unseen)}." if unseen else ""
    return Finding(
        level="fine",
        rule="nothing_wrong",
        sentence=f"Nothing wrong was found in what was checked: {', '.join(seen)}.{more}",
    )


def _not_told(asked: Asked) -> Iterator[str]:
    told = {
        "redirect_uri": asked.address is not None or asked.kind == "device",
        "scopes": bool(asked.scopes) or not asked.preset.authorization.scopes_taken,
        "client_id": asked.client_id is not None,
        "client_secret_given": asked.secret_given is not None,
        "where": asked.place is not None or asked.kind == "device",
    }
    yield from (name for name, was in told.items() if not was)
