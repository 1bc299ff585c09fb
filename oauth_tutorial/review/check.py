"""One check of a review: what it is called, what it found, and what helps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauth_tutorial.review.stage import Stage


class Group(StrEnum):
    """What checks are about, in the order in which it hurts."""

    SESSION = "Whose session is it?"
    PERSON = "Who is the person?"
    SECRETS = "Where do the secrets live?"
    WRONG = "What when things go wrong?"
    LEAVING = "How does one leave?"
    PAGES = "What a page says about itself"


class CannotTry(Exception):
    """Raised where a check cannot be tried; the text says why, as ``"nobody could sign in"``."""


class DoesNotApply(Exception):
    """Raised where there is nothing to check; the text says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Args:
        passed: Whether the app does as it should.
        evidence: What was seen, in a few words that are the same in every run. Default: none.
    """

    passed: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an app is held against.

    Args:
        name: Stable, for scripts: ``state_fresh``.
        group: What it is about.
        section: Where the rule stands, as ``"RFC 9700 §4.7.1"``.
        good: What is said of an app that keeps it.
        bad: What is said of one that does not, and what that lets an attacker do.
        flask: The line that helps, in Flask.
        express: The same in Express.
        look: Tries it.
    """

    name: str
    group: Group
    section: str
    good: str
    bad: str
    flask: str
    express: str
    look: "Callable[[Stage], Verdict]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that an app was held against.

    Attributes:
        passed: True, False, or None where it was not tried.
        applies: Whether there was anything to try.
        sentence: What a person reads.
        evidence: What was seen; no secret, and nothing that differs from run to run.
        flask: The line that helps, in Flask; empty where it passed.
        express: The same in Express.
    """

    name: str
    group: Group
    passed: bool | None
    applies: bool = True
    sentence: str
    section: str
    evidence: str = ""
    flask: str = ""
    express: str = ""


def rule(
    name: str, *, group: Group, section: str, good: str, bad: str, flask: str, express: str
) -> "Callable[[Callable[[Stage], Verdict]], Rule]":
    """Make a rule of a function that looks; the arguments are those of :class:`Rule`."""

    def make(look: "Callable[[Stage], Verdict]") -> Rule:
        return Rule(
            name=name,
            group=group,
            section=section,
            good=good,
            bad=bad,
            flask=flask,
            express=express,
            look=look,
        )

    return make


def judged(rule: Rule, stage: "Stage") -> Check:
    """Hold an app against a rule."""
    try:
        verdict = rule.look(stage)
    except CannotTry as reason:
        return not_tried(rule, str(reason))
    except DoesNotApply as reason:
        check = not_tried(rule, str(reason))
        return replace(check, applies=False, sentence=f"Does not apply: {reason}.")
    return Check(
        name=rule.name,
        group=rule.group,
        passed=verdict.passed,
        sentence=rule.good if verdict.passed else rule.bad,
        section=rule.section,
        evidence=verdict.evidence,
        flask="" if verdict.passed else rule.flask,
        express="" if verdict.passed else rule.express,
    )


def not_tried(rule: Rule, reason: str) -> Check:
    """Say that a rule could not be tried."""
    return Check(
        name=rule.name,
        group=rule.group,
        passed=None,
        sentence=f"Could not be tried: {reason}.",
        section=rule.section,
    )
