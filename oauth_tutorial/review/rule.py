"""What an app is checked against: a sentence, its section, and the function that tries it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from oauth_tutorial.review.check import Check, Group
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an app is checked against.

    Args:
        name: Stable, for scripts: ``state_fresh``.
        group: What it is about.
        section: Where the rule is written, as ``"RFC 9700 §4.7.1"``.
        good: What the report says about an app that keeps it.
        bad: What it says about one that does not, and what that lets an attacker do.
        flask: The line that fixes it, in Flask.
        express: The same in Express.
        look: The function that tries it.
    """

    name: str
    group: Group
    section: str
    good: str
    bad: str
    flask: str
    express: str
    look: Callable[[Stage], Verdict]


def rule(
    name: str, *, group: Group, section: str, good: str, bad: str, flask: str, express: str
) -> Callable[[Callable[[Stage], Verdict]], Rule]:
    """Make a rule of a function that looks; the arguments are those of :class:`Rule`."""

    def make(look: Callable[[Stage], Verdict]) -> Rule:
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


def judged(rule: Rule, stage: Stage) -> Check:
    """Check an app against a rule."""
    before, mark = stage.times_turned_away, stage.mark()
    check = _looked(rule, stage)
    if stage.times_turned_away > before and not stage.says_429_since(mark):
        return not_tried(rule, "the app answered with 429, for too many requests")
    return check


def _looked(rule: Rule, stage: Stage) -> Check:
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
