"""What the doctor answers: one cause, the evidence, the smallest fix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from oauth_tutorial.doctor.causes import CAUSES, UNKNOWN
from oauth_tutorial.doctor.facts import Facts, Message
from oauth_tutorial.doctor.quoting import quoted, shown_uri
from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.shown import Shown

# How much a finding weighs. What was computed beats what was read. Then come a format, a sentence
# that belongs to one failure only, a provider's own code, a known sentence, a sentence understood
# by its parts, and last a code that stands for many causes.
COMPUTED, STATUS, EXACT, SPECIFIC, RAISED, WORDED, SENTENCE, GENERIC, LINT = (
    100,
    85,
    82,
    79,
    75,
    70,
    64,
    50,
    20,
)
LITTLE = GENERIC - 2  # a sentence, or an exception, that stands for many causes
HINT = 5  # a possibility, never an answer: the server said more, but it was not understood
MANY = 3  # causes of one code or exception: if a reason is given too, it is only a hint
FAILS = GENERIC - 10  # a lighter finding is advice about what works
AGREEMENT = 1.5  # for two witnesses: worth more than one place in a ranking
NEAR = 10  # a cause that weighs less than the best one by this much is not shown

_ONLY_HINTS = (
    "The error code has several possible causes, and I do not understand the reason given."
)

NOTHING_WRONG, FOUND, NOT_UNDERSTOOD = 0, 1, 2  # exit statuses of the command
NOTHING_YET = "nothing_wrong_yet"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found. Its texts contain no secret."""

    cause: str
    weight: float
    evidence: str = ""
    summary: str = ""
    fix: str = ""
    section: str = ""
    witness: str = ""  # what it was read from: a code, a sentence, an exception
    reason: str = ""  # what was said beside it, where only that could tell


def ranked(
    causes: Sequence[str],
    weight: float,
    evidence: str,
    witness: str = "",
    reason: str = "",
    fix: str = "",
) -> Iterator[Finding]:
    """Make a finding per cause, each a little lighter than the one before; *fix* is the first's."""
    for place, cause in enumerate(causes):
        own = "" if place else fix
        yield Finding(cause, weight - place, evidence, fix=own, witness=witness, reason=reason)


def agreed(findings: Sequence[Finding]) -> list[Finding]:
    """Give more weight to a cause that a code and a sentence name independently.

    AADSTS70008 is an expired code or an expired refresh token: the sentence beside it says which.
    """
    witnesses = {
        cause: {one.witness for one in findings if one.cause == cause and one.witness}
        for cause in {one.cause for one in findings}
    }
    return [
        replace(one, weight=one.weight + AGREEMENT)
        if one.witness and len(witnesses[one.cause]) > 1
        else one
        for one in findings
    ]


