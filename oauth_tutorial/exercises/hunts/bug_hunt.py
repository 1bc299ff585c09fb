"""The bug hunt: a client that does not work, its real error, a cause to name, a piece to fix.

In a notebook::

    from oauth_tutorial.exercises import ____, bug_hunt

    case = bug_hunt.case(1)
    case                                    # the code, and what came of it
    case.check(____, {____: ____})          # the cause, and {what is wrong: what is right}

The code of a case really runs against the practice service, broken and fixed. Whether it
is fixed is read from the server's log: which requests came, and how they were answered.
"""

import re
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from itertools import zip_longest

from markupsafe import Markup

from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.exercises.hunts.cases import BUGS, Bug, name_of_bug
from oauth_tutorial.exercises.hunts.running import Run, run
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.blank import has_blank
from oauth_tutorial.grading.difference import Difference, difference
from oauth_tutorial.grading.outcome import Hint, Outcome, Solution
from oauth_tutorial.grading.progress import attempts, note
from oauth_tutorial.grading.tries import fingerprint
from oauth_tutorial.grading.unfinished import unfinished
from oauth_tutorial.notebook.card import card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.text.redaction import hide_random

DOCTOR = "diagnose(case.error, case.log)"
_WORDS = ", ".join(sorted(bug.cause for bug in BUGS.values()))
_BLANKS = 3  # of the cell in the notebook: the cause, and the pair of the fix


