"""How much a text reads like the reports of each cause: its words, weighed.

A rule knows a sentence. ``likeness.json`` knows which words stand in the texts that people pasted
for one cause, and not for the others: a logistic regression for each cause, over words and pairs of
words, each counted with the logarithm of how often it occurs and of how rare it is (tf-idf).
``tools/learn_likeness.py`` writes it from the texts of ``tests/doctor/world`` and the examples of
the rows; nothing here is written by hand.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

FILE = "likeness.json"
_WORD = re.compile(r"[^\W\d_]{2,}|\d{3,}")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}(?![a-z])")  # Invalid, Grant, of InvalidGrant
_IS_JOINED = re.compile(r"[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the words of one text say.

    Attributes:
        odds: For each cause, the natural logarithm of the odds that it is one of the text's.
        known: How many words and pairs of the text stand in a known report.
    """

    odds: Mapping[str, float]
    known: int


class _Known(NamedTuple):
    rarity: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from known texts.

    Attributes:
        start: For each cause, the odds of a text without a known word.
        words: What each word counts.
    """

    start: Mapping[str, float]
    words: Mapping[str, _Known]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Learned":
        """Read what ``tools/learn_likeness.py`` writes."""
        causes = list(content["start"])
        words = {
            word: _Known(rarity, {causes[place]: weight for place, weight in pairs})
            for word, (rarity, *pairs) in content["words"].items()
        }
        return cls(content["start"], words)

    def likeness(self, text: str) -> Likeness:
        """Weigh the words of a text for every cause."""
        counts = Counter(word for word in words_of(text) if word in self.words)
        values = {
            word: (1 + math.log(count)) * self.words[word].rarity for word, count in counts.items()
        }
        length = math.sqrt(sum(value**2 for value in values.values())) or 1
        odds = dict(self.start)
        for word, value in values.items():
            for cause, weight in self.words[word].weights.items():
                odds[cause] += weight * value / length
        return Likeness(odds, len(values))


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, then each pair of neighbours.

    Example:
        >>> list(words_of("InvalidGrant: code expired"))
        ['invalid', 'grant', 'code', 'expired', 'invalid grant', 'grant code', 'code expired']
    """
    words = [part for word in _WORD.findall(text) for part in _parts(word)]
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def likeness(text: str) -> Likeness:
    """Weigh the words of a text for every cause, as it was learned from the known reports."""
    return _learned().likeness(text)


def _parts(word: str) -> list[str]:
    if not _IS_JOINED.search(word):
        return [word.lower()]
    return [part.lower() for part in _HUMP.findall(word)]


@cache
def _learned() -> Learned:
    content = (files(__package__) / FILE).read_text(encoding="utf-8")
    return Learned.of(json.loads(content))  # noqa: TID251 - our own file
