"""The result of a review: checks, as a table for a terminal, as a card, as JSON."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.review.check import Check, Group

ALL_PASSED, SOMETHING_FAILED, COULD_NOT_RUN = 0, 1, 2  # exit statuses of the command
_WIDTH = 96
_MANY = 4  # checks with the same reason are listed together
_MARKS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Shown):
    """What an app was found to do.

    Attributes:
        name: What was reviewed.
        checks: The most harmful first.
        problem: Why the app could not be reviewed; empty if it could.
    """

    name: str
    checks: tuple[Check, ...]
    problem: str = ""

    def __getitem__(self, name: str) -> Check:
        """Return the check of that name.

        Raises:
            KeyError: When there is none.
        """
        for check in self.checks:
            if check.name == name:
                return check
        raise KeyError(name)

    @property
    def failed(self) -> tuple[Check, ...]:
        """What the app does wrong, the worst first."""
        return tuple(check for check in self.checks if check.passed is False)

    @property
    def passed(self) -> int:
        """How many checks it passed."""
        return sum(check.passed is True for check in self.checks)

    @property
    def applied(self) -> int:
        """How many checks there were for an app like this one."""
        return sum(check.applies for check in self.checks)

    @property
    def exit_status(self) -> int:
        """Return 0 where all passed, 1 where something did not, 2 where nothing could be tried."""
        if self.problem:
            return COULD_NOT_RUN
        return ALL_PASSED if self.passed == self.applied else SOMETHING_FAILED

    @property
    def summary(self) -> str:
        """The result in a line."""
        if self.problem:
            return self.problem
        return f"{self.passed} of {self.applied} checks passed"

    def as_json(self) -> str:
        """Return the checks for a script."""
        members = ("name", "passed", "sentence", "section")
        rows = [{name: getattr(check, name) for name in members} for check in self.checks]
        return json.dumps(rows, indent=2, ensure_ascii=False)

    def __repr__(self) -> str:
        if self.problem:
            return f"Review of {self.name}: it could not be reviewed.\n{self.problem}"
        return "\n".join([f"Review of {self.name}: {self.summary}.", *self._lines()])

    __str__ = __repr__

    def _lines(self) -> Iterator[str]:
        bad, alike = self._bad
        for group, checks in _by_group(bad):
            yield ""
            yield group
            for check in checks:
                yield from _told(check)
        for sentence, names in alike.items():
            yield ""
            yield from _filled(f"? {sentence} ({', '.join(names)})", "  ")
        good = [check for check in self.checks if check.passed]
        wide = max((len(check.name) for check in good), default=0)
        if good:
            yield from ("", "Passed")
        for check in good:
            yield from _filled(f"✓ {check.name:{wide}}  {check.sentence}", "  ", wide + 4)
        if idle := [check for check in self.checks if not check.applies]:
            yield from ("", "Not for this app")
        for check in idle:
            yield from _filled(f"- {check.name}: {check.sentence}", "  ")
        if bad and good:  # what a terminal shows last is what is read first
            yield from ("", f"{self.summary}. The others are at the top.")

    @property
    def _bad(self) -> tuple[list[Check], dict[str, list[str]]]:
        """What did not pass; and, by their common reason, the many that could not be tried."""
        bad = [check for check in self.checks if check.applies and check.passed is not True]
        untried = Counter(check.sentence for check in bad if check.passed is None)
        alike = {sentence: list[str]() for sentence, many in untried.items() if many >= _MANY}
        for check in bad:
            if check.passed is None and check.sentence in alike:
                alike[check.sentence].append(check.name)
        return [one for one in bad if one.passed is False or one.sentence not in alike], alike

    def as_html(self) -> Markup:
        """The card of a notebook: theme variables, every text escaped, no script."""
        if self.problem:
            more = Markup("<pre>{}</pre>").format(self.problem)
            return card(f"Review of {self.name}", "it could not be reviewed.", more, tone="bad")
        tone: Tone = "good" if self.exit_status == ALL_PASSED else "bad"
        return card(f"Review of {self.name}", f"{self.summary}.", self._body(), tone=tone)

    def _body(self) -> Markup:
        bad, alike = self._bad
        good = [check for check in self.checks if check.passed]
        parts = [
            Markup("<p><b>{}</b></p><dl>{}</dl>").format(group, Markup().join(map(_item, checks)))
            for group, checks in _by_group(bad)
        ]
        for sentence, names in alike.items():
            parts.append(Markup("<p>{} <code>{}</code></p>").format(sentence, ", ".join(names)))
        if good:
            rows = Markup().join(
                Markup("<li>{} <small>{}</small></li>").format(check.sentence, check.section)
                for check in good
            )
            parts.append(
                Markup("<details><summary>{} passed</summary><ul>{}</ul></details>").format(
                    len(good), rows
                )
            )
        return Markup().join(parts)


def _by_group(checks: Iterable[Check]) -> Iterator[tuple[Group, list[Check]]]:
    """Yield the checks of each group, in the order of the groups."""
    every = list(checks)
    for group in Group:
        own = [check for check in every if check.group is group]
        if own:  # what failed before what could not be tried
            yield group, sorted(own, key=lambda check: check.passed is None)


def _told(check: Check) -> Iterator[str]:
    yield from _filled(f"{_MARKS[check.passed]} {check.name}: {check.sentence}", "  ")
    if check.evidence:
        yield from _filled(f"Seen:    {check.evidence}", "    ", 9)
    yield from _filled(f"Rule:    {check.section}", "    ", 9)
    if check.flask:
        yield from _filled(f"Flask:   {check.flask}", "    ", 9)
        yield from _filled(f"Express: {check.express}", "    ", 9)


def _filled(text: str, indent: str, hang: int = 2) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _item(check: Check) -> Markup:
    seen = Markup(" <i>({})</i>").format(check.evidence) if check.evidence else Markup()
    said = Markup("<dt>{}\N{NO-BREAK SPACE}<code>{}</code></dt><dd>{}{} <small>{}</small>").format(
        _MARK.format(_SAID[check.passed], _MARKS[check.passed]),
        check.name,
        check.sentence,
        seen,
        check.section,
    )
    if not check.flask:
        return said + Markup("</dd>")
    return said + _ADVICE.format(check.flask, check.express)


_MARK = Markup('<span role="img" aria-label="{}">{}</span>')
_SAID = {True: "passed", False: "failed", None: "not tried"}
_ADVICE = Markup(
    "<details><summary>What helps</summary>Flask: <code>{}</code><br>"
    "Express: <code>{}</code></details></dd>"
)