class Case(Shown):
    """One broken client, and what came of it.

    Attributes:
        error: What it ended in.
        log: What it sent and received: something for ``diagnose`` and ``ladder``.
    """

    def __init__(self, number: int) -> None:
        self.number, self._key = number, _number_of_bug(number)
        self.bug = _filled(BUGS[self._key])
        self._broken = run(self.bug, self.bug.code)
        self.error, self.log = self._broken.error, self._broken.log
        self._hinted = 0

    def check(self, cause: object, fix: object) -> Outcome:
        """Judge the cause and the fixed client. Never raises.

        Args:
            cause: A name of ``oauth_tutorial.doctor.diagnosing.CAUSES``.
            fix: One pair: a piece of the code, and what should stand in its place.
        """
        if has_blank([cause, fix]):
            outcome = unfinished({"cause": cause, "fix": fix}, _BLANKS)
        else:
            outcome = self._cause(cause) or self._fixed(fix)
        return note(self._name, outcome, answer=fingerprint([str(cause), fix]))

    def hint(self) -> Hint:
        """Return the next hint: where to look, whom to ask, which piece."""
        wrong_piece = next(iter(self.bug.fix))
        hints = (
            f"where to look: {self.bug.look}",
            f"ask the doctor: {DOCTOR}. And look at ladder(case.log).",
            f"the piece that is wrong: {wrong_piece}",
        )
        self._hinted = min(self._hinted + 1, len(hints))
        return Hint(self._hinted, len(hints), hints[self._hinted - 1])

    def solution(self) -> Solution:
        """Return the cause and a fix: after an attempt."""
        if not attempts(self._name):
            return Solution("", "try once first.")
        return Solution(f"case.check({self.bug.cause!r}, {self.bug.fix!r})")

    @property
    def _name(self) -> str:
        return name_of_bug(self._key)

    def _cause(self, cause: object) -> Outcome | None:
        from oauth_tutorial.doctor import CAUSES

        cause = getattr(cause, "cause", cause)  # what diagnose returned has it
        if isinstance(cause, str):
            cause = re.sub(r"[\s-]+", "_", cause.strip().lower())
        if cause == self.bug.cause:
            return None
        if not isinstance(cause, str) or cause not in CAUSES:
            says = f"the cause is one word of the doctor's. Here it is one of {_WORDS}."
            return Outcome("not yet", says, "no_cause")
        says = (
            f"the cause is another one, so your fix was not tried. {cause} means: "
            f"{CAUSES[cause].summary} Look at line {self._broken.line}."
        )
        return Outcome("not yet", says, "other_cause")

    def _fixed(self, fix: object) -> Outcome:
        pair = _pair(fix)
        if pair is None:
            says = "fix is a dictionary with one pair: {what the code says: what it should say}."
            return Outcome("not yet", says, "no_pair")
        piece, new = pair
        if piece not in self.bug.code:
            piece, new = _without_its_margin(piece, new)
        places = _places(self.bug.code, piece)
        if len(places) != 1:
            often = "nowhere" if not places else f"there {len(places)} times"
            says = f"the piece {hide_random(piece)!r} is {often} in the code."
            longer = "a longer piece" if places else "a piece"
            says += f"{self._nearest_line(piece)} Copy {longer} of it."
            return Outcome("not yet", says, "no_such_piece")
        [(start, end)] = places
        fixed = f"{self.bug.code[:start]}{new}{self.bug.code[end:]}"
        outcome = self._judge(run(self.bug, fixed))
        return self._safe(outcome, fixed) if self.bug.forged else outcome

    def _nearest_line(self, piece: str) -> str:
        near = get_close_matches(piece, self.bug.code.splitlines(), n=1)
        return f" The nearest line is {near[0].strip()!r}." if near else ""

    def _judge(self, fixed: Run) -> Outcome:
        """Let the server's log say whether it works now."""
        if fixed.error is None and fixed.received == self.bug.wanted:
            return Outcome("correct", f"{self.bug.cause}. {self.bug.lesson}")
        says, shown = self._ending(fixed), None
        if fixed.received and fixed.received != self.bug.wanted:
            says, shown = f"{says}{_count(self.bug, fixed)}", _first_other(self.bug, fixed)
        return Outcome("not yet", says, "not_fixed", shown, evidence=fixed.error or fixed.log)

    def _ending(self, fixed: Run) -> str:
        """Say how a client that is not fixed ends: what PhotoBox had against it stands first."""
        if fixed.error is None:
            why = fixed.refused or "PhotoBox did not get what it should"
            return f"it ends without an error, but {why}."
        same = fixed.said == self._broken.said
        ends = f"{'it still' if same else 'now it'} ends in {fixed.said.rstrip('.')}."
        if same and self.bug.still:
            ends += f" {self.bug.still}"
        if not fixed.refused or isinstance(fixed.error, OAuthTutorialError):  # which says it, too
            return ends
        return f"{fixed.refused}. {ends[0].upper()}{ends[1:]}"

    def _safe(self, outcome: Outcome, fixed: str) -> Outcome:
        """Send the fixed client an answer that it did not ask for."""
        if outcome.state != "correct":
            return outcome
        attacked = run(self.bug, fixed, forged=True)
        if not attacked.received:
            return outcome
        says = "it works, and it accepts a stranger's code as well: the state is not compared."
        return replace(outcome, state="not yet", text=says, mistake="check_removed")

    @property
    def _came(self) -> str:
        return f"Line {self._broken.line} ends in {self._broken.said}"

    @property
    def _next(self) -> str:
        if self.bug.with_doctor:
            return f"Ask the doctor: {DOCTOR}"
        return (
            f"Without the doctor: read the error, the code and ladder(case.log). The "
            f"cause is one of {_WORDS}."
        )

    def __repr__(self) -> str:
        head = f"Case {self.number}: {self.bug.title}\n{self.bug.story}\n"
        numbered = [f"{number}  {line}" for number, line in self._lines]
        return "\n".join([head, *numbered, "", self._came, self._next])

    @property
    def _lines(self) -> list[tuple[str, str]]:
        lines = self.bug.code.splitlines()
        return [(f"{number:>4}", line) for number, line in enumerate(lines, 1)]

    def as_html(self) -> Markup:
        # the number is not copied with the piece
        row = Markup('<span class="oat-uncopied">{}  </span>{}')
        numbered = Markup("\n").join(row.format(number, line) for number, line in self._lines)
        more = Markup("<p>{}</p><pre>{}</pre><p>{}</p><p>{}</p>").format(
            self.bug.story, numbered, self._came, self._next
        )
        return card(f"Case {self.number}", self.bug.title, more)


