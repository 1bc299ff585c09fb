"""What a learner is shown of a round: PrintShop's own code, and what came of Mallory's step."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from oauth_tutorial.notebook.card import Tone, card
from oauth_tutorial.notebook.shown import Shown

_TONE: dict[str, Tone] = {"Not attempted": "info", "Not yet": "warn", "Mallory wins": "good"}


@dataclass(frozen=True, slots=True, repr=False)
class Played(Shown):
    """A step of Mallory's, played against PrintShop.

    Attributes:
        whose: Whose code it is: ``"PrintShop"``.
        code: What she attacks, as it is written.
        head: ``"Not attempted"``, ``"Not yet"`` or ``"Mallory wins"``.
        text: What happened, by PhotoBox's log.
        verdict: Of the attack, or None where it was not run.
        note: Where there is help. Default: none.
    """

    whose: str
    code: str
    head: str
    text: str
    verdict: object = field(default=None, compare=False)
    note: str = ""

    def __repr__(self) -> str:
        code = textwrap.indent(self.code, "    ")
        lines = [f"{self.whose}:", code, "", f"{self.head}: {self.text}"]
        return "\n".join([*lines, *([self.note] if self.note else [])])

    def as_html(self) -> Markup:
        code = card(self.whose, "", Markup("<pre><code>{}</code></pre>").format(self.code))
        note = Markup("<p>{}</p>").format(self.note) if self.note else ""
        return code + card(self.head, self.text, note, tone=_TONE[self.head])


def source_of(function: Callable[..., object]) -> str:
    """Return a function as it is written, without its types: a beginner reads the rest.

    Example:
        >>> print(source_of(source_of).splitlines()[0])
        def source_of(function):
    """
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    names = ", ".join(inspect.signature(function).parameters)
    start = next(number for number, line in enumerate(lines) if line.endswith(":"))
    return "\n".join([f"def {function.__name__}({names}):", *lines[start + 1 :]]).rstrip()
