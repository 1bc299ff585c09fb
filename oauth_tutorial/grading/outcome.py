"""What the learner is shown of a check: words, then HTML."""

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from oauth_tutorial.grading.difference import Difference
from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.shown import Shown

State = Literal["not attempted", "not yet", "correct"]
# Its colour stands beside the word and never alone.
_TONE: dict[State, Tone] = {"not attempted": "info", "not yet": "warn", "correct": "good"}


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Shown):
    """One of three states, a sentence, and the difference where there is one.

    Attributes:
        state: ``"not attempted"``, ``"not yet"`` or ``"correct"``.
        text: The sentence.
        mistake: The name of the known mistake, or None.
        difference: Expected beside received, or None: after a first wrong answer it is not told.
        clue: What differs and how, where what is expected is not told yet.
        note: Anything else to know, a line each: the way to the doctor, a progress file that
            could not be read.
        evidence: What ``diagnose`` can look at.
        title: The word in front of the sentence. Default: the state.
    """

    state: State
    text: str = ""
    mistake: str | None = None
    difference: Difference | None = None
    note: str = ""
    evidence: object = field(default=None, compare=False)
    title: str = ""
    clue: str = ""

    def __repr__(self) -> str:
        head = f"{self._head}: {self.text}" if self.text else self._head
        more = [repr(self.difference)] if self.difference else []
        more += [f"  {self.clue}"] if self.clue else []
        return "\n".join([head, *more, *([self.note] if self.note else [])])

    def as_html(self) -> Markup:
        more = self.difference.as_html() if self.difference else Markup()
        lines = [*self.clue.splitlines(), *self.note.splitlines()]
        more += Markup().join(map(Markup("<p>{}</p>").format, lines))
        return card(self._head, self.text, more, tone=_TONE[self.state])

    @property
    def _head(self) -> str:
        return self.title or self.state.capitalize()


@dataclass(frozen=True, slots=True, repr=False)
class Hint(Shown):
    """One of an exercise's three hints."""

    level: int
    of: int
    text: str

    def __repr__(self) -> str:
        return f"Hint {self.level} of {self.of}: {self.text}"

    def as_html(self) -> Markup:
        return card(f"Hint {self.level} of {self.of}", self.text)


@dataclass(frozen=True, slots=True, repr=False)
class Solution(Shown):
    """The code of one right answer, or the request to try first."""

    code: str
    text: str = ""

    def __repr__(self) -> str:
        return f"Solution: {self.text}" if self.text else f"Solution:\n{self.code}"

    def as_html(self) -> Markup:
        code = Markup("<pre><code>{}</code></pre>").format(self.code) if self.code else ""
        return card("Solution", self.text, code)