def _count(bug: Bug, fixed: Run) -> str:
    """Name the requests that PhotoBox's log lacks, and those that it has too often."""
    wanted, came = (Counter(map(_bare, log)) for log in (bug.wanted, fixed.received))
    missing, more = [*(wanted - came).elements()], [*(came - wanted).elements()]
    says = [f"lacks {_and(missing)}"] if missing else []
    says += [f"has {_and(more)} too often"] if more else []
    return f" PhotoBox's log {', and '.join(says)}." if says else ""


def _and(requests: list[str]) -> str:
    """Name requests, each once: ``POST /token 28 times``."""
    return " and ".join(
        f"{one} {number} times" if number > 1 else one for one, number in Counter(requests).items()
    )


def _first_other(bug: Bug, fixed: Run) -> Difference:
    """Lay the first request that is not as it should be beside what was wanted."""
    pairs = enumerate(zip_longest(bug.wanted, fixed.received, fillvalue="nothing"), 1)
    number, (wanted, came) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    return difference(wanted, came, f"PhotoBox's log, request {number}")


def _bare(told: str) -> str:
    """A request without the status of its answer."""
    return told.rpartition(" ")[0]


def _pair(fix: object) -> tuple[str, str] | None:
    """Return what stands there and what should: of a dictionary, a tuple or a list."""
    if isinstance(fix, dict) and len(fix) == 1:
        [pair] = fix.items()
        return str(pair[0]), str(pair[1])
    if isinstance(fix, tuple | list) and len(fix) == 2 and isinstance(fix[0], str):
        return fix[0], str(fix[1])
    return None


def _without_its_margin(piece: str, new: str) -> tuple[str, str]:
    """Take away the space around a piece, and what stands for it in the new one."""
    if piece != piece.lstrip():
        piece, new = piece.lstrip(), new.lstrip()
    if piece != piece.rstrip():
        piece, new = piece.rstrip(), new.rstrip()
    return piece, new


def _places(code: str, piece: str) -> list[tuple[int, int]]:
    """Return where a piece stands; where it stands nowhere, whatever its spaces and quotes are."""
    exact = [found.span() for found in re.finditer(re.escape(piece), code)] if piece else []
    bare = "".join(piece.split())
    if exact or not bare:
        return exact
    loose = r"\s*".join("[\"']" if one in "\"'" else re.escape(one) for one in bare)
    return [found.span() for found in re.finditer(loose, code)]


def _number_of_bug(number: int) -> int:
    """A seed deals the bugs in another order: within a notebook, the doctor's ones first."""
    kind = (BUGS[number].notebook, BUGS[number].with_doctor)
    alike = [one for one, bug in BUGS.items() if (bug.notebook, bug.with_doctor) == kind]
    return assignment.variant.shuffled("bug hunt", alike)[alike.index(number)]


def _filled(bug: Bug) -> Bug:
    """Put the learner's own client into the code."""
    names = ("client_id", "client_secret")
    fix = {assignment.fill(old, names): assignment.fill(new, names) for old, new in bug.fix.items()}
    return replace(bug, code=assignment.fill(bug.code, names), fix=fix)


def case(number: int) -> Case:
    """Run a broken client, and return what came of it.

    With a seed, the same number is another bug than your neighbour's.

    Args:
        number: 1 to 5 in notebook 03, 6 to 10 in notebook 04.

    Raises:
        ValueError: When there is no such case.
    """
    if number not in BUGS:
        raise ValueError(f"There are cases 1 to {len(BUGS)}; got {number!r}.")
    return Case(number)