@dataclass(frozen=True, slots=True)
class Blamed:
    """A message that failed and has not been overcome since."""

    message: Message
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis(Shown):
    """The cause of a failure, and how it was found.

    Attributes:
        cause: A name from ``CAUSES``; ``"unknown"`` if the input was not
            understood, ``""`` if it was and nothing is wrong with it.
        summary: The cause in one sentence.
        evidence: What was seen and computed, a sentence each.
        fix: The smallest change that helps.
        section: Where the rule is written.
        candidates: Every cause that fits, the most likely first.
        near: Those with evidence nearly as strong as that of the first.
        provider: The provider whose words they are, as people write its name; ``""`` if unknown.
        there: What the cause means at that provider: its rule, its menus, its labels.
    """

    cause: str
    summary: str
    evidence: tuple[str, ...] = ()
    fix: str = ""
    section: str = ""
    candidates: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    provider: str = ""
    there: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 nothing wrong, 1 something found, 2 not understood."""
        if self.cause in ("", NOTHING_YET):
            return NOTHING_WRONG
        return NOT_UNDERSTOOD if self.cause == UNKNOWN else FOUND

    def __repr__(self) -> str:
        lines = [f"{self.cause or 'nothing wrong'}: {self.summary}"]
        lines += [f"  Seen: {line}" for line in self.evidence]
        lines += [f"  Fix:  {self.fix}"] if self.fix else []
        lines += [f"  At {self.provider}: {line}" for line in self.there]
        lines += [f"  Rule: {self.section}"] if self.section else []
        if self._others:
            lines.append("  Also possible: " + ", ".join(self._others))
        return "\n".join(lines)

    @property
    def _others(self) -> Sequence[str]:
        return [name for name in self.near if name != self.cause]

    def as_html(self) -> Markup:
        """The card of a notebook: theme variables, every text escaped, no script."""
        tones: dict[int, Tone] = {NOTHING_WRONG: "good", FOUND: "bad", NOT_UNDERSTOOD: "info"}
        rows = [("Seen", self.evidence), ("Fix", (self.fix,))]
        rows += [(f"At {self.provider}", self.there), ("Rule", (self.section,))]
        rows.append(("Also possible", (", ".join(self._others),)))
        term = Markup("<dt>{}</dt>{}")
        said = Markup("<dd>{}</dd>")
        body = Markup().join(
            term.format(name, Markup().join(map(said.format, texts)))
            for name, texts in rows
            if any(texts)
        )
        title = self.cause or "nothing wrong"
        more = Markup("<dl>{}</dl>").format(body)
        return card(title, self.summary, more, tone=tones[self.exit_status])


def conclude(findings: Sequence[Finding], facts: Facts, blamed: Sequence[Blamed] = ()) -> Diagnosis:
    """Rank the findings and make one diagnosis of them.

    Args:
        findings: In the order of the rules; the heaviest wins, the earlier on a tie.
        facts: What the input held.
        blamed: The messages that failed, the newest first; *findings* are about that one.
    """
    ranked = sorted(findings, key=lambda one: -one.weight)
    if ranked and ranked[0].weight > HINT:
        return _from_findings(ranked, facts, blamed)
    what = f"I see {'; '.join(facts.seen[:5])}." if facts.seen else "I see nothing at all."
    if facts.understood:
        return Diagnosis(
            cause="", summary="I found nothing wrong with what you gave me.", evidence=(what,)
        )
    unknown, possible = CAUSES[UNKNOWN], tuple(dict.fromkeys(one.cause for one in ranked))
    hints = tuple(dict.fromkeys(map(_with_reason, ranked)))
    return Diagnosis(
        cause=UNKNOWN,
        summary=_ONLY_HINTS if hints else unknown.summary,
        evidence=(what, *hints, *_which(blamed, facts)),
        fix=facts.advice or unknown.fix,
        section=unknown.section,
        candidates=tuple(dict.fromkeys((UNKNOWN, *possible, *(one.cause for one in blamed)))),
        near=possible,
    )


def _with_reason(hint: Finding) -> str:
    return f"{hint.evidence}, because {hint.reason}" if hint.reason else hint.evidence


def _from_findings(ranked: Sequence[Finding], facts: Facts, blamed: Sequence[Blamed]) -> Diagnosis:
    best = ranked[0]
    known = CAUSES[best.cause]
    same = [one for one in ranked if one.cause == best.cause]

    def first(name: str, default: str) -> str:
        return next((text for one in same if (text := getattr(one, name))), default)

    summary = first("summary", known.summary)
    near = {one.cause for one in ranked if one.weight > FAILS}
    if best.weight <= GENERIC and len(near) > 2:
        summary = f"Most likely of several: {summary}"
    evidence = tuple(dict.fromkeys(one.evidence for one in [*same, *ranked] if one.evidence))
    # an exception or a text that was given besides may say more than the message
    is_about_it = len(facts.messages) > 1 and blamed and blamed[0].cause == best.cause
    return Diagnosis(
        cause=best.cause,
        summary=summary,
        evidence=(
            *(line for line in evidence if not _is_said_longer(line, evidence)),
            *(_which(blamed, facts) if is_about_it else ()),
        ),
        fix=first("fix", known.fix),
        section=first("section", known.section),
        candidates=tuple(
            dict.fromkeys([*(one.cause for one in ranked), *(one.cause for one in blamed)])
        ),
        near=tuple(dict.fromkeys(one.cause for one in ranked if best.weight - one.weight < NEAR)),
    )


def _which(blamed: Sequence[Blamed], facts: Facts) -> Iterator[str]:
    """Say which message has the cause, and which other failures were not overcome."""
    for place, one in enumerate(blamed):
        if place == 0:
            yield f"the newest failure is {_described(one, facts)}"
        else:
            said = f"{_described(one, facts)} ({one.cause})"
            yield f"an earlier failure was not overcome either: {said}"


def _described(blamed: Blamed, facts: Facts) -> str:
    message, request = blamed.message, blamed.message.request
    said = f"HTTP {message.status}" if message.status else "no answer"
    if request is not None:
        is_path = request.url.startswith("/")
        address = quoted(request.url) if is_path else shown_uri(request.url, facts.secrets)
        said = f"{request.method} {address}, {said}"
    if blamed.cause == UNKNOWN and message.broken_rule is not None:
        said += f"; the service checked that {message.broken_rule.sentence}; this is not the case"
    elif blamed.cause == UNKNOWN and message.error:
        said += f", and it says {quoted(message.error, facts.secrets)}"
    return f"{message.name}: {said}"


def _is_said_longer(line: str, lines: Sequence[str]) -> bool:
    """Whether another line says the same, and also what was expected and received."""
    return any(other.startswith(f"{line}: ") for other in lines)
