"""``diagnose``: every rule looks at what was given; the weightiest finding is the cause."""

import sys
from dataclasses import replace

from oauth_tutorial.doctor.diagnosis import Diagnosis, Finding, agreed, conclude
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.history import History
from oauth_tutorial.doctor.intake.objects import read
from oauth_tutorial.doctor.provider import at_the_provider, fix_there, recognised
from oauth_tutorial.doctor.rules import (
    answers,
    codes,
    computed,
    exceptions,
    github,
    lint,
    names,
    sentences,
    service,
    statuses,
)
from oauth_tutorial.doctor.weighing import weighed

RULES = (
    *computed.RULES,
    *names.RULES,
    *service.RULES,
    *exceptions.RULES,
    *sentences.RULES,
    *answers.RULES,
    *codes.RULES,
    *statuses.RULES,
    github.github_not_found,
    lint.lint,
)


def diagnose(*things: object) -> Diagnosis:
    """Name the cause of a failed OAuth flow, with evidence and the smallest fix.

    Args:
        *things: What you have, in the order in which it happened: an authorization
            URL, the address that the browser ended on, an error page's text, a
            token response or its body, a ``requests.Response``, an exception, a
            traceback, what ``record()`` recorded, ``photobox.log``. Several
            together say more than one, and so does the name of a provider:
            ``diagnose("github", error)``. Of several requests the newest that failed is
            blamed; what failed and worked later is history. Default: the last exception
            that this kernel showed.

    Returns:
        A :class:`Diagnosis`; its ``cause`` is a name of ``CAUSES``. Never raises.

    Example:
        >>> diagnose('{"error": "redirect_uri_mismatch"}').cause
        'redirect_uri_mismatch'
    """
    if not things:
        things = _last_exception()
    given = read(*things)
    history = History(given, _examine)
    findings = weighed(_examine(history.facts), history.facts)
    found = conclude(findings, history.facts, history.blamed)
    preset = recognised(given) if found.cause else None
    if preset is None:
        return found
    return replace(
        found,
        provider=preset.name,
        there=at_the_provider(found.cause, preset),
        fix=fix_there(found.cause, preset) or found.fix,
    )


def _examine(facts: Facts) -> list[Finding]:
    findings = [finding for rule in RULES for finding in rule(facts)]
    return service.settled(agreed(findings), facts)


def _last_exception() -> tuple[object, ...]:
    error = getattr(sys, "last_value", None)  # set by Python's prompt and by IPython
    return () if error is None else (error,)
