"""Expected beside received, with the characters that differ marked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

from oauth_tutorial.grading.near import near_miss
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, hide_random, shape

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")  # of an object in memory: says nothing
_MOST = 20_000  # characters that are looked at
_WIDTH = 160  # characters that are shown of a longer text, around the first difference
_WHOLE = 600  # characters that are shown of each of two texts that have nothing to do with another
_LEAD = 40  # of these, before it
_ALIKE = 0.5  # of two texts: below that, what they have in common is chance
_RUN = 3  # characters in a row that are in both; fewer are in any two texts
_TINY = 4  # characters of a text in which each one counts
_SHORT = 8  # characters of a text in which a run of two says something


@dataclass(frozen=True, slots=True, repr=False)
class Difference(Shown):
    """Two texts that should be one, made fit to be shown by :func:`difference`.

    Attributes:
        expected: What the task asks for.
        received: What came.
        part: What they are values of.
        how: How one misses the other, in words.
        came: What :meth:`clue` puts before what came; nothing where that is a sentence.

    Example:
        >>> difference("/callback", "/calback", part="the path")
        the path
          expected: /callback
          received: /calback
                       ^ 1 character is missing here
    """

    expected: str
    received: str
    part: str = ""
    how: str = ""
    came: str = "received"

    def clue(self, part: str = "") -> str:
        """Return what came, and how it misses what was expected, which is not said.

        Args:
            part: What they are values of, where nobody has said so.

        Example:
            >>> difference("/callback", "/Callback", part="path").clue()
            'path: received /Callback; upper and lower case differ.'
        """
        came = {"": "an empty text", "None": "nothing"}.get(self.received, self.received)
        came = f"{self.came} {came.removesuffix('.')}".strip()
        of, how = self.part or part, f"; {self.how}" if self.how else ""
        return f"{of}: {came}{how}." if of else f"{came}{how}."

    def __repr__(self) -> str:
        expected, received = self.expected, self.received
        lines = [self.part] if self.part else []
        lines += [f"  expected: {expected}", f"  received: {received}"]
        marks, says = _marks(expected, received)
        if marks.strip():
            lines.append(f"            {marks} {says}".rstrip())
        return "\n".join(lines)

    def as_html(self) -> Markup:
        row = Markup('<tr><th scope="row">{}</th><td><code>{}</code></td></tr>')
        expected, received = _marked_html(self.expected, self.received)
        part = Markup("<caption>{}</caption>").format(self.part) if self.part else ""
        _, says = _marks(self.expected, self.received)
        return Markup('<table class="oat-difference">{}{}{}</table>{}').format(
            part,
            row.format("expected", expected),
            row.format("received", received),
            Markup("<p>In what was received, {}.</p>").format(says) if says else "",
        )


def difference(expected: object, received: object, part: str = "") -> Difference:
    """Lay what was expected beside what came.

    Args:
        expected: What the task asks for. Text is shown as it is, anything else by its repr.
        received: What came.
        part: What they are values of, as ``"redirect_uri"``. A secret's values are
            shown by their shape only.
    """
    if part.lower() in SECRET_PARAMETERS:
        return Difference(_shape(expected), _shape(received), part, near_miss(expected, received))
    both_text = isinstance(expected, str) and isinstance(received, str)
    ours, theirs = (_shown(value, str if both_text else repr) for value in (expected, received))
    return Difference(*_window(ours, theirs), part, near_miss(expected, received))


def _shape(value: object) -> str:
    return shape(value) if isinstance(value, str) or value is None else f"a {type(value).__name__}"


def _shown(value: object, as_text: Callable[[object], str]) -> str:
    text = hide_random(_ADDRESS.sub("", as_text(value)[:_MOST]))
    # a line end or a zero-width space must be seen to be found
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _window(expected: str, received: str) -> tuple[str, str]:
    if max(len(expected), len(received)) <= _WIDTH:
        return expected, received
    if not _are_alike(expected, received):
        return _cut(expected, 0, _WHOLE), _cut(received, 0, _WHOLE)
    pairs = zip(expected, received, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(expected), len(received)))
    start = max(0, same - _LEAD)
    return _cut(expected, start), _cut(received, start)


def _cut(text: str, start: int, width: int = _WIDTH) -> str:
    end = start + width
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")


def _opcodes(expected: str, received: str) -> Sequence[tuple[str, int, int, int, int]]:
    """What differs between two texts that are alike; nothing where they are not."""
    if not _are_alike(expected, received):
        return [("equal", 0, len(expected), 0, len(received))]
    return SequenceMatcher(None, expected, received, autojunk=False).get_opcodes()


def _are_alike(expected: str, received: str) -> bool:
    """Whether a person sees one text in the other: long pieces of it, and no single letters."""
    matcher = SequenceMatcher(None, expected, received, autojunk=False)
    shorter = min(len(expected), len(received))
    least = 1 if shorter <= _TINY else 2 if shorter <= _SHORT else _RUN
    shared = sum(block.size for block in matcher.get_matching_blocks() if block.size >= least)
    return 2 * shared >= _ALIKE * (len(expected) + len(received))


def _marks(expected: str, received: str) -> tuple[str, str]:
    """The line below *received*, and what its first mark means."""
    marks, says = [" "] * (len(received) + 1), ""
    for kind, start, end, at, to in _opcodes(expected, received):
        if kind == "equal":
            continue
        marks[at : max(to, at + 1)] = "^" * max(to - at, 1)
        if not says and kind == "delete":
            count = end - start
            says = f"{count} character{'s are' if count > 1 else ' is'} missing here"
    return "".join(marks).rstrip(), says


def _marked_html(expected: str, received: str) -> tuple[Markup, Markup]:
    left, right = Markup(), Markup()
    # underlined and struck through: not by colour alone
    more, other = Markup("<ins><b>{}</b></ins>"), Markup("<del><b>{}</b></del>")
    for kind, start, end, at, to in _opcodes(expected, received):
        ours, theirs = expected[start:end], received[at:to]
        differs = kind != "equal"
        left += more.format(ours) if differs and ours else ours
        right += other.format(theirs) if differs and theirs else theirs
    return left, right
