"""The words of the whole text, weighed against what the rules found.

A rule sees its own sentence. It answers wrongly when the sentence is only the outer one, or belongs
to something else, and not at all when a server words it in a new way. So a pasted text is also
compared with known reports (``vocabulary/likeness.py``). Neither is believed alone: a cause needs
a rule whose sentence fits the rest of the text, or words that hardly leave a doubt. What was
computed needs no such witness.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.diagnosis import (
    FAILS,
    HINT,
    NOTHING_YET,
    SENTENCE,
    SPECIFIC,
    Finding,
)
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.rules.sentences import speaks_of_oauth
from oauth_tutorial.doctor.vocabulary.likeness import Likeness, likeness
from oauth_tutorial.doctor.vocabulary.reporting import reports

# The words themselves are not shown: one of them may be somebody's password.
_EVIDENCE = "its words, taken together, are those of known reports of this"
LONGEST = 3000  # characters: a long log is full of words that are about something else
# Chosen on 910 texts of public reports that neither the rules nor the words had been learned from
# (benchmarks/README.md): the rules alone, 79.9 % right and 6.6 % wrong; so, 81.6 and 3.8 %.
_RULE = 3.0  # what the heaviest finding of a rule adds to the odds of its cause
_STEP = 0.1  # how much less a finding adds for each point that it is lighter
_ENOUGH = 0.5  # the odds below which the doctor does not answer
_ENOUGH_ALONE = 0.0  # the same, where no rule knows a sentence of the text
_BEYOND_DOUBT = 1.6  # by how much another cause must be likelier than what a rule names first
_FEWEST = 15  # known words and pairs: fewer say nothing
_NOT_LIKE = -6.0  # the odds of a cause that no known report has
# A text without one of these tells of no failure.
_SIGN = re.compile(
    r"error|fail|exception|invalid|denied|refus|reject|unable|forbidden|expired|blocked|warn"
    r"|unauthori|mismatch|missing|\b(?:cannot|can.t|could not|couldn.t|doesn.t|does not|did not"
    r"|no|not|nothing|never|wrong|instead|without|again|still|stuck)\b|\b[45]\d\d\b|[^\x00-\u024f]",
    re.I,
)
_POSSIBLE = 3  # causes that are named where the doctor does not answer


def weighed(findings: Sequence[Finding], facts: Facts) -> list[Finding]:
    """Return the findings, the likeliest cause heaviest; all as hints where none is likely.

    Args:
        findings: What the rules found, in any order.
        facts: What the input held. Recorded messages and long logs are left to the rules.
    """
    weights = _weights(findings)
    named = max(weights, key=lambda cause: weights[cause], default="")
    text = "\n".join(facts.around)
    if not _is_for_rules(facts, text) and _may_change(named, weights.get(named, 0.0), facts, text):
        like = likeness(text)
        if like.known >= _FEWEST:
            return _compared(findings, weights, named, like)
    return list(findings)


def _compared(
    findings: Sequence[Finding], weights: Mapping[str, float], named: str, like: Likeness
) -> list[Finding]:
    """Compare the cause that the rules name, if they name one, with what the words say."""
    odds = _odds(weights, weights.get(named, 0.0), like)
    best = max(odds, key=lambda cause: odds[cause])
    if odds[best] < (_ENOUGH if named else _ENOUGH_ALONE):
        return list(_as_hints(findings, odds))
    if not named:
        likely = f"Most likely: {CAUSES[best].summary}"
        return [Finding(best, SENTENCE, _EVIDENCE, summary=likely), *findings]
    if odds[best] - odds[named] < _BEYOND_DOUBT:
        return list(findings)
    return [Finding(best, weights[named] + 1, _EVIDENCE), *findings]


def _weights(findings: Sequence[Finding]) -> Mapping[str, float]:
    """Return the heaviest weight of each cause; hints have none."""
    weights: dict[str, float] = {}
    for one in findings:
        if one.weight > HINT:
            weights[one.cause] = max(one.weight, weights.get(one.cause, 0))
    return weights


def _is_for_rules(facts: Facts, text: str) -> bool:
    """Whether it is not a short text in words: a rule reads the rest better."""
    is_read = facts.understood or facts.is_no_report or facts.messages or facts.urls_to_lint
    return bool(is_read) or not 0 < len(text) <= LONGEST


def _may_change(named: str, weight: float, facts: Facts, text: str) -> bool:
    """Whether words may change what the rules name: not what is computed or exact, nor advice."""
    if not named:
        return speaks_of_oauth(facts) and _reports_failure(text)
    return FAILS <= weight < SPECIFIC and named != NOTHING_YET


def _reports_failure(text: str) -> bool:
    """Whether a text tells of something that failed, and not of what a program does or did."""
    return _SIGN.search(text) is not None and reports(text, len(text))


def _odds(weights: Mapping[str, float], heaviest: float, like: Likeness) -> Mapping[str, float]:
    """Return the odds of every cause: what the words say, and what its rule adds."""
    odds = dict(like.odds)
    for cause, weight in weights.items():
        odds[cause] = odds.get(cause, _NOT_LIKE) + _RULE - _STEP * (heaviest - weight)
    return odds


def _as_hints(findings: Sequence[Finding], odds: Mapping[str, float]) -> Iterator[Finding]:
    """Yield what the rules found as possibilities, the likeliest first."""
    causes = dict.fromkeys(one.cause for one in findings)
    ranking = sorted(causes, key=lambda cause: -odds.get(cause, _NOT_LIKE))
    for one in findings:
        place = ranking.index(one.cause)
        if place < _POSSIBLE:
            yield replace(one, weight=min(one.weight, HINT) - place / 100)
