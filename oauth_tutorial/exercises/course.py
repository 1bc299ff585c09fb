"""The map of the course: how far the learner is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from oauth_tutorial.exercises.catalogue import all_exercises
from oauth_tutorial.exercises.hunts.cases import BUG_HUNTS, HIDDEN_FAULTS
from oauth_tutorial.grading.progress import entries, found, notice
from oauth_tutorial.notebook.shown import Shown

COURSE = {
    "00": "Start here: get a token",
    "01": "Build the authorization URL",
    "02": "Capture the code",
    "03": "Exchange the code for a token",
    "04": "Use and keep access",
    "05": "Protect the code with PKCE",
    "06": "Who is the user?",
    "07": "Break it and fix it",
    "08": "Choose another way to get a token",
    "09": "Sign in at a real provider",
    "10": "Ship it",
}
_UNITS = {"07": "rounds"}  # what a notebook calls its exercises, where they have a name
_WIDTH = 20  # characters of the bar


@dataclass(frozen=True, repr=False)
class Progress(Shown):
    """The bar and the map of the course.

    Attributes:
        solved: How many exercises, by number of the notebook.
        total: Of how many.
        bugs: How many bugs of a bug hunt were fixed, by number of the notebook.
        faults: How many hidden faults were found.
        notice: What there is to know about the file.
    """

    solved: dict[str, int]
    total: dict[str, int]
    bugs: dict[str, int]
    faults: int
    notice: str = ""

    @property
    def percent(self) -> int:
        return round(100 * sum(self.solved.values()) / max(1, sum(self.total.values())))

    def __repr__(self) -> str:
        full = round(self.percent / 100 * _WIDTH)
        lines = [f"{'█' * full}{'░' * (_WIDTH - full)} {self.percent} % {self.notice}".rstrip()]
        lines += [f"{number}  {title}{self._words(number)}" for number, title in COURSE.items()]
        return "\n".join([*lines, *self._seeds_words()])

    def as_html(self) -> Markup:
        row = Markup('<li value="{}">{}<b>{}</b></li>')
        line = Markup("<p>{}</p>")
        return Markup(
            '<label>Your progress: {percent} % <progress max="100" value="{percent}"></progress>'
            '</label>{notice}<ol start="0">{rows}</ol>{faults}'
        ).format(
            percent=self.percent,
            notice=line.format(self.notice) if self.notice else "",
            rows=Markup().join(
                row.format(int(number), title, self._words(number))
                for number, title in COURSE.items()
            ),
            faults=Markup().join(map(line.format, self._seeds_words())),
        )

    def _words(self, number: str) -> str:
        # before the first solved exercise nothing is said, so that an untouched map
        # is the same however many exercises a notebook has
        words = [*self._exercises_words(number), *self._bugs_words(number)]
        return f": {', '.join(words)}" if words else ""

    def _exercises_words(self, number: str) -> list[str]:
        solved, total = self.solved.get(number, 0), self.total.get(number, 0)
        if not solved:
            return []
        return [
            "done" if solved >= total else f"{solved} of {total} {_UNITS.get(number, 'solved')}"
        ]

    def _bugs_words(self, number: str) -> list[str]:
        fixed = self.bugs.get(number, 0)
        total = sum(bug.notebook == number for bug in BUG_HUNTS.values())
        return [f"{fixed} of {total} bugs fixed"] if fixed else []

    def _seeds_words(self) -> list[str]:
        return [f"Hidden faults: {self.faults} found"] if self.faults else []


def progress() -> Progress:
    """Return how far you are, from the progress file beside the notebooks."""
    solved = {name for name, entry in entries().items() if entry.get("state") == "correct"}
    names = {exercise.name for exercise in all_exercises()}
    return Progress(
        solved=_by_notebook(names & solved),
        total=_by_notebook(names),
        bugs=_by_notebook(BUG_HUNTS.keys() & solved),
        faults=len(found(HIDDEN_FAULTS)),
        notice=notice(),
    )


def _by_notebook(names: Iterable[str]) -> dict[str, int]:
    return Counter(name.partition(".")[0] for name in names)
