"""What one rule of a preflight found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from oauth_tutorial.text.plain import plain

Level = Literal["will fail", "may fail", "costs", "fine"]
LEVELS: tuple[Level, ...] = ("will fail", "may fail", "costs", "fine")  # the worst first
MOST = 2500  # characters of one text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a preflight found. Its texts contain no secret.

    Attributes:
        level: ``will fail``, ``may fail``, ``costs`` or ``fine``.
        rule: The name of the rule, which never changes.
        sentence: What is wrong, and why.
        error: What the person will see, in the provider's own words.
        field: The label of the field in the provider's form, or of the argument here.
        paste: What to write there instead.
        section: Where the rule is written.
        facts: Paths of the facts in the preset that decided it.
    """

    level: Level
    rule: str
    sentence: str
    error: str = ""
    field: str = ""
    paste: str = ""
    section: str = ""
    facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """No text has any effect on what shows it, whatever it was made from."""
        for name in ("sentence", "error", "field", "paste"):
            object.__setattr__(self, name, plain(getattr(self, name), MOST))

    def lines(self) -> Iterator[tuple[str, str]]:
        """The other lines, each with its name."""
        said = {
            "You will see" if self.level == "will fail" else "You may see": self.error,
            f"Paste into {self.field}" if self.paste else "Look at": self.paste or self.field,
            "Rule": self.section,
        }
        yield from ((name, text) for name, text in said.items() if text)

    def __str__(self) -> str:
        more = [f"  {name}: {text}" for name, text in self.lines()]
        return "\n".join([f"{self.level}: {self.sentence}", *more])

    def __repr__(self) -> str:
        return f"<{self.level}, {self.rule}: {self.sentence}>"
