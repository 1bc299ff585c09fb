"""The answer of a preflight: findings, the worst first, as text and as a card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from markupsafe import Markup

from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.providers.finding import LEVELS, Finding, Level

NOTHING_WILL_FAIL, SOMETHING_WILL, CANNOT_RUN = 0, 1, 2  # exit statuses of the command
_TONES: dict[Level, Tone] = {
    "will fail": "bad",
    "may fail": "warn",
    "costs": "warn",
    "fine": "good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight(Shown, Sequence[Finding]):
    """What will fail, before anybody registers anything: a sequence of findings, worst first.

    Attributes:
        name: The provider, as people write it.
        findings: The same findings.
    """

    name: str
    findings: tuple[Finding, ...]

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        return self.findings[place]

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def worst(self) -> Level:
        """The level of the first finding."""
        return self.findings[0].level if self.findings else "fine"

    @property
    def exit_status(self) -> int:
        """Return 0 where nothing will fail, and 1 where something will."""
        return SOMETHING_WILL if self.worst == "will fail" else NOTHING_WILL_FAIL

    @property
    def summary(self) -> str:
        """How much was found, in one line."""
        counts = {level: sum(one.level == level for one in self) for level in LEVELS}
        said = [
            f"{'1 thing' if counts[level] == 1 else f'{counts[level]} things'} {level}"
            for level in LEVELS[:2]
            if counts[level]
        ]
        said += ["it costs something"] if counts["costs"] else []
        return f"{', '.join(said) or 'nothing wrong was found'}."

    def __repr__(self) -> str:
        return "\n".join([f"Preflight for {self.name}: {self.summary}", *map(str, self)])

    __str__ = __repr__

    def as_html(self) -> Markup:
        """The card of a notebook: theme variables, every text escaped, no script."""
        body = Markup().join(map(_shown, self.findings))
        more = Markup("<dl>{}</dl>").format(body)
        return card(f"Preflight for {self.name}", self.summary, more, tone=_TONES[self.worst])


def _shown(finding: Finding) -> Markup:
    row, pasted = Markup("<dd>{}: {}</dd>"), Markup("<code>{}</code>")
    lines: Iterator[Markup] = (
        row.format(name, pasted.format(text) if text == finding.paste else text)
        for name, text in finding.lines()
    )
    return Markup("<dt>{}</dt><dd>{}</dd>{}").format(
        finding.level, finding.sentence, Markup().join(lines)
    )
